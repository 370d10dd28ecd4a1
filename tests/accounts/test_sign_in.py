"""Who gets in, and by which steps?"""

import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.core import signing
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from practices.accounts import mfa
from practices.models import User
from tests.builders import make_admin, make_editor, make_user
from tests.doors import (
    code,
    is_signed_in,
    link,
    now,
    opens_admin,
    sign_in,
    subjects,
    with_second_step,
)
from tests.pages import client_of

pytestmark = pytest.mark.django_db
WRONG = "not the password of anybody"
NEW = "another boat of books"


def test_contributor_signs_in_and_out() -> None:
    client, person = Client(), make_user()
    before = client.get("/accounts/login/").cookies
    assert sign_in(client, person.email.upper()).headers["Location"] == "/accounts/"
    assert (is_signed_in(client), opens_admin(client), "sessionid" in before) == (True, False, False)
    assert client.get("/accounts/logout/").status_code == 200
    assert is_signed_in(client)
    assert client.post("/accounts/logout/").headers["Location"] == "/accounts/login/"
    assert not is_signed_in(client)


@pytest.mark.parametrize("make", [make_editor, make_admin])
def test_editor_signs_in_in_two_steps(make: object) -> None:
    person = make_editor() if make is make_editor else make_admin()
    secret, _codes = with_second_step(person)
    client = Client()
    assert sign_in(client, person.email).headers["Location"] == "/accounts/login/code/"
    page = client.get("/accounts/login/code/").text
    assert ('autocomplete="one-time-code"' in page, page.count("<h1")) == (True, 1)
    assert client.post("/accounts/login/code/", {"code": code(secret)}).headers["Location"] == "/accounts/"
    assert client.get("/accounts/").headers["Location"] == "/admin/"
    assert opens_admin(client)


def test_half_signed_in_editor_gets_nothing() -> None:
    person = make_editor()
    with_second_step(person)
    client = Client()
    sign_in(client, person.email)
    assert [client.get(path).status_code for path in ("/admin/", "/contribute/", "/accounts/details/")] == [
        302
    ] * 3
    assert "/accounts/login/?next=/admin/" in client.get("/admin/").headers["Location"]


CHANGES: dict[str, dict[str, Any]] = {
    "password": {"password": "another hash"},
    "address": {"email": "moved@city.example"},
    "role": {"is_staff": False},
    "closed": {"is_active": False},
}


@pytest.mark.parametrize("change", CHANGES)
def test_sign_in_that_is_half_done_ends_when_the_account_changes(change: str) -> None:
    person = make_editor()
    secret, codes = with_second_step(person)
    client = Client()
    sign_in(client, person.email)
    User.objects.filter(pk=person.pk).update(**CHANGES[change])
    answer = client.post("/accounts/login/code/", {"code": code(secret)}, follow=True)
    assert answer.redirect_chain == [("/accounts/login/", 302)]
    assert "Your account was changed meanwhile. Sign in once more." in answer.text
    client.post("/accounts/login/code/", {"code": codes[0]})
    assert (is_signed_in(client), mfa.codes_left(person)) == (False, 10)


def test_password_set_anew_ends_a_strangers_half_done_sign_in() -> None:
    """He knew the password and waits for a code; she sets a new one by her mail and signs in."""
    person = make_editor()
    secret, _codes = with_second_step(person)
    his, her = Client(), Client()
    sign_in(his, person.email)
    her.post(ask_for_reset(person.email), {"new_password": NEW})
    assert his.post("/accounts/login/code/", {"code": code(secret)}).headers["Location"] == "/accounts/login/"
    assert not is_signed_in(his)
    sign_in(her, person.email, NEW)
    her.post("/accounts/login/code/", {"code": code(secret)})
    assert opens_admin(her)


def test_half_done_sign_in_of_an_account_that_is_gone_leads_to_the_door() -> None:
    person = make_editor()
    with_second_step(person)
    client = Client()
    sign_in(client, person.email)
    person.delete()
    assert client.get("/accounts/login/code/").headers["Location"] == "/accounts/login/"


def test_address_that_nobody_confirmed_opens_nothing_and_is_sent_three_links() -> None:
    """No page of ours gives such an account a password. The link is ours: the database does not hold its key."""
    person, client = make_user(), Client()
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=False)
    for _ in range(4):
        assert sign_in(client, person.email).headers["Location"] == "/accounts/confirm/"
    assert (is_signed_in(client), subjects()) == (False, ["Confirm your e-mail address"] * 3)
    assert EmailConfirmation.objects.filter(key=link().split("/")[-2]).count() == 0


def test_editor_without_a_second_step_is_led_to_set_it_up() -> None:
    person = make_editor(second_step=False)
    client = Client()
    sign_in(client, person.email)
    page = client.get("/admin/")
    assert (page.status_code, "Set up your second step first" in page.text) == (403, True)
    assert 'href="/accounts/second-step/"' in page.text
    assert client.get("/contribute/").status_code == 200


def test_code_of_an_earlier_sign_in_does_not_work_again() -> None:
    person = make_editor()
    secret, _codes = with_second_step(person)
    typed = code(secret)
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, person.email)
    first.post("/accounts/login/code/", {"code": typed})
    answer = second.post("/accounts/login/code/", {"code": f"{typed[:3]} {typed[3:]}"})
    assert (answer.status_code, "was used already" in answer.text) == (200, True)
    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def test_recovery_code_opens_once() -> None:
    person = make_editor()
    _secret, codes = with_second_step(person)
    for works in (True, False):
        client = Client()
        sign_in(client, person.email)
        client.post("/accounts/login/code/", {"code": codes[0]})
        assert opens_admin(client) is works


