"""Does every change of rights end the sessions that it must, and do editors stay no longer than they may?"""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from practices.accounts import lifecycle
from practices.models import User
from tests.builders import make_user
from tests.doors import (
    browser,
    is_signed_in,
    opens_admin,
    sign_in,
    stepping_editor,
)

pytestmark = pytest.mark.django_db


# What ends a session


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": False},
        {"is_staff": True},
        {"email": "moved@city.example"},
        {"password": "another hash"},
        {"second_step": True},
    ],
)
def test_every_change_of_rights_ends_all_sessions(change: dict[str, Any]) -> None:
    person = make_user()
    here, there = browser(person), browser(person)
    User.objects.filter(pk=person.pk).update(**change)
    assert (is_signed_in(here), is_signed_in(there)) == (False, False)


def test_demoted_editor_is_out_with_the_next_request() -> None:
    person = stepping_editor()
    client = browser(person)
    assert opens_admin(client)
    User.objects.filter(pk=person.pk).update(is_staff=False)
    assert client.post("/admin/practices/practice/add/", {"title": "Mid-form"}).status_code == 302
    assert not is_signed_in(client)


def test_signing_out_ends_the_session_for_whoever_copied_it() -> None:
    client = browser(make_user())
    copied = client.cookies["sessionid"].value
    client.post("/accounts/logout/")
    thief = Client()
    thief.cookies["sessionid"] = copied
    assert not is_signed_in(thief)


def test_signing_in_makes_a_new_session() -> None:
    person, client, known = make_user(), Client(), SessionStore()
    known["began"] = "with the one who knows its key"
    known.save()
    client.cookies["sessionid"] = str(known.session_key)
    sign_in(client, person.email)
    assert client.cookies["sessionid"].value != known.session_key
    stranger = Client()
    stranger.cookies["sessionid"] = str(known.session_key)
    assert (is_signed_in(client), is_signed_in(stranger)) == (True, False)


# How long an editor stays


def later(client: Client, monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    moment = time.time() + seconds
    monkeypatch.setattr(time, "time", lambda: moment)
    monkeypatch.setattr(timezone, "now", lambda: datetime.fromtimestamp(moment, tz=UTC))


@pytest.mark.parametrize(("seconds", "stays"), [(29 * 60, True), (31 * 60, False)])
def test_editor_is_asked_again_after_half_an_hour_of_nothing(
    seconds: int, stays: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser(stepping_editor())
    later(client, monkeypatch, seconds)
    assert opens_admin(client) is stays


@pytest.mark.long
def test_editor_at_work_stays_for_twelve_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser(stepping_editor())
    for _ in range(28):
        later(client, monkeypatch, 25 * 60)
        assert opens_admin(client)
    later(client, monkeypatch, 25 * 60)
    assert not opens_admin(client)


def test_session_that_a_clock_began_that_ran_ahead_is_not_good_until_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = browser(stepping_editor())
    later(client, monkeypatch, -30)  # as the clocks of two servers differ
    assert opens_admin(client)
    later(client, monkeypatch, -3600)
    assert not opens_admin(client)


def test_time_of_another_session_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    person = stepping_editor()
    idle, busy = browser(person), browser(person)
    later(idle, monkeypatch, 29 * 60)
    assert opens_admin(busy)
    idle.cookies["seen"] = busy.cookies["seen"].value
    later(idle, monkeypatch, 2 * 60)
    assert (opens_admin(idle), opens_admin(busy)) == (False, True)


def test_contributor_may_be_away_for_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser(make_user())
    later(client, monkeypatch, 24 * 3600)
    assert is_signed_in(client)


def left(client: Client, method: str = "get") -> tuple[int, bool]:
    """Return how many minutes she is told, and whether they are the last."""
    answer = getattr(client, method)("/accounts/stay/").json()
    return round(answer["left"] / 60), answer["is_last"]


def test_asking_how_long_it_lasts_is_no_sign_of_life_and_staying_is(monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser(stepping_editor())
    for minutes in (20, 10):
        later(client, monkeypatch, 10 * 60)
        assert left(client) == (minutes, False)
    assert left(client, "post") == (30, False)
    later(client, monkeypatch, 29 * 60)
    assert opens_admin(client)
    later(client, monkeypatch, 31 * 60)
    assert client.get("/accounts/stay/").status_code == 302


def test_last_half_hour_of_twelve_hours_is_told_as_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser(stepping_editor())
    for _ in range(27):
        later(client, monkeypatch, 25 * 60)
        assert left(client, "post") == (30, False)
    later(client, monkeypatch, 20 * 60)
    assert left(client, "post") == (25, True)


@pytest.mark.parametrize("page", ["/accounts/details/", "/contribute/", "/admin/"])
def test_editor_reads_on_her_pages_how_long_she_stays(page: str) -> None:
    rule = "You stay signed in for 30 minutes after the last page you opened or form you sent, and for 12 hours at most."
    assert rule in browser(stepping_editor()).get(page).text
    assert "You stay signed in" not in browser(make_user()).get(page).text


# The list of sessions


def test_sessions_are_listed_and_ended() -> None:
    person = make_user()
    here, there = browser(person), browser(person, **{"User-Agent": "Phone <b> Firefox/127.0 (Android)"})
    page = here.get("/accounts/sessions/").text
    assert (
        page.count("Sign out there"),
        "Firefox on Android" in page,
        "You are using this one now." in page,
    ) == (
        1,
        True,
        True,
    )
    number = UserSession.objects.get(user_agent__startswith="Phone").pk
    here.post(f"/accounts/sessions/end/{number}/")
    assert (is_signed_in(here), is_signed_in(there)) == (True, False)


def test_all_other_sessions_end_at_once() -> None:
    person, other = make_user(), browser(make_user())
    here, *elsewhere = (browser(person) for _ in range(3))
    here.post("/accounts/sessions/end/")
    assert [is_signed_in(each) for each in (here, *elsewhere, other)] == [True, False, False, True]


def test_session_of_somebody_else_cannot_be_ended() -> None:
    other = make_user()
    there, here = browser(other), browser(make_user())
    answer = here.post(f"/accounts/sessions/end/{UserSession.objects.get(user=other).pk}/", follow=True)
    assert (is_signed_in(there), "Signed out there" in answer.text) == (True, False)


def test_list_of_sessions_keeps_no_whole_address() -> None:
    person = make_user()
    client = Client(REMOTE_ADDR="192.0.2.77")
    sign_in(client, person.email)
    assert UserSession.objects.get().ip == "192.0.2.0"


def test_ended_and_old_sessions_are_swept() -> None:
    person = make_user()
    browser(person)
    assert lifecycle.sweep()["sessions"] == 0
    UserSession.objects.update(created_at=timezone.now() - timedelta(days=31))
    lifecycle.sweep()
    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)
