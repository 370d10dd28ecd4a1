"""Can a person change her password, her address and her second step, and nobody else?"""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client

from practices.accounts import lifecycle, mfa
from practices.models import User
from tests.builders import PASSWORD, make_city, make_editor, make_user
from tests.doors import (
    browser,
    confirm,
    is_signed_in,
    link,
    mails,
    now,
    opens_admin,
    sign_in,
    stepping_editor,
    subjects,
    with_second_step,
)

pytestmark = pytest.mark.django_db
ELSEWHERE = "Your account was signed in to from a new device"
NEW = "another boat of books"
CODE = re.compile(r"<code>([a-z2-9-]{14})</code>")


def test_password_is_changed_with_the_old_one_and_ends_other_sessions() -> None:
    person = make_user()
    here, there = browser(person), browser(person)
    page = here.post("/accounts/password/", {"password": "wrong", "new_password": NEW}).text
    assert "This is not your password." in page
    before = here.cookies["sessionid"].value
    answer = here.post("/accounts/password/", {"password": PASSWORD, "new_password": NEW})
    assert answer.headers["Location"] == "/accounts/details/"
    assert (is_signed_in(here), is_signed_in(there)) == (True, False)
    assert here.cookies["sessionid"].value != before
    assert (len(lifecycle.sessions(User.objects.get())), subjects()) == (
        1,
        [ELSEWHERE, "Your password was changed"],
    )


def test_guessing_the_old_password_is_limited() -> None:
    client = browser(make_user())
    answers = [
        client.post("/accounts/password/", {"password": "wrong", "new_password": NEW}).status_code
        for _ in range(11)
    ]
    assert answers == [200] * 10 + [429]


def test_address_changes_when_it_is_confirmed_and_the_old_one_is_told() -> None:
    person = make_user("old@city.example")
    client = browser(person)
    client.post("/accounts/address/", {"email": "New@city.example", "password": PASSWORD})
    assert (mails()[-1].to, "waits to be confirmed" in client.get("/accounts/address/").text) == (
        "new@city.example",
        True,
    )
    person.refresh_from_db()
    assert (person.email, is_signed_in(client)) == ("old@city.example", True)
    path = link()
    elsewhere = browser(person)
    confirm(client, path)
    person.refresh_from_db()
    assert (person.email, is_signed_in(client), is_signed_in(elsewhere)) == ("new@city.example", True, False)
    assert (mails()[-1].subject, mails()[-1].to) == ("Your e-mail address was changed", "old@city.example")
    for address, opens in (("old@city.example", False), ("new@city.example", True)):
        sign_in(elsewhere, address)
        assert is_signed_in(elsewhere) is opens


def test_address_needs_the_password() -> None:
    client = browser(make_user())
    page = client.post("/accounts/address/", {"email": "new@city.example", "password": "wrong"}).text
    assert ("This is not your password." in page, mails()) == (True, [])


def test_newer_change_of_address_replaces_the_earlier_one() -> None:
    client = browser(make_user())
    client.post("/accounts/address/", {"email": "first@city.example", "password": PASSWORD})
    first = link()
    client.post("/accounts/address/", {"email": "second@city.example", "password": PASSWORD})
    assert confirm(client, first) == 410
    confirm(client, link())
    assert User.objects.get().email == "second@city.example"


