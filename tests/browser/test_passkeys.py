"""Passkeys in Chromium, with the key that it simulates: added, shown, named and removed; without JavaScript codes do."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from practices.accounts import mfa, passkeys
from practices.models import User
from tests import passkey
from tests.browser.people import heading, sign_in
from tests.builders import PASSWORD, make_user
from tests.doors import with_second_step

PAGE = "/accounts/passkeys/"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def scripts() -> bool:
    return True


@pytest.fixture
def person(settings: Settings, live_server: LiveServer) -> User:
    settings.SITE_URL = live_server.url
    made = make_user("officer@bergen.example")
    with_second_step(made)
    return made


def plug_in(page: Page) -> None:
    """Let the browser have a key that says yes to everything."""
    network = page.context.new_cdp_session(page)
    network.send("WebAuthn.enable")
    network.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def add(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Your password").fill(password)
    page.get_by_role("button", name="Add a passkey").click()


def give_password(page: Page, person: User) -> None:
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    heading(page, "Second step")


def test_passkey_is_added_shown_named_and_removed(page: Page, person: User) -> None:
    plug_in(page)
    sign_in(page, person)
    page.goto("/accounts/details/")
    page.get_by_role("link", name="Your passkeys").click()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("alert").first).to_be_focused()  # nothing was filled in: the browser is not asked
    add(page, "My phone")
    expect(page.get_by_text("The passkey is added")).to_be_visible()
    give_password(page, person)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(re.compile("/contribute/$"))
    page.goto(PAGE)
    page.get_by_role("link", name="Rename").click()
    page.get_by_label("Name").fill("My old phone")
    page.get_by_role("button", name="Save the name").click()
    expect(page.get_by_text("My old phone").first).to_be_visible()
    page.get_by_role("link", name="Remove").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("The passkey is removed")).to_be_visible()
    give_password(page, person)
    expect(page.get_by_role("button", name="Use a passkey")).to_have_count(0)


def test_key_that_is_in_the_list_is_not_added_twice(page: Page, person: User) -> None:
    plug_in(page)
    sign_in(page, person)
    page.goto(PAGE)
    add(page, "My phone")
    expect(page.get_by_text("The passkey is added")).to_be_visible()
    add(page, "The same phone")
    expect(page.get_by_role("alert")).to_contain_text("The browser gave no passkey")
    assert [key.data["name"] for key in passkeys.passkeys_of(person)] == ["My phone"]


def test_wrong_password_makes_no_key(page: Page, person: User) -> None:
    plug_in(page)
    sign_in(page, person)
    page.goto(PAGE)
    page.evaluate(
        """() => {
            const make = navigator.credentials.create.bind(navigator.credentials);
            window.keysMade = 0;
            navigator.credentials.create = (asked) => { window.keysMade += 1; return make(asked); };
        }"""
    )
    add(page, "My phone", "not the password")
    said = page.get_by_text("This is not your password.").first
    expect(said).to_be_visible()
    expect(said).to_be_focused()
    assert page.evaluate("window.keysMade") == 0
    add(page, "My phone")
    expect(page.get_by_text("The passkey is added")).to_be_visible()


def test_who_gives_up_reads_what_to_do_and_types_a_code(page: Page, person: User) -> None:
    codes = mfa.give(person, mfa.new_secret())
    passkey.give(person)
    give_password(page, person)
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException()); }")
    page.get_by_role("button", name="Use a passkey").click()
    said = page.get_by_text("The browser gave no passkey. Try again, or type a code.")
    expect(said).to_be_focused()
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile("/contribute/$"))


def test_codes_do_without_javascript(browser: Browser, live_server: LiveServer, person: User) -> None:
    codes = mfa.give(person, mfa.new_secret())
    passkey.give(person)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    give_password(page, person)
    expect(page.get_by_role("button", name="Use a passkey")).to_have_count(0)
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Go on").click()
    page.goto(PAGE)
    expect(page.get_by_text("Passkeys need JavaScript")).to_be_visible()
    add(page, "My phone")
    expect(page.get_by_text("The browser gave no passkey that can be used here.").first).to_be_visible()
    context.close()
