"""Is an editor told before she is signed out, and can she stay by one press (WCAG 2.2.1)?"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as real
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from practices.models import User
from tests.browser import sight
from tests.browser.people import sign_in
from tests.builders import make_editor, submitted

type Later = Callable[[int], None]
"""Lets so many minutes go by, here and there."""

ASKED, LAST, OVER = (
    "Do you want to stay signed in?",
    "You will have to sign in again soon",
    "You have been signed out",
)


@pytest.fixture
def scripts() -> bool:
    return True


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Page:
    context = browser.new_context(base_url=live_server.url, bypass_csp=True)
    context.clock.install()
    return context.new_page()


@pytest.fixture
def later(page: Page, monkeypatch: pytest.MonkeyPatch) -> Later:
    now, gone = timezone.now, timedelta()

    def wait(minutes: int) -> None:
        nonlocal gone
        gone += timedelta(minutes=minutes)
        moment = gone
        monkeypatch.setattr(timezone, "now", lambda: now() + moment)
        page.context.clock.fast_forward(minutes * 60_000)

    return wait


@contextmanager
def heard(page: Page, method: str = "GET") -> Iterator[None]:
    """Wait until what the server says has reached the page: a press is a POST, and an earlier GET may be told of late."""
    with page.expect_response(
        lambda answer: answer.url.endswith("/accounts/stay/") and answer.request.method == method
    ) as found:
        yield
    found.value.finished()
    page.evaluate("fetch('/livez').then((answer) => answer.text())")


def review(page: Page) -> str:
    """Let an editor type a note on what waits; return where."""
    practice = submitted(title="A singing ship")
    sign_in(page, make_editor("editor@programme.example"))
    address = f"/admin/practices/practice/{practice.pk}/review/"
    page.goto(address)
    page.get_by_label("Note").fill("Please say who sings.")
    return address


def test_editor_is_asked_in_time_and_stays_by_one_key(page: Page, later: Later) -> None:
    review(page)
    assert real.EDITOR_WARNING >= 20  # seconds, as WCAG asks
    for _ in range(3):
        later(24)
        expect(page.get_by_role("alertdialog")).to_have_count(0)
        later(2)
        asked = page.get_by_role("alertdialog", name=ASKED)
        expect(asked).to_have_accessible_description(re.compile(r"at \d\d:\d\d you will be signed out"))
        expect(asked.get_by_role("button", name="Stay signed in")).to_be_focused()
        with heard(page, "POST"):
            page.keyboard.press("Enter")
        expect(page.get_by_role("alertdialog")).to_have_count(0)
        expect(page.get_by_label("Note")).to_be_focused()
    page.get_by_role("button", name="Send back").click()
    expect(page.get_by_text("is now: Returned")).to_be_visible()


def test_escape_is_a_sign_of_life_too(page: Page, later: Later) -> None:
    review(page)
    later(26)
    expect(page.get_by_role("alertdialog", name=ASKED)).to_be_visible()
    with heard(page, "POST"):
        page.keyboard.press("Escape")
    later(20)
    assert page.request.get("/admin/", max_redirects=0).status == 200


def test_who_does_nothing_is_out_and_loses_no_word(page: Page, later: Later) -> None:
    address = review(page)
    later(26)
    expect(page.get_by_role("alertdialog", name=ASKED)).to_be_visible()
    later(5)
    over = page.get_by_role("alertdialog", name=OVER)
    expect(over).to_have_accessible_description(re.compile(r"^What you typed is still on this page\."))
    expect(over.get_by_role("link", name="Sign in in another tab")).to_be_visible()
    over.get_by_role("button", name="Go back to the page").click()
    expect(page.get_by_label("Note")).to_have_value("Please say who sings.")
    page.get_by_role("button", name="Send back").click()
    expect(page.get_by_text("Please say who sings.")).to_be_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="sign in in another tab").click()
    opened.value.close()
    assert page.url.endswith(address)


def test_what_she_does_in_another_tab_counts(page: Page, later: Later) -> None:
    review(page)
    later(20)
    page.request.get("/admin/")
    with heard(page):
        later(6)
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    with heard(page):
        later(20)
    expect(page.get_by_role("alertdialog", name=ASKED)).to_be_visible()
    page.request.get("/admin/")
    with heard(page):
        later(1)
    expect(page.get_by_role("alertdialog")).to_have_count(0)


def test_end_that_nothing_puts_off_is_told_as_such(page: Page, later: Later, settings: Any) -> None:
    settings.EDITOR_LONGEST = 40 * 60
    review(page)
    later(26)
    with heard(page, "POST"):
        page.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    later(10)
    last = page.get_by_role("alertdialog", name=LAST)
    expect(last).to_have_accessible_description(re.compile("hours after you signed in"))
    last.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    later(5)
    expect(page.get_by_role("alertdialog", name=OVER)).to_be_visible()


def test_she_is_asked_again_when_her_answer_gets_lost(page: Page, later: Later) -> None:
    review(page)
    later(26)
    page.route("**/accounts/stay/", lambda route: route.abort(), times=1)
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    later(1)
    with heard(page, "POST"):
        page.get_by_role("alertdialog", name=ASKED).get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    later(20)
    assert page.request.get("/admin/", max_redirects=0).status == 200


def sign_in_elsewhere(page: Page) -> None:
    """Sign in anew in another tab: every page that is open has an old token then."""
    page.context.clear_cookies()
    other = page.context.new_page()
    sign_in(other, User.objects.get(is_staff=True))
    expect(other.get_by_role("heading", level=1)).to_be_visible()
    other.close()


def test_old_token_does_not_tell_her_that_she_is_signed_out(page: Page, later: Later) -> None:
    review(page)
    later(20)
    sign_in_elsewhere(page)
    with heard(page):
        later(6)
    later(20)
    asked = page.get_by_role("alertdialog", name=ASKED)
    expect(asked).to_be_visible()
    page.context.clear_cookies(name="csrftoken")
    with page.expect_response(lambda answer: answer.request.method == "GET" and "stay" in answer.url):
        asked.get_by_role("button", name="Stay signed in").click()
    with heard(page, "POST"):
        asked.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)


def test_who_signs_in_anew_is_no_longer_told_that_she_is_out(page: Page, later: Later) -> None:
    review(page)
    later(31)
    expect(page.get_by_role("alertdialog", name=OVER)).to_be_visible()
    sign_in_elsewhere(page)
    later(2)
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    with heard(page):
        later(26)
    expect(page.get_by_role("alertdialog", name=ASKED)).to_be_visible()


@pytest.mark.parametrize(("number", "address"), list(enumerate(["", "/accounts/details/"])))
def test_question_can_be_read_by_everybody(page: Page, later: Later, number: int, address: str) -> None:
    review(page)
    if address:
        page.goto(address)
    later(26)
    expect(page.get_by_role("alertdialog", name=ASKED)).to_be_visible()
    assert {
        state: found for state, rules in sight.states(page, number) if (found := sight.axe(page, rules))
    } == {}
    assert {name: found for name, found in sight.shape(page) if found} == {}