def test_address_of_somebody_else_is_not_taken_and_not_betrayed() -> None:
    other = make_user("taken@city.example")
    client = browser(make_user("mine@city.example"))
    answer = client.post("/accounts/address/", {"email": other.email, "password": PASSWORD})
    free = client.post("/accounts/address/", {"email": "nobody@city.example", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (free.status_code, free.headers["Location"])
    assert subjects() == ["You have an account already", "Confirm your e-mail address"]


def test_waiting_address_does_not_keep_its_owner_from_signing_up() -> None:
    client = browser(make_user("thief@city.example"))
    client.post("/accounts/address/", {"email": "victim@city.example", "password": PASSWORD})
    make_city()
    victim = Client()
    victim.post(
        "/accounts/signup/",
        {"email": "victim@city.example", "country": "NO", "city": "Bergen"},
    )
    confirm(victim, link(), NEW)
    assert (is_signed_in(victim), User.objects.filter(email="victim@city.example").count()) == (True, 1)


def test_change_of_address_does_not_skip_the_second_step() -> None:
    person = stepping_editor()
    client = browser(person)
    client.post("/accounts/address/", {"email": "new@programme.example", "password": PASSWORD})
    assert confirm(client, link()) == 302
    assert (opens_admin(client), is_signed_in(client)) == (False, False)
    assert client.get("/accounts/login/code/").status_code == 200
    answer = sign_in(client, "new@programme.example")
    assert (answer.headers["Location"], opens_admin(client)) == ("/accounts/login/code/", False)


def shown(page: str) -> tuple[str, str]:
    """Return the secret that a page shows in letters, and the signed one in its form."""
    letters = re.findall(r"<code>([A-Z2-7 ]+)</code>", page)[0]
    signed = re.findall(r'name="secret"\s+value="([^"]+)"', page)[0]
    return letters.replace(" ", ""), signed


def test_second_step_is_set_up_and_opens_the_editors_pages() -> None:
    person = make_editor(second_step=False)
    here, there = browser(person), browser(person)
    page = here.get("/accounts/second-step/").text
    assert ("<svg" in page, 'style="' in page) == (True, False)
    secret, signed = shown(page)
    wrong = here.post(
        "/accounts/second-step/", {"code": "000000", "password": PASSWORD, "secret": signed}
    ).text
    assert ("This code is not right" in wrong, shown(wrong)[0]) == (True, secret)
    done = here.post(
        "/accounts/second-step/",
        {"code": mfa.code_at(secret, now()), "password": PASSWORD, "secret": signed},
    )
    codes = CODE.findall(done.text)
    assert (len(codes), opens_admin(here), is_signed_in(there)) == (10, True, False)
    assert subjects() == [ELSEWHERE, "Signing in now takes two steps"]
    assert here.get("/accounts/second-step/").headers["Location"] == "/accounts/details/"


def test_secret_of_another_person_is_not_taken() -> None:
    other = browser(make_editor(second_step=False))
    secret, signed = shown(other.get("/accounts/second-step/").text)
    client = browser(make_editor(second_step=False))
    client.post(
        "/accounts/second-step/",
        {"code": mfa.code_at(secret, now()), "password": PASSWORD, "secret": signed},
    )
    assert Authenticator.objects.count() == 0


def for_codes(client: Client) -> dict[str, str]:
    """Return what the form for new recovery codes sends."""
    page = client.get("/accounts/second-step/codes/").text
    return {"password": PASSWORD, "instead_of": re.findall(r'name="instead_of"\s+value="(\d+)"', page)[0]}


def test_new_codes_need_the_password() -> None:
    person = stepping_editor()
    client = browser(person)
    assert "This is not your password" in client.post("/accounts/second-step/codes/", {"password": "x"}).text
    assert "10 of your codes are left" in client.get("/accounts/second-step/codes/").text
    sent = for_codes(client)
    codes = CODE.findall(client.post("/accounts/second-step/codes/", sent).text)
    assert (len(codes), mfa.use(person, codes[0])) == (10, True)
    again = client.post("/accounts/second-step/codes/", sent, follow=True)
    assert "make new ones" in again.text
    assert mfa.use(person, codes[1])
    assert client.get("/accounts/second-step/codes/").status_code == 200


def test_second_step_ends_by_password_and_code_only() -> None:
    person = make_editor()
    _secret, codes = with_second_step(person)
    client = browser(person)
    for given in ({"password": PASSWORD}, {"password": "wrong", "code": codes[0]}):
        client.post("/accounts/second-step/off/", given)
        assert User.objects.get().second_step
    client.post("/accounts/second-step/off/", {"password": PASSWORD, "code": codes[0]})
    assert (User.objects.get().second_step, is_signed_in(client), opens_admin(client)) == (False, True, False)
    assert client.get("/accounts/second-step/off/").status_code == 302
    assert client.get("/accounts/second-step/codes/").status_code == 302


def test_short_password_does_not_stay_alone() -> None:
    person = make_editor()
    _secret, codes = with_second_step(person)
    client = browser(person)
    client.post("/accounts/password/", {"password": PASSWORD, "new_password": "kj4 qqzv"})
    page = client.post("/accounts/second-step/off/", {"password": "kj4 qqzv", "code": codes[0]}).text
    assert ("needs at least 15 characters" in page, User.objects.get().second_step) == (True, True)


def at_once(client: Client, path: str, sent: dict[str, Any]) -> tuple[list[int], list[str]]:
    """Send a form twice in one moment, as a double click does; return the answers' statuses, and the codes shown."""
    ready, cookies = Barrier(2), client.cookies

    def post(_: int) -> Any:
        again = Client()
        again.cookies = cookies
        try:
            ready.wait(30)
            return again.post(path, sent)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(post, range(2)))
    return sorted(answer.status_code for answer in answers), CODE.findall(
        "".join(answer.text for answer in answers)
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_second_step_that_is_set_up_twice_at_once_is_set_up_once(attempt: int) -> None:
    person = make_editor(second_step=False)
    client = browser(person)
    secret, signed = shown(client.get("/accounts/second-step/").text)
    sent = {"code": mfa.code_at(secret, now()), "password": PASSWORD, "secret": signed}
    assert at_once(client, "/accounts/second-step/", sent)[0] == [200, 302]
    assert (subjects(), mfa.codes_left(person)) == (["Signing in now takes two steps"], 10)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_new_codes_that_are_asked_for_twice_at_once_are_made_once_and_are_those_that_are_shown(
    attempt: int,
) -> None:
    person = stepping_editor()
    client = browser(person)
    sent = for_codes(client)
    statuses, codes = at_once(client, "/accounts/second-step/codes/", sent)
    assert (statuses, len(codes)) == ([200, 302], 10)
    assert mfa.use(person, codes[0])
