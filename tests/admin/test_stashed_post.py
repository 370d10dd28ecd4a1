"""Are words kept that somebody sent after she had been signed out, for her alone?"""

import time
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from practices.admin import stashed_post
from practices.entries import actions
from practices.entries.takedown.outside import STASHED
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
    actions.save_answers(practice, {"purpose": "Their text."}, by=make_editor(), expected_version=1)
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
    data = form_data(client.get(add).content) | {"title": "A floating library"}
    client.logout()
    client.post(add, data | {"_save": "1"})
    page = client.post(
        f"/accounts/login/?next={add}", {"login": user.email, "password": PASSWORD}, follow=True
    )
    assert b"What you typed is in the form" in page.content
    found = form_data(page.content)
    assert (found["title"], found["key"]) == (["A floating library"], data["key"])
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
    Client().post(
        entry(practice), {"writer": stashed_post.mark(user), "purpose": "x" * stashed_post.LONGEST_STASHED}
    )
    assert Session.objects.count() == 0


def filled(posts: int, length: int) -> list[int]:
    """Let a person who has signed out send words from her old form without a cookie; return how long the kept ones are."""
    user, add = make_user(), "/contribute/practices/practice/add/"
    client = client_of(user)
    data = form_data(client.get(add).content) | {"purpose": "x" * length, "_save": "1"}
    client.logout()
    before = set(Session.objects.values_list("pk", flat=True))
    for _post in range(posts):
        assert Client().post(add, data).status_code == 302
    made = Session.objects.exclude(pk__in=before)
    return [len(session.get_decoded()[STASHED]["sent"]) for session in made]


@pytest.mark.parametrize(("posts", "length"), [(20, 480_000), (20, 150_000), (20, 10)])
def test_old_mark_makes_five_sessions_at_most_and_no_more_than_a_megabyte(posts: int, length: int) -> None:
    sizes = filled(posts, length)
    assert (1 <= len(sizes) <= 5, sum(sizes) <= 1_000_000) == (True, True)


def test_newer_marks_of_the_same_person_make_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    user, add = make_user(), "/contribute/practices/practice/add/"
    for minute in range(10):
        moment = time.time() + 60
        monkeypatch.setattr(time, "time", lambda moment=moment: moment)
        Client().post(add, {"writer": stashed_post.mark(user), "purpose": f"Words of minute {minute}"})
    assert Session.objects.count() == 5


def test_browser_that_has_a_session_keeps_its_newest_words_however_often_it_sends() -> None:
    user = make_user()
    practice, client = make_draft(contributor=user), client_of(user)
    data = form_data(client.get(entry(practice)).content)
    client.logout()
    for word in range(12):
        client.post(entry(practice).replace("change", "autosave"), data | {"purpose": f"Word {word}."})
    assert Session.objects.count() == 1
    assert form_data(sign_in(client, user, practice).content)["purpose"] == ["Word 11."]


def test_words_that_are_not_kept_any_more_are_given_back() -> None:
    user = make_user()
    practice, client = make_draft(contributor=user), client_of(user)
    data = form_data(client.get(entry(practice)).content) | {"purpose": "Words of an hour."}
    client.logout()
    pages = [
        Client(headers={"Origin": "http://testserver"}).post(entry(practice), data) for _press in range(6)
    ]
    assert [page.status_code for page in pages] == [302] * 5 + [403]
    assert "Words of an hour." in pages[-1].text
