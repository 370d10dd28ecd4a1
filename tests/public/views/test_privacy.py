"""Is what we say about privacy what the code does (promises U24 and R29)?"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from practices.accounts import lifecycle
from practices.models import Attempt
from practices.public.views import privacy
from tests.builders import make_editor
from tests.doors import browser, sign_in, sign_up, with_second_step
from tests.headings import words

pytestmark = pytest.mark.django_db


def test_page_names_what_is_kept_and_how_long(client: Client) -> None:
    page = client.get("/privacy/").content.decode()
    said = words(page)
    for sentence in (
        "deleted after 7 days",
        "for 30 days at most",
        "turned back into an address: for 14 days.",
        "when: for 30 days",
        "we count for some minutes",
        "accepted, and for 30 days at most",
    ):
        assert sentence in said
    assert "Whom to ask" not in said
    assert '<a href="/privacy/">Privacy</a>' in client.get("/").content.decode()


def test_page_names_whom_to_ask(client: Client, settings: Settings) -> None:
    settings.CONTACT_EMAIL = "catalogue@city.example"
    assert '<a href="mailto:catalogue@city.example">' in client.get("/privacy/").content.decode()


@pytest.mark.parametrize("address", ["/", "/about/", "/accessibility/", "/privacy/"])
@pytest.mark.parametrize("name", ["", "Association of <Cities>"])
def test_who_runs_the_site_is_named_if_it_is_known(
    client: Client, settings: Settings, address: str, name: str
) -> None:
    settings.OPERATOR_NAME = name
    page = client.get(address).text
    places = 1 if address == "/" else 2
    assert page.count("Association of &lt;Cities&gt;") == (places if name else 0)
    assert ("is run by" in page, "<Cities>" in page) == (bool(name), False)


def test_whom_to_tell_of_a_hole_is_said_if_anybody_is_named(client: Client, settings: Settings) -> None:
    address = "/.well-known/security.txt"
    assert client.get(address).status_code == 404
    settings.CONTACT_EMAIL = "catalogue@city.example"
    answer = client.get(address)
    fields = dict(line.split(": ") for line in answer.text.splitlines())
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert list(fields) == ["Contact", "Expires", "Canonical"]
    assert fields["Contact"] == "mailto:catalogue@city.example"
    assert fields["Canonical"] == f"http://localhost:8000{address}"
    ahead = datetime.fromisoformat(fields["Expires"]) - timezone.now()
    assert timedelta(days=178) < ahead < timedelta(days=181)


def test_page_lists_every_cookie_that_is_ever_set() -> None:
    """An editor signs in in two steps, works, and signs out: she has met every cookie."""
    editor = make_editor()
    with_second_step(editor)
    client = browser(editor)
    met: dict[str, Any] = dict(client.cookies)
    for address in ("/admin/", "/accounts/details/", "/contribute/"):
        met |= client.get(address).cookies
    met |= client.post("/accounts/logout/").cookies
    other = Client()
    other.get("/accounts/login/")
    sign_in(other, "nobody@city.example")
    sign_up(other)
    met |= other.cookies
    assert set(met) == {cookie.name for cookie in privacy.cookies()}


def test_networks_are_gone_after_thirty_days_and_tries_after_fourteen() -> None:
    editor = make_editor()
    with_second_step(editor)
    browser(editor)
    (session,) = UserSession.objects.all()
    assert session.ip.endswith(".0")
    UserSession.objects.update(created_at=timezone.now() - timedelta(days=30, minutes=1))
    Attempt.objects.create(key="k", at=timezone.now() - timedelta(days=14, minutes=1))
    lifecycle.sweep()
    assert (UserSession.objects.count(), Session.objects.count()) == (0, 0)
    assert not Attempt.objects.filter(key="k").exists()
