"""Can a stranger find out who has an account? Not by status, body, headers, cookies, nor by the time it takes."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from practices.models import AuditEvent
from tests.builders import make_editor, make_user
from tests.doors import SIGN_UP, sign_in

pytestmark = pytest.mark.django_db

KINDS = ("unknown", "known", "disabled", "unconfirmed", "staff")
WRONG = "not the password of anybody"


def make(kind: str) -> str:
    """Return an address of this kind; all are equally long."""
    email = f"{kind:_<12}@city.example"
    if kind == "staff":
        make_editor(email)
    elif kind != "unknown":
        person = make_user(email, is_active=kind != "disabled")
        if kind == "unconfirmed":
            EmailAddress.objects.create(user=person, email=email, primary=True, verified=False)
    return email


ASKS: dict[str, Callable[[Client, str], Any]] = {
    "sign in": lambda client, email: sign_in(client, email, WRONG),
    "sign up": lambda client, email: client.post("/accounts/signup/", SIGN_UP | {"email": email}),
    "reset": lambda client, email: client.post("/accounts/password/new/", {"email": email}),
    "resend": lambda client, email: client.post("/accounts/confirm/again/", {"email": email}),
}


def heard(ask: str, email: str) -> tuple[Any, ...]:
    """Return all that a stranger gets, and the page that she is sent to; without the address and random values."""
    client = Client()
    response = ASKS[ask](client, email)
    after = client.get(response.headers["Location"]) if response.status_code == 302 else response
    hidden = re.compile(rf"{re.escape(email)}|csrfmiddlewaretoken\" value=\"\w+")
    cookies = {name: len(morsel.value) for name, morsel in client.cookies.items() if name != "messages"}
    return (
        response.status_code,
        sorted((name, value) for name, value in response.headers.items() if name != "Expires"),
        hidden.sub("", response.text),
        after.status_code,
        hidden.sub("", after.text),
        cookies,
        "messages" in client.cookies,
    )


@pytest.mark.parametrize("ask", ASKS)
def test_answer_is_the_same_for_every_address(ask: str) -> None:
    answers = {kind: heard(ask, make(kind)) for kind in KINDS}
    for kind in KINDS:
        assert answers[kind] == answers["unknown"]


def test_who_is_blocked_is_told_so_after_the_right_password_only(settings: Settings) -> None:
    settings.CONTACT_EMAIL = "office@programme.example"
    client, address = Client(), make("disabled")
    page = sign_in(client, address)
    assert page.text.count("This account is blocked: nobody can sign in with it.") == 1
    assert "Write to office@programme.example to learn why." in page.text
    assert "_auth_user_id" not in client.session
    assert AuditEvent.objects.filter(kind="sign_in_failed").count() == 1
    page = sign_in(client, address, "not her password")
    assert (page.text.count("blocked"), page.text.count("do not go together")) == (0, 1)


def test_blocked_account_is_worked_on_as_often_with_the_right_password(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    address, Counting.worked = make("disabled"), 0
    sign_in(Client(), address)
    assert Counting.worked == 1


def asked(ask: str, email: str) -> list[str]:
    """Return what the database is asked while a stranger asks, each as its first words: what and of which table."""
    with CaptureQueriesContext(connection) as queries:
        ASKS[ask](Client(), email)
    return [re.sub(r"\d+", "", " ".join(query["sql"].split()[:3])) for query in queries]


@pytest.mark.parametrize("ask", ASKS)
def test_database_is_asked_the_same_for_every_address(ask: str) -> None:
    questions = {kind: asked(ask, make(kind)) for kind in KINDS}
    for kind in KINDS:
        assert (kind, questions[kind]) == (kind, questions["unknown"])


class Counting(MD5PasswordHasher):
    """Counts how often a password is worked on: what takes a quarter of a second with the real hash."""

    algorithm = "counting"
    worked = 0

    def encode(self, password: str, salt: str) -> str:
        Counting.worked += 1
        return super().encode(password, salt)


@pytest.mark.parametrize(("ask", "hashes"), [("sign in", 1), ("sign up", 0), ("reset", 0), ("resend", 0)])
def test_password_is_worked_on_as_often_for_every_address(ask: str, hashes: int, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    emails = {kind: make(kind) for kind in KINDS}
    worked = {}
    for kind, email in emails.items():
        Counting.worked = 0
        ASKS[ask](Client(), email)
        worked[kind] = Counting.worked
    assert worked == dict.fromkeys(KINDS, hashes)
