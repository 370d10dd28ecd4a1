"""Are words kept that somebody sent after she had been signed out, for her alone?"""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from practices import actions
from practices.admin import kept
from practices.models import Practice, User
from tests.builders import PASSWORD, make_draft, make_editor, make_user, moved
from tests.pages import client_of, form_data

pytestmark = pytest.mark.django_db


def entry(practice: Practice) -> str:
    return f"/contribute/practices/practice/{practice.pk}/change/"


def sent_while_signed_out(**typed: str) -> tuple[User, Client, Practice]:
    """Open a form, lose the session, and press Save."""
    user = make_user()
    practice, client = make_draft(contributor=user), client_of(user)
    data = form_data(client.get(entry(practice)).content) | typed
    client.logout()
    response = client.post(entry(practice), data | {"_save": "1"})
    assert response["Location"] == f"/accounts/login/?next={entry(practice)}"
    return user, client, practice


def sign_in(client: Client, user: User, practice: Practice) -> Any:
    data = {"login": user.email, "password": PASSWORD}
    return client.post(f"/accounts/login/?next={entry(practice)}", data, follow=True)


def test_what_was_sent_is_in_the_form_after_signing_in_and_is_saved_by_a_press() -> None:
    user, client, practice = sent_while_signed_out(purpose="Typed for an hour.")
    page = sign_in(client, user, practice).content
    assert b"You had been signed out" in page
    assert b"changed after you opened it" not in page
    assert form_data(page)["purpose"] == ["Typed for an hour."]
    assert Practice.objects.get().purpose == "People of the harbour read to one another."
    client.post(entry(practice), form_data(page) | {"_save": "1"})
    assert Practice.objects.get().purpose == "Typed for an hour."
    assert b"You had been signed out" not in client.get(entry(practice)).content


def test_text_that_changed_meanwhile_stands_beside_it() -> None:
    user, client, practice = sent_while_signed_out(purpose="My text.")
    actions.save_answers(practice, {"purpose": "Their text."}, by=make_editor(), seen=1)
    page = sign_in(client, user, practice).content.decode()
    assert "changed after you opened it" in page
    assert '<td class="answer" data-column="As it is now">Their text.</td>' in page
    assert '<td class="answer" data-column="As you typed it">My text.</td>' in page


def test_what_the_script_sent_is_kept_too() -> None:
    user = make_user()
    practice, client = make_draft(contributor=user), client_of(user)
    data = form_data(client.get(entry(practice)).content) | {"purpose": "Typed on."}
    client.logout()
    client.post(entry(practice).replace("change", "autosave"), data)
    assert form_data(sign_in(client, user, practice).content)["purpose"] == ["Typed on."]


def test_first_words_of_an_entry_are_in_the_add_form_after_signing_in() -> None:
    user, add = make_user(), "/contribute/practices/practice/add/"
    client = client_of(user)
    data = form_data(client.get(add).content) | {"title": "A floating library", "country": "NO"}
    client.logout()
    client.post(add, data | {"_save": "1"})
    page = client.post(
        f"/accounts/login/?next={add}", {"login": user.email, "password": PASSWORD}, follow=True
    )
    assert b"What you typed is in the form" in page.content
    found = form_data(page.content)
    assert (found["title"], found["country"], found["key"]) == (["A floating library"], ["NO"], data["key"])
    for _press in range(2):
        client.post(add, found | {"_save": "1"})
    assert list(Practice.objects.values_list("title", "contributor")) == [("A floating library", user.pk)]
    assert form_data(client.get(add).content)["title"] == [""]


def test_what_cannot_be_saved_any_more_is_shown_once() -> None:
    user, client, practice = sent_while_signed_out(purpose="Typed too late.")
    moved(practice, "submit", by=user, licence_agreed=True)
    assert b"Typed too late." in sign_in(client, user, practice).content
    assert b"Typed too late." not in client.get(entry(practice)).content


def test_another_person_at_the_same_browser_finds_nothing() -> None:
    _, client, practice = sent_while_signed_out(purpose="My secret text.")
    page = sign_in(client, make_user(), practice)
    assert b"My secret text." not in page.content
    assert page.status_code == 404


def test_words_that_are_there_already_are_not_asked_about() -> None:
    user, client, practice = sent_while_signed_out()
    page = sign_in(client, user, practice).content
    assert b"You had been signed out" not in page


@pytest.mark.parametrize("mark", ["", "1", "1:forged:mark"])
def test_stranger_fills_no_session(mark: str) -> None:
    practice = make_draft(contributor=make_user())
    response = Client().post(entry(practice), {"writer": mark, "purpose": "x"})
    assert (response.status_code, Session.objects.count()) == (302, 0)


def test_too_much_is_not_kept() -> None:
    user = make_user()
    practice = make_draft(contributor=user)
    Client().post(entry(practice), {"writer": kept.mark(user), "purpose": "x" * kept.LONGEST})
    assert Session.objects.count() == 0
