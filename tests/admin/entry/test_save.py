"""Is anything that a person types ever lost, or written over somebody else's text?"""

from typing import Any

import pytest
from django.test import Client

from practices.entries import actions
from practices.models import Event, Practice, Snapshot, User
from practices.workflow import Status
from tests.builders import make_city, make_draft, make_editor, make_user, moved, submitted
from tests.pages import client_of, form_data, submit_buttons

pytestmark = pytest.mark.django_db


def entry(practice: Practice, site: str = "contribute") -> str:
    return f"/{site}/practices/practice/{practice.pk}/change/"


def opened(client: Client, practice: Practice, site: str = "contribute") -> dict[str, Any]:
    return form_data(client.get(entry(practice, site)).content)


def begun(**given: Any) -> tuple[User, Client, Practice]:
    user = make_user()
    return user, client_of(user), make_draft(contributor=user, **given)


def test_first_button_saves_so_that_enter_loses_nothing() -> None:
    _, client, practice = begun()
    buttons = submit_buttons(client.get(entry(practice)).content)
    assert buttons == [
        ("_save", "Save and come back later"),
        ("_continue", "Save and continue editing"),
        ("_check", "1"),
    ]


def test_save_leads_to_the_entry_and_save_and_continue_to_the_form() -> None:
    _, client, practice = begun()
    data = opened(client, practice) | {"title": "New"}
    saved = client.post(entry(practice), data | {"_save": "Save"})
    assert saved["Location"] == entry(practice).removesuffix("change/")
    data = opened(client, practice) | {"title": "Newer"}
    assert client.post(entry(practice), data | {"_continue": "1"})["Location"] == entry(practice)
    assert Practice.objects.get().title == "Newer"


def test_save_without_any_button_saves() -> None:
    _, client, practice = begun()
    client.post(entry(practice), opened(client, practice) | {"title": "By Enter"})
    assert Practice.objects.get().title == "By Enter"


def test_unchanged_form_writes_nothing() -> None:
    _, client, practice = begun(partner_cities=[make_city("Porto", "PT")])
    client.post(entry(practice), opened(client, practice) | {"_save": "Save"})
    practice.refresh_from_db()
    assert (practice.version, practice.title) == (1, "The reading ship")


def test_anything_may_be_missing_too_long_or_odd() -> None:
    _, client, practice = begun()
    odd = {
        "title": "x" * 400,
        "purpose": "",
        "period": "\0soon",
        "documents": "A title\nhttps://city.example",
    }
    response = client.post(entry(practice), opened(client, practice) | odd | {"_save": "Save"})
    practice.refresh_from_db()
    assert response.status_code == 302
    assert (practice.title, practice.purpose, practice.period) == ("x" * 400, "", "soon")
    assert practice.documents == [
        {"title": "A title", "url": ""},
        {"title": "", "url": "https://city.example"},
    ]


def test_what_is_no_answer_is_ignored() -> None:
    user, client, practice = begun()
    forged = {
        "status": "published",
        "contributor": make_editor().pk,
        "version": 50,
        "slug": "mine",
        "licence": "CC0-1.0",
        "translation_of": practice.pk,
        "city_typed": "forged",
    }
    client.post(entry(practice), opened(client, practice) | forged | {"title": "New", "_save": "Save"})
    practice.refresh_from_db()
    assert (practice.title, practice.status, practice.contributor) == ("New", Status.DRAFT, user)
    assert (practice.version, practice.slug, practice.licence) == (2, None, "")
    assert (practice.translation_of, practice.city_typed) == (None, "")


def test_value_that_cannot_be_stored_is_refused_and_everything_typed_is_shown_again() -> None:
    _, client, practice = begun()
    data = opened(client, practice) | {"purpose": "Long typed text.", "outcome": "splendid", "_save": "Save"}
    response = client.post(entry(practice), data)
    assert response.status_code == 200
    assert form_data(response.content)["purpose"] == ["Long typed text."]
    practice.refresh_from_db()
    assert practice.version == 1


def test_stale_save_answers_409_with_both_texts_and_a_way_on() -> None:
    user, client, practice = begun(purpose="First text.")
    data = opened(client, practice) | {"purpose": "My text."}
    actions.save_answers(practice, {"purpose": "Their text."}, by=make_editor(), expected_version=1)
    response = client.post(entry(practice), data | {"_save": "Save"})
    page = response.content.decode()
    assert response.status_code == 409
    assert '<td class="answer" data-column="As it is now">Their text.</td>' in page
    assert '<td class="answer" data-column="As you typed it">My text.</td>' in page
    assert "First text." not in page
    assert "kept in the history" in page
    practice.refresh_from_db()
    assert practice.purpose == "Their text."

    decided = form_data(response.content)
    assert (decided["purpose"], decided["seen"]) == (["My text."], ["2"])
    assert client.post(entry(practice), decided | {"_save": "Save"}).status_code == 302
    practice.refresh_from_db()
    assert (practice.purpose, practice.saved_by) == ("My text.", user)
    assert [snapshot.answers["purpose"] for snapshot in Snapshot.objects.order_by("pk")] == [
        "First text.",
        "Their text.",
    ]


@pytest.mark.long
@pytest.mark.parametrize("seen", ["", "-1", "x", "9" * 40, "2\0"])
def test_forged_version_is_stale(seen: str) -> None:
    _, client, practice = begun()
    data = opened(client, practice) | {"title": "New", "seen": seen, "_save": "Save"}
    assert client.post(entry(practice), data).status_code == 409
    practice.refresh_from_db()
    assert practice.title == "The reading ship"


