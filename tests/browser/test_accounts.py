"""The doors of the accounts in Chromium: all journeys without JavaScript, axe on every page, the password shown."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from practices import second_step
from tests.browser.people import heading, sign_in
from tests.browser.test_pages import TAGS
from tests.builders import PASSWORD, make_city, make_editor, make_user
from tests.doors import code, link

OPEN = [
    "login",
    "signup",
    "confirm",
    "confirm/again",
    "confirm/no-such-key",
    "password/new",
    "password/new/sent",
    "password/new/no-such-key",
    "closed",
]
OWN = ["details", "sessions", "second-step", "password", "address", "close", "logout"]


def faults(page: Page) -> list[str]:
    options = {"runOnly": {"type": "tag", "values": TAGS}}
    return [fault["id"] for fault in Axe().run(page, options=options).response["violations"]]


@pytest.fixture(params=[320, 1280])
def bare(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """Return a page into which axe may be put, which the site's own policy forbids."""
    context = browser.new_context(
        base_url=live_server.url, bypass_csp=True, viewport={"width": request.param, "height": 900}
    )
    yield context.new_page()
    context.close()


def test_every_page_of_an_account_is_fit_for_everybody(bare: Page) -> None:
    found = {}
    for path in OPEN:
        bare.goto(f"/accounts/{path}/")
        found[path] = faults(bare)
    bare.goto("/accounts/signup/")
    bare.get_by_role("button", name="Create an account").click()
    found["errors"] = faults(bare)
    sign_in(bare, make_user())
    for path in OWN:
        bare.goto(f"/accounts/{path}/")
        found[path] = faults(bare)
        assert bare.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert found == {path: [] for path in found}


def test_officer_signs_up_and_begins_a_practice(page: Page) -> None:
    make_city()
    page.goto("/contribute/")
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("E-mail address").fill("officer@bergen.example")
    page.get_by_role("button", name="Create an account").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Enter the password.").click()
    expect(page.get_by_label("Password")).to_be_focused()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Country").select_option(label="Norway")
    page.get_by_label("City").fill("bergen")
    page.get_by_role("button", name="Create an account").click()
    heading(page, "Check your e-mail")
    page.goto(link())
    page.get_by_role("button", name="Confirm").click()
    expect(page).to_have_url(re.compile("/contribute/$"))
    page.goto("/accounts/details/")
    expect(page.get_by_label("City")).to_have_value("Bergen")


def test_editor_sets_up_her_second_step_and_signs_in_with_it(page: Page) -> None:
    editor = make_editor("editor@programme.example", second_step=False)
    sign_in(page, editor)
    heading(page, "Set up your second step first")
    page.get_by_role("link", name="Set it up now").click()
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Code that the app shows").fill(code(secret))
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Turn on the second step").click()
    heading(page, "Your recovery codes")
    written = page.locator("code").first.inner_text()
    page.get_by_role("link", name="I have kept them").click()
    expect(page).to_have_url(re.compile("/admin/$"))
    page.context.clear_cookies()
    page.goto("/admin/")
    page.get_by_label("E-mail").fill("editor@programme.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code").fill(written)
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile("/admin/$"))
    assert second_step.codes_left(editor) == 9


def test_password_is_shown_on_demand(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    page.goto("/accounts/signup/")
    field = page.get_by_label("Password", exact=True)
    for button, kind in (("Show the password", "text"), ("Hide the password", "password")):
        page.get_by_role("button", name=button).click()
        expect(field).to_have_attribute("type", kind)
    context.close()
