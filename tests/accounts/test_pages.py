"""Can a person see, keep and end what is kept about her, on pages that nobody else reads?"""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings

from practices.accounts import lifecycle
from practices.models import Practice, User
from tests.builders import PASSWORD, make_admin, make_city, make_draft, make_user, published
from tests.doors import (
    browser,
    is_signed_in,
    sign_in,
    stepping_editor,
    with_second_step,
)

pytestmark = pytest.mark.django_db


# Details, sessions, data


def test_details_are_shown_and_saved() -> None:
    city = make_city()
    client = browser(make_user(city=city, organisation="Old office"))
    page = client.get("/accounts/details/").text
    assert ('value="Bergen"' in page, 'value="Old office"' in page, page.count("<h1")) == (True, True, 1)
    client.post("/accounts/details/", {"country": "NO", "city": "Voss", "organisation": "New office"})
    person = User.objects.get()
    assert (person.city, person.city_typed, person.organisation) == (None, "Voss", "New office")
    assert client.post("/accounts/details/", {"country": "", "city": ""}).text.count("Enter the city") == 2


def test_city_of_a_common_name_stays_the_one_that_was_chosen() -> None:
    small = make_city("Bergen", slug="bergen-small")
    make_city("Bergen", slug="bergen-large", population=9)
    client = browser(make_user(city=small))
    for left_over in ({}, {"which": "none"}, {"which": "bergen-large"}):
        typed = {"country": "NO", "city": "Bergen", "organisation": ""}
        client.post("/accounts/details/", typed | left_over)
        assert User.objects.get().city == small


def test_forged_fields_of_the_details_change_nothing() -> None:
    client = browser(make_user("mine@city.example"))
    client.post(
        "/accounts/details/",
        {
            "country": "NO",
            "city": "Voss",
            "is_staff": "1",
            "is_superuser": "1",
            "email": "x@y.example",
            "second_step": "1",
        },
    )
    person = User.objects.get()
    assert (person.is_staff, person.is_superuser, person.second_step, person.email) == (
        False,
        False,
        False,
        "mine@city.example",
    )


def test_my_data_is_everything_and_nothing_of_others() -> None:
    person = make_user(organisation="Office for diversity", city=make_city())
    make_draft(contributor=person, title="The reading ship")
    make_draft(contributor=make_user(), title="A secret of others")
    answer = browser(person).get("/accounts/data/")
    data = answer.json()
    assert (data["account"]["address"], data["account"]["city"]) == (person.email, "Bergen")
    assert [practice["answers"]["title"] for practice in data["practices"]] == ["The reading ship"]
    assert ("A secret of others" in answer.text, person.password in answer.text) == (False, False)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'


# The end of an account


def everything() -> str:
    """Return all that the database holds about people, as one text."""
    models = (User, EmailAddress, Session, UserSession, Authenticator, Practice)
    return repr([list(model.objects.values()) for model in models])


def test_closed_account_leaves_the_entries_and_not_the_name() -> None:
    person = make_user("canary-person@city.example", organisation="Canary office", city=make_city())
    practice = published(contributor=person, title="The reading ship")
    with_second_step(person)
    client, elsewhere = browser(person), browser(person)
    assert client.post("/accounts/close/", {"password": "wrong"}).status_code == 200
    assert client.post("/accounts/close/", {"password": PASSWORD}).headers["Location"] == "/accounts/closed/"
    assert "closed" in client.get("/accounts/closed/").text
    assert (is_signed_in(client), is_signed_in(elsewhere)) == (False, False)
    sign_in(client, "canary-person@city.example")
    assert not is_signed_in(client)
    assert ("canary" in everything().lower(), "Canary office" in everything()) == (False, False)
    practice.refresh_from_db()
    assert (practice.contributor_id, practice.status) == (person.pk, "published")
    person.refresh_from_db()
    assert (person.is_active, person.has_usable_password(), person.email) == (
        False,
        False,
        f"closed-{person.pk}@account.invalid",
    )


def test_address_of_a_closed_account_may_sign_up_again() -> None:
    person = make_user("again@city.example")
    lifecycle.close_account(person)
    assert lifecycle.owner("again@city.example") is None


def test_last_admin_cannot_close_her_account() -> None:
    person = make_admin()
    with_second_step(person)
    client = browser(person)
    page = client.post("/accounts/close/", {"password": PASSWORD}).text
    assert ("You are the only admin" in page, User.objects.get().is_active) == (True, True)
    make_admin()
    client.post("/accounts/close/", {"password": PASSWORD})
    assert not User.objects.get(pk=person.pk).is_active


# What holds for every page

PAGES = [
    "login",
    "login/code",
    "signup",
    "confirm",
    "confirm/again",
    "password/new",
    "password/new/sent",
    "password",
    "address",
    "second-step",
    "second-step/codes",
    "second-step/off",
    "details",
    "sessions",
    "data",
    "close",
    "closed",
]


@pytest.mark.long
@pytest.mark.parametrize("page", ["", *(f"{page}/" for page in PAGES)])
def test_page_is_private_and_changes_nothing_by_looking(page: str, settings: Settings) -> None:
    for client in (Client(), browser(make_user()), browser(stepping_editor())):
        before = everything()
        answer = client.get(f"/accounts/{page}")
        assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert client.head(f"/accounts/{page}").status_code == answer.status_code
        assert everything() == before
        if answer.status_code == 200 and page != "data/":
            assert (answer.text.count("<h1"), '<html lang="en-gb">' in answer.text) == (1, True)


@pytest.mark.parametrize("page", PAGES)
def test_page_without_a_token_takes_nothing(page: str) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(f"/accounts/{page}/", {"email": "x@city.example"}).status_code in {403, 405}


@pytest.mark.parametrize("page", ["email/", "inactive/", "social/", "3rdparty/", "2fa/", "reauthenticate/"])
def test_pages_of_allauth_that_are_not_wanted_are_not_there(page: str) -> None:
    assert Client().get(f"/accounts/{page}").status_code == 404
