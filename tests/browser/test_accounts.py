"""The doors of the accounts in Chromium: all journeys without JavaScript, the password shown."""

import re

from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from practices.accounts import mfa
from tests.browser.people import heading, sign_in
from tests.builders import PASSWORD, make_city, make_editor
from tests.doors import code, link


def test_officer_signs_up_and_begins_a_practice(page: Page) -> None:
    make_city()
    page.goto("/contribute/")
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("E-mail address").fill("officer@bergen.example")
    page.get_by_role("button", name="Create an account").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Enter the city that you work for.").click()
    expect(page.get_by_label("City")).to_be_focused()
    page.get_by_label("Country").select_option(label="Norway")
    page.get_by_label("City").fill("bergen")
    page.get_by_role("button", name="Create an account").click()
    heading(page, "Check your e-mail")
    page.goto(link())
    page.get_by_label("New password", exact=True).fill(PASSWORD)
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
    assert mfa.codes_left(editor) == 9


def test_password_is_shown_on_demand(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    page.goto("/accounts/login/")
    field = page.get_by_label("Password", exact=True)
    for button, kind in (("Show the password", "text"), ("Hide the password", "password")):
        page.get_by_role("button", name=button).click()
        expect(field).to_have_attribute("type", kind)
    context.close()
