"""Does the script's own address keep what is typed, and never write over a text that the page has not seen?"""

from typing import Any

import pytest
from django.test import Client

from practices.entries import actions
from practices.models import Practice, Snapshot, User
from practices.workflow import Status
from tests.builders import make_draft, make_editor, make_user, moved
from tests.pages import client_of, form_data

pytestmark = pytest.mark.django_db


def entry(practice: Practice, page: str = "autosave") -> str:
    return f"/contribute/practices/practice/{practice.pk}/{page}/"


def opened(**given: Any) -> tuple[User, Client, Practice, dict[str, Any]]:
    user = make_user()
    client, practice = client_of(user), make_draft(contributor=user, **given)
    return user, client, practice, form_data(client.get(entry(practice, "change")).content)


def test_typing_is_saved_again_and_again_without_a_snapshot_each() -> None:
    _, client, practice, data = opened()
    for number in range(1, 6):
        response = client.post(entry(practice), data | {"purpose": "word " * number})
        assert (response.status_code, response.json()) == (200, {"version": number + 1})
        data["seen"] = response.json()["version"]
    practice.refresh_from_db()
    assert practice.purpose == "word word word word word"
    assert Snapshot.objects.count() == 0


def test_same_words_are_written_once() -> None:
    _, client, practice, data = opened()
    answers = [client.post(entry(practice), data | {"purpose": "Typed."}).json() for _ in range(3)]
    assert answers == [{"version": 2}] * 3


def test_unfinished_and_too_long_texts_are_saved() -> None:
    _, client, practice, data = opened()
    assert client.post(entry(practice), data | {"title": "x" * 300, "purpose": ""}).status_code == 200
    practice.refresh_from_db()
    assert (practice.title, practice.purpose) == ("x" * 300, "")


def test_long_answers_that_are_left_out_as_unchanged_stay() -> None:
    _, client, practice, data = opened(body="More of it.")
    del data["process"], data["body"]
    sent = data | {"purpose": "New.", "same": ["process", "body", "title", "nothing"], "title": ""}
    assert client.post(entry(practice), sent).json() == {"version": 2}
    practice.refresh_from_db()
    assert (practice.purpose, practice.body, practice.title) == ("New.", "More of it.", "")
    assert practice.process == "A ship with books in twelve languages calls at every quay."


def test_answers_that_were_left_out_are_there_again_when_the_words_of_somebody_signed_out_are_found() -> None:
    user, client, practice, data = opened()
    process = data.pop("process")
    client.logout()
    client.post(entry(practice), data | {"purpose": "Typed.", "same": ["process"]})
    client.force_login(user)
    found = form_data(client.get(entry(practice, "change")).content)
    assert (found["purpose"], found["process"]) == (["Typed."], process)


def test_text_that_cannot_be_stored_is_refused_with_its_field_and_reason() -> None:
    _, client, practice, data = opened()
    response = client.post(entry(practice), data | {"title": "x" * 2001, "purpose": "New."})
    said = "Title: 2001 characters; at most 2000 can be kept. Make it shorter."
    assert (response.status_code, response.json()) == (400, {"fields": ["title"], "why": said})
    practice.refresh_from_db()
    assert (practice.version, practice.title) == (1, "The reading ship")


def test_newer_text_is_never_written_over() -> None:
    _, client, practice, data = opened()
    actions.save_answers(practice, {"purpose": "Their text."}, by=make_editor(), expected_version=1)
    assert client.post(entry(practice), data | {"purpose": "My text."}).status_code == 409
    practice.refresh_from_db()
    assert practice.purpose == "Their text."


def test_entry_that_was_handed_in_meanwhile_is_not_changed() -> None:
    user, client, practice, data = opened()
    moved(practice, "submit", by=user, licence_agreed=True)
    assert client.post(entry(practice), data | {"purpose": "Later."}).status_code == 409
    practice.refresh_from_db()
    assert (practice.status, practice.purpose) == (
        Status.SUBMITTED,
        "People of the harbour read to one another.",
    )


def test_value_that_is_no_choice_is_refused_and_nothing_is_written() -> None:
    _, client, practice, data = opened()
    response = client.post(entry(practice), data | {"country": "XX", "purpose": "New."})
    assert (response.status_code, response.json()["fields"]) == (400, ["country"])
    practice.refresh_from_db()
    assert (practice.version, practice.country.code) == (1, "NO")


def test_who_signed_out_is_told_by_a_redirect() -> None:
    _, client, practice, data = opened()
    client.logout()
    assert client.post(entry(practice), data).status_code == 302


def test_token_against_forgery_is_asked_for() -> None:
    user, _, practice, data = opened()
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    page = client.get(entry(practice, "change")).content
    assert client.post(entry(practice), data | {"csrfmiddlewaretoken": ""}).status_code == 403
    assert client.post(entry(practice), form_data(page) | {"purpose": "New."}).status_code == 200


def test_form_names_the_address_and_the_script_only_where_one_may_write() -> None:
    user, client, practice, _ = opened()
    page = client.get(entry(practice, "change")).content.decode()
    assert f'data-autosave="{entry(practice)}"' in page
    assert "js/autosave.js" in page
    moved(practice, "submit", by=user, licence_agreed=True)
    page = client.get(entry(practice, "change")).content.decode()
    assert "js/autosave.js" not in page
