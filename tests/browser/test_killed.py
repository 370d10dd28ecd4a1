"""With JavaScript, on the real server: what is left of what was typed when all its processes are killed?"""

import random
from collections.abc import Iterator
from time import sleep

import pytest
from playwright.sync_api import Browser, Page, expect

from practices.models import Practice
from tests.builders import make_draft, make_user
from tests.killed import Served, served
from tests.pages import client_of


@pytest.fixture
def server() -> Iterator[Served]:
    with served() as server:
        yield server


@pytest.fixture
def page(browser: Browser, server: Served) -> Iterator[Page]:
    """Return a page with the form of a draft, and a clock that the test turns."""
    user = make_user()
    practice, cookies = make_draft(contributor=user), client_of(user).cookies
    address = f"http://127.0.0.1:{server.port}"
    context = browser.new_context(base_url=address)
    context.add_cookies([{"name": "sessionid", "value": cookies["sessionid"].value, "url": address}])
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.clock.install()
    page.goto(f"/contribute/practices/practice/{practice.pk}/change/")
    yield page
    context.close()


def purpose() -> str:
    return Practice.objects.get().purpose


def test_server_killed_while_typing_loses_no_word(page: Page, server: Served) -> None:
    typed, said = page.get_by_label("Purpose"), page.locator("[data-autosave]")
    chance = random.Random(3)  # noqa: S311  the same moments in every run
    typed.fill("Ten seconds old.")
    page.clock.run_for(10_000)
    expect(said).to_contain_text("Saved at")
    typed.fill("Just typed.")
    page.clock.run_for(chance.randrange(9_000))
    server.kill()
    assert purpose() == "Ten seconds old."
    page.clock.run_for(10_000)
    expect(said).to_contain_text("Not saved just now")
    expect(typed).to_have_value("Just typed.")
    server.start()
    page.clock.run_for(10_000)
    expect(said).to_contain_text("Saved at")
    assert purpose() == "Just typed."
    killed_in_the_middle(page, server, sleep_for=chance.random() / 20)


def killed_in_the_middle(page: Page, server: Served, *, sleep_for: float) -> None:
    """Kill the server while it saves, type on, and go on when it is back."""
    typed, said = page.get_by_label("Purpose"), page.locator("[data-autosave]")
    typed.fill("Sent, and perhaps never answered.")
    page.clock.run_for(10_000)
    sleep(sleep_for)
    server.kill()
    assert purpose() in {"Just typed.", "Sent, and perhaps never answered."}
    typed.fill("Typed on meanwhile.")
    server.start()
    page.clock.run_for(10_000)
    expect(said).to_contain_text("Saved at")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("is saved.").first).to_be_visible()
    expect(typed).to_have_value("Typed on meanwhile.")
    assert purpose() == "Typed on meanwhile."