def test_code_page_without_the_password_asks_for_it() -> None:
    assert Client().get("/accounts/login/code/").status_code == 302
    assert Client().post("/accounts/login/code/", {"code": "123456"}).status_code == 302


def test_person_who_was_disabled_between_the_steps_stays_outside() -> None:
    person = make_editor()
    secret, _codes = with_second_step(person)
    client = Client()
    sign_in(client, person.email)
    User.objects.update(is_active=False)
    client.post("/accounts/login/code/", {"code": code(secret)})
    assert not is_signed_in(client)


def test_operator_lets_somebody_in_who_lost_her_phone() -> None:
    person = make_editor("lost@programme.example")
    with_second_step(person)
    call_command("end_second_step", "Lost@programme.example")
    client = Client()
    sign_in(client, person.email)
    assert (is_signed_in(client), opens_admin(client)) == (True, False)


# A new password


def ask_for_reset(email: str) -> str:
    Client().post("/accounts/password/new/", {"email": email})
    return link()


def test_forgotten_password_is_set_anew() -> None:
    person = make_user()
    elsewhere = Client()
    sign_in(elsewhere, person.email)
    path, client = ask_for_reset(person.email), Client()
    page = client.get(path)
    assert ('autocomplete="new-password"' in page.text, page.headers["Referrer-Policy"]) == (
        True,
        "same-origin",
    )
    assert "password needs at least" in client.post(path, {"new_password": "short"}).text
    answer = client.post(path, {"new_password": "another boat of books"})
    assert answer.headers["Location"] == "/accounts/login/"
    assert (is_signed_in(client), is_signed_in(elsewhere)) == (False, False)
    sign_in(client, person.email, "another boat of books")
    assert is_signed_in(client)
    assert subjects() == [
        "Set a new password",
        "Your password was changed",
        "Your account was signed in to from a new device",
    ]


def test_new_password_does_not_skip_the_second_step() -> None:
    person = make_editor()
    with_second_step(person)
    client = Client()
    client.post(ask_for_reset(person.email), {"new_password": "another boat of books"})
    assert (
        sign_in(client, person.email, "another boat of books").headers["Location"] == "/accounts/login/code/"
    )
    assert not opens_admin(client)


@pytest.mark.parametrize(
    ("case", "status", "words"),
    [
        ("expired", 410, "It has expired"),
        ("used", 410, "It was used already"),
        ("replaced", 410, "We sent you a newer mail"),
        ("broken", 404, "We do not know this link"),
        ("closed", 404, "We do not know this link"),
    ],
)
def test_reset_link_that_does_nothing_says_why(
    case: str, status: int, words: str, settings: Settings
) -> None:
    person = make_user()
    path = ask_for_reset(person.email)
    if case == "expired":
        settings.PASSWORD_RESET_TIMEOUT = -1
    elif case == "used":
        Client().post(path, {"new_password": "another boat of books"})
    elif case == "replaced":
        ask_for_reset(person.email)
    elif case == "broken":
        path = path[:-3] + "/"
    else:
        User.objects.update(is_active=False)
    for answer in (Client().get(path), Client().post(path, {"new_password": "a third boat of books"})):
        assert (answer.status_code, words in answer.text) == (status, True)
    person.refresh_from_db()
    assert not person.check_password("a third boat of books")


def test_reset_link_of_a_clock_that_ran_ahead_is_not_good_until_then(monkeypatch: pytest.MonkeyPatch) -> None:
    path, made = ask_for_reset(make_user().email), time.time()
    statuses = []
    for seconds in (-30, -3600):
        monkeypatch.setattr(time, "time", lambda seconds=seconds: made + seconds)
        statuses.append(Client().get(path).status_code)
    assert statuses == [200, 410]


def test_reset_link_is_void_when_the_address_changed() -> None:
    person = make_user()
    path = ask_for_reset(person.email)
    User.objects.update(email="new@city.example")
    assert Client().get(path).status_code == 410


def test_reset_key_of_another_purpose_is_refused() -> None:
    key = signing.dumps([1, 1, "x"], salt="something else")
    assert Client().get(f"/accounts/password/new/{key}/").status_code == 404


def test_code_of_the_next_step_is_good_for_a_fast_clock() -> None:
    person = make_editor()
    secret, _codes = with_second_step(person)
    client = Client()
    sign_in(client, person.email)
    client.post("/accounts/login/code/", {"code": mfa.code_at(secret, now() + 1)})
    assert opens_admin(client)


def test_signing_out_says_so_and_signing_in_needs_no_word() -> None:
    client = client_of(make_user())
    assert "You are signed out." in client.post("/accounts/logout/", follow=True).text


def test_sign_in_page_leads_new_and_invited_people_on() -> None:
    page = Client().get("/accounts/login/?next=/contribute/").text
    assert page.index('href="/accounts/signup/"') < page.index('name="password"')
    assert "You are invited" not in page
    invited = Client().get("/accounts/login/?next=/contribute/practices/practice/invitations/1/").text
    assert "You are invited to write a practice together." in invited


def test_pages_of_the_account_have_the_ways_of_somebody_who_is_signed_in() -> None:
    for page in ("details", "sessions", "password"):
        shown = client_of(make_user()).get(f"/accounts/{page}/").text
        assert ('href="/contribute/"' in shown, 'action="/accounts/logout/"' in shown) == (True, True)
