"""Is an admin asked for her password again before she gives rights away?"""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from practices.accounts import fresh
from practices.models import AuditEvent, User
from tests.builders import PASSWORD, make_admin, make_draft, make_editor, make_user
from tests.pages import client_of, form_data

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/practices/user/"
ASKED = 'name="your_password"'


def aged(client: Client, seconds: float) -> Client:
    """Let the password have been typed so long ago."""
    session = client.session
    session[fresh.PROVED_AT] = (timezone.now() - timedelta(seconds=seconds)).timestamp()
    session.save()
    return client


def stale() -> Client:
    return aged(client_of(make_admin()), settings.FRESH_SECONDS + 1)


def is_open(person: User) -> bool:
    return User.objects.get(pk=person.pk).is_active


def has_no_limit(person: User) -> bool:
    return User.objects.get(pk=person.pk).limit_lifted


def sent(client: Client, person: User, **given: str) -> Any:
    page = f"{PEOPLE}{person.pk}/change/"
    return client.post(page, form_data(client.get(page).content, "user_form") | given)


@pytest.mark.parametrize(
    "given", [{"is_staff": "on"}, {"is_staff": "on", "is_superuser": "on"}, {"email": "other@city.example"}]
)
def test_role_and_address_ask_for_the_password_and_keep_what_was_chosen(given: dict[str, str]) -> None:
    person, client = make_user(), stale()
    before = (person.email, person.is_staff, person.is_superuser)
    page = sent(client, person, organisation="Her office", **given)
    person.refresh_from_db()
    assert (person.email, person.is_staff, person.is_superuser) == before
    assert (page.status_code, ASKED in page.text) == (200, True)
    assert "nothing is saved yet" in page.text
    chosen = form_data(page.content, "user_form")
    assert {name: chosen[name] for name in given} == {name: [value] for name, value in given.items()}
    assert chosen["organisation"] == ["Her office"]
    wrong = client.post(page.request["PATH_INFO"], chosen | {"your_password": "not her password"})
    assert (wrong.status_code, "This is not your password." in wrong.text) == (200, True)
    assert "not her password" not in wrong.text
    right = client.post(page.request["PATH_INFO"], chosen | {"your_password": PASSWORD})
    assert right.status_code == 302
    person.refresh_from_db()
    assert (person.email, person.is_staff, person.is_superuser) != before
    assert person.organisation == "Her office"


def test_password_that_was_typed_counts_for_the_next_ones() -> None:
    client = stale()
    assert sent(client, make_user(), is_staff="on", your_password=PASSWORD).status_code == 302
    assert sent(client, make_user(), is_staff="on").status_code == 302


def test_invitation_of_an_editor_asks_and_that_of_a_contributor_does_not() -> None:
    client = stale()
    new = {"email": "new@city.example", "organisation": "", "country": "", "city": ""}
    page = client.post(f"{PEOPLE}add/", new | {"is_staff": "on"})
    assert (page.status_code, ASKED in page.text, User.objects.filter(email=new["email"]).count()) == (
        200,
        True,
        0,
    )
    assert client.post(f"{PEOPLE}add/", new).status_code == 302
    again = new | {"email": "editor@city.example", "is_staff": "on", "your_password": PASSWORD}
    assert client.post(f"{PEOPLE}add/", again).status_code == 302
    assert User.objects.get(email="editor@city.example").is_staff


def test_what_gives_no_rights_asks_nothing() -> None:
    person, client = make_user(), stale()
    assert ASKED not in client.get(f"{PEOPLE}{person.pk}/change/").text
    assert sent(client, person, organisation="Her office").status_code == 302


@pytest.mark.long
@pytest.mark.parametrize(("seconds", "asks"), [(1, False), (9 * 60, False), (11 * 60, True), (-3600, True)])
def test_password_is_fresh_for_ten_minutes_whatever_the_clock_did(seconds: int, asks: bool) -> None:
    client = aged(client_of(make_admin()), seconds)
    page = sent(client, make_user(), is_staff="on")
    assert (ASKED in page.text) == asks


