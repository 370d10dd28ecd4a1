"""With JavaScript: is what is wrong counted and told while one types, wrong no more once it is mended, and nothing hidden?"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.people import sign_in
from tests.builders import make_draft, make_topic, make_user


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 800})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def opened(page: Page, section: str, **given: Any) -> None:
    """Open a section of a draft."""
    user = make_user("officer@bergen.example")
    practice = make_draft(contributor=user, **given)
    sign_in(page, user)
    page.goto(f"/contribute/practices/practice/{practice.pk}/change/{section}/")


def test_saved_state_hides_nothing_that_is_to_be_ticked(page: Page) -> None:
    opened(page, "contact")
    page.get_by_label("Name", exact=False).first.fill("An office")
    bar = page.locator("[data-autosave]")
    expect(bar).to_be_visible()
    for number in range(0, 600, 50):
        page.evaluate(f"scrollTo(0, {number})")
        ticked = page.locator("label[for=id_contact_public]").bounding_box()
        over = bar.bounding_box()
        assert ticked is not None
        assert over is not None
        assert ticked["x"] + ticked["width"] < over["x"] or ticked["y"] > over["y"] + over["height"]


def test_topics_are_counted_and_what_was_mended_is_wrong_no_more(page: Page) -> None:
    for number in range(6):
        make_topic(f"topic-{number}")
    opened(page, "practice", period="2020-2015", topics=[])
    for tick in page.locator("[name=topics]").all():
        tick.check()
    expect(page.locator("#id_topics + .count")).to_have_text(re.compile("of 5 chosen: [0-9] too many"))
    row = page.locator(".form-row.field-period")
    expect(row.locator(".errorlist")).to_be_visible()
    page.get_by_label("Period").fill("2015")
    expect(page.locator("#id_period_reading")).to_have_text("We read: 2015.")
    expect(row.locator(".errorlist")).to_have_count(0)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("It is saved. Mend this now")).to_be_visible()
    page.get_by_role("button", name="Save and continue").click()
    expect(page).to_have_url(re.compile("/change/story/$"))