def test_save_of_an_entry_that_may_not_be_changed_any_more_shows_what_was_typed() -> None:
    user, client, practice = begun()
    data = opened(client, practice) | {"purpose": "Typed in the other tab."}
    moved(practice, "submit", by=user, licence_agreed=True)
    response = client.post(entry(practice), data | {"_save": "Save"})
    assert response.status_code == 409
    assert b"Typed in the other tab." in response.content
    practice.refresh_from_db()
    assert practice.purpose == "People of the harbour read to one another."


def test_save_and_submit_saves_and_submits() -> None:
    _, client, practice = begun()
    data = opened(client, practice) | {"title": "New", "licence_agreed": "on", "_move": "submit"}
    client.post(entry(practice), data)
    practice.refresh_from_db()
    assert (practice.title, practice.status, practice.licence) == ("New", Status.SUBMITTED, "CC-BY-4.0")
    assert practice.licence_agreed_at is not None


def test_save_and_submit_of_an_incomplete_entry_saves_and_lists_what_is_missing() -> None:
    _, client, practice = begun()
    data = opened(client, practice) | {
        "title": "New",
        "purpose": "",
        "licence_agreed": "on",
        "_move": "submit",
    }
    response = client.post(entry(practice), data, follow=True)
    page = response.content.decode()
    practice.refresh_from_db()
    assert (practice.title, practice.status) == ("New", Status.DRAFT)
    assert "<title>Error: New –" in page
    assert '<a href="#id_purpose">Write an answer: Purpose.</a>' in page


def test_tick_is_still_there_when_an_editor_must_mend_something_first() -> None:
    client, practice = client_of(make_editor()), make_draft()
    data = opened(client, practice, "admin") | {"purpose": "", "licence_agreed": "on", "_move": "submit"}
    page = client.post(entry(practice, "admin"), data, follow=True).content
    assert form_data(page)["licence_agreed"] == ["on"]
    assert "licence_agreed" not in opened(client, practice, "admin")


def test_save_and_submit_without_the_licence_saves_and_says_so() -> None:
    _, client, practice = begun()
    data = opened(client, practice) | {"title": "New", "_move": "submit"}
    page = client.post(entry(practice), data, follow=True).content.decode()
    practice.refresh_from_db()
    assert (practice.title, practice.status) == ("New", Status.DRAFT)
    assert "Agree to the licence" in page


@pytest.mark.parametrize("name", ["approve", "reject", "publish", "withdraw", "nonsense"])
def test_save_and_move_is_for_open_moves_of_this_person_only(name: str) -> None:
    _, client, practice = begun()
    client.post(entry(practice), opened(client, practice) | {"title": "New", "_move": name})
    practice.refresh_from_db()
    assert (practice.title, practice.status, Event.objects.count()) == ("New", Status.DRAFT, 0)


@pytest.mark.long
def test_stale_save_and_move_moves_nothing() -> None:
    editor, practice = make_editor(), submitted()
    client = client_of(editor)
    data = opened(client, practice, "admin")
    actions.save_answers(
        practice, {"purpose": "Their text."}, by=make_editor(), expected_version=practice.version
    )
    response = client.post(entry(practice, "admin"), data | {"_move": "approve"})
    practice.refresh_from_db()
    assert (response.status_code, practice.status) == (409, Status.SUBMITTED)


def test_editor_saves_and_approves_what_she_mended() -> None:
    practice = submitted()
    client = client_of(make_editor())
    data = opened(client, practice, "admin") | {"purpose": "Mended.", "_move": "approve"}
    client.post(entry(practice, "admin"), data)
    practice.refresh_from_db()
    assert (practice.status, practice.edition.purpose) == (Status.PUBLISHED, "Mended.")


def test_ambiguous_city_is_saved_as_typed_and_asked_for_before_it_is_handed_on() -> None:
    _, client, practice = begun(country="CR", city=None)
    for number in (1, 2):
        make_city("San José", "CR", slug=f"san-jose-{number}")
    data = opened(client, practice) | {"city": "San Jose", "purpose": "Kept.", "licence_agreed": "on"}
    response = client.post(entry(practice), data | {"_move": "submit"}, follow=True)
    practice.refresh_from_db()
    assert (practice.city_typed, practice.purpose, practice.status) == ("San Jose", "Kept.", Status.DRAFT)
    assert b"Several cities have the name you typed" in response.content
    chosen = form_data(response.content) | {"which-cr-san-jose": "san-jose-2", "_save": "Save"}
    client.post(entry(practice), chosen)
    practice.refresh_from_db()
    assert practice.city is not None
    assert (practice.city.slug, practice.city_typed) == ("san-jose-2", "")


def test_get_of_a_page_changes_nothing() -> None:
    _, client, practice = begun()
    client.get(entry(practice), {"title": "By address", "_save": "Save"})
    practice.refresh_from_db()
    assert (practice.title, practice.version) == ("The reading ship", 1)


def test_conflict_with_oneself_does_not_promise_that_the_history_keeps_it() -> None:
    user, client, practice = begun()
    data = opened(client, practice) | {"purpose": "First tab."}
    actions.save_answers(practice, {"purpose": "Second tab."}, by=user, expected_version=1)
    page = client.post(entry(practice), data).content.decode()
    assert '<td class="answer" data-column="As it is now">Second tab.</td>' in page
    assert "kept in the history" not in page


def test_choices_and_ticks_are_shown_in_words_in_a_conflict() -> None:
    _, client, practice = begun()
    data = opened(client, practice) | {"cost": "10k-50k", "contact_public": "on"}
    actions.save_answers(practice, {"title": "Another"}, by=make_editor(), expected_version=1)
    page = client.post(entry(practice), data).content.decode()
    assert '<td class="answer" data-column="As you typed it">10,000 to 50,000 euros a year</td>' in page
    assert '<td class="answer" data-column="As you typed it">Yes</td>' in page