def test_session_that_knows_of_no_password_is_not_fresh() -> None:
    client = Client()
    client.force_login(make_admin())
    assert ASKED in sent(client, make_user(), is_staff="on").text


def test_other_errors_do_not_take_the_proof_back() -> None:
    client, person = stale(), make_user()
    page = sent(client, person, is_staff="on", email="no address", your_password=PASSWORD)
    assert (page.status_code, ASKED in page.text) == (200, False)
    assert sent(client, person, is_staff="on").status_code == 302


@pytest.mark.long
def test_guessing_is_counted() -> None:
    client, person = stale(), make_user()
    answers = [sent(client, person, is_staff="on", your_password=f"wrong {n}").status_code for n in range(11)]
    assert answers == [200] * 10 + [429]


def test_block_asks_for_the_password_and_keeps_the_reason() -> None:
    person, client = make_user(), stale()
    page = client.post(f"{PEOPLE}{person.pk}/block/", {"reason": "Spam, twice."})
    sent_again = form_data(page.content, "prove_form")
    assert (page.status_code, sent_again["reason"], is_open(person)) == (200, ["Spam, twice."], True)
    wrong = client.post(f"{PEOPLE}{person.pk}/block/", sent_again | {"password": "not her password"})
    assert (wrong.status_code, "This is not your password." in wrong.text) == (400, True)
    assert (is_open(person), "not her password" in wrong.text) == (True, False)
    sent_again = form_data(wrong.content, "prove_form")
    right = client.post(f"{PEOPLE}{person.pk}/block/", sent_again | {"password": PASSWORD})
    assert (right.status_code, is_open(person)) == (302, False)
    assert AuditEvent.objects.get(kind="account_blocked").after == {"reason": "Spam, twice."}


def test_lifting_a_block_asks_for_the_password() -> None:
    person, client = make_user(is_active=False), stale()
    page = client.post(f"{PEOPLE}{person.pk}/unblock/")
    assert (page.status_code, is_open(person)) == (200, False)
    sent_again = form_data(page.content, "prove_form") | {"password": PASSWORD}
    assert client.post(f"{PEOPLE}{person.pk}/unblock/", sent_again).status_code == 302
    assert is_open(person)


def test_invitation_that_is_sent_again_asks_for_the_password() -> None:
    client = stale()
    new = {"email": "new@city.example", "organisation": "", "country": "", "city": ""}
    client.post(f"{PEOPLE}add/", new)
    again = f"{PEOPLE}{User.objects.get(email=new['email']).pk}/invite/"
    page = client.post(again)
    assert (page.status_code, AuditEvent.objects.filter(kind="person_invited").count()) == (200, 1)
    sent_again = form_data(page.content, "prove_form") | {"password": PASSWORD}
    assert client.post(again, sent_again).status_code == 302
    assert AuditEvent.objects.filter(kind="person_invited").count() == 2


def test_lifting_a_daily_limit_asks_for_the_password_and_setting_it_does_not() -> None:
    person, client = make_user(), aged(client_of(make_editor()), settings.FRESH_SECONDS + 1)
    page = f"/admin/practices/practice/{make_draft(contributor=person).pk}/authors/"
    asked = client.post(page, {"lift": person.pk})
    assert (asked.status_code, has_no_limit(person)) == (200, False)
    wrong = client.post(page, form_data(asked.content, "prove_form") | {"password": "not her password"})
    assert (wrong.status_code, has_no_limit(person)) == (400, False)
    again = form_data(wrong.content, "prove_form") | {"password": PASSWORD}
    assert client.post(page, again).status_code == 302
    assert has_no_limit(person)
    aged(client, settings.FRESH_SECONDS + 1)
    assert client.post(page, {"limit": person.pk}).status_code == 302
    assert not has_no_limit(person)
