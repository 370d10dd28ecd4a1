"""Are words kept that somebody sends from a page that is older than her last sign-in?"""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from practices.entries import actions
from practices.models import Practice, User
from practices.workflow import Status
from tests.builders import make_draft, make_editor, make_user, submitted
from tests.pages import form_data

pytestmark = pytest.mark.django_db

OURS = {"Origin": "http://testserver"}
WORDS = "First line.\nSecond line, “quoted” & <b>bold</b>."


def browser(person: User) -> Client:
    """Return a browser that needs the token, in which a person has signed in."""
    client = Client(enforce_csrf_checks=True)
    again(client, person)
    return client


def again(client: Client, person: User) -> None:
    """Sign in anew, with a new token, as another tab of the same browser does."""
    client.logout()
    client.force_login(person)
    client.get("/contribute/practices/practice/add/")


def entry(practice: Practice, page: str = "change", site: str = "contribute") -> str:
    return f"/{site}/practices/practice/{practice.pk}/{page}/"


def opened(client: Client, address: str, name: str = "practice_form") -> dict[str, Any]:
    return form_data(client.get(address).content, name)


def begun() -> tuple[User, Client, Practice, dict[str, Any]]:
    user = make_user()
    client, practice = browser(user), make_draft(contributor=user)
    data = opened(client, entry(practice)) | {"purpose": WORDS}
    again(client, user)
    return user, client, practice, data


@pytest.mark.long
def test_words_are_in_the_form_with_a_new_token_and_a_press_saves_them() -> None:
    _, client, practice, data = begun()
    response = client.post(entry(practice), data, headers=OURS)
    assert (response.status_code, response["Location"]) == (302, entry(practice))
    page = client.get(entry(practice)).content
    assert b"signed in anew" in page
    assert form_data(page)["purpose"] == [WORDS]
    assert Practice.objects.get().purpose == "People of the harbour read to one another."
    assert client.post(entry(practice), form_data(page), headers=OURS).status_code == 302
    assert Practice.objects.get().purpose == WORDS


def test_what_the_script_sent_is_in_the_form_too() -> None:
    _, client, practice, data = begun()
    assert client.post(entry(practice, "autosave"), data, headers=OURS).status_code == 302
    assert opened(client, entry(practice))["purpose"] == [WORDS]


def test_newer_text_stands_beside_it() -> None:
    _, client, practice, data = begun()
    actions.save_answers(practice, {"purpose": "Their text."}, by=make_editor(), expected_version=1)
    response = client.post(entry(practice), data, headers=OURS, follow=True)
    assert response.status_code == 409
    assert '<td class="answer" data-column="As it is now">Their text.</td>' in response.content.decode()


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_what_no_page_of_ours_sent_is_neither_kept_nor_offered(origin: dict[str, str]) -> None:
    _, client, practice, data = begun()
    kept = Session.objects.get().session_data
    response = client.post(entry(practice), data, headers=origin)
    assert response.status_code == 403
    assert b"Second line" not in response.content
    assert Session.objects.get().session_data == kept


def test_note_is_shown_with_the_way_to_send_it_again() -> None:
    editor, practice = make_editor(), submitted()
    client = browser(editor)
    data = opened(client, entry(practice, "review", "admin"), "decide_form") | {
        "note": WORDS,
        "move": "return",
    }
    again(client, editor)
    response = client.post(entry(practice, "review", "admin"), data, headers=OURS)
    page = response.content
    assert (response.status_code, Practice.objects.get().status) == (403, Status.SUBMITTED)
    assert "&lt;b&gt;bold&lt;/b&gt;" in page.decode()
    sent = form_data(page, "again_form")
    assert client.post(entry(practice, "review", "admin"), sent, headers=OURS).status_code == 302
    assert Practice.objects.get().status == Status.RETURNED
    assert Practice.objects.get().events.first().note == WORDS  # type: ignore[union-attr]


def test_who_signed_in_meanwhile_reads_that_one_more_press_sends_it() -> None:
    editor, practice = make_editor(), submitted()
    client = browser(editor)
    address = entry(practice, "review", "admin")
    data = opened(client, address, "decide_form") | {"note": WORDS, "move": "return"}
    client.logout()
    first = client.post(address, data, headers=OURS).content
    again(client, editor)
    second = client.post(address, form_data(first, "again_form"), headers=OURS).content
    said = b"You are signed in again. Press once more"
    assert (said in first, said in second) == (False, True)
    response = client.post(address, form_data(second, "again_form"), headers=OURS)
    assert (response.status_code, Practice.objects.get().status) == (302, Status.RETURNED)
    assert Practice.objects.get().events.first().note == WORDS  # type: ignore[union-attr]


def test_another_persons_words_are_shown_and_not_put_into_her_form() -> None:
    user, other = make_user(), make_user()
    client, practice = browser(user), make_draft(contributor=user)
    data = opened(client, entry(practice)) | {"purpose": WORDS}
    again(client, other)
    response = client.post(entry(practice), data, headers=OURS)
    assert (response.status_code, b"Second line" in response.content) == (403, True)
    assert "kept_words" not in client.session


def test_who_is_signed_out_as_well_reads_to_sign_in_first() -> None:
    client, practice = browser(make_editor()), submitted()
    data = opened(client, entry(practice, "review", "admin"), "decide_form") | {"note": WORDS}
    client.cookies.clear()
    page = client.post(entry(practice, "review", "admin"), data, headers=OURS).content
    assert b"sign in in another tab" in page
    assert b"Second line" in page


@pytest.mark.parametrize(("origin", "status"), [("http://testserver", 403), ("https://evil.example", 302)])
def test_note_sent_after_she_was_signed_out_is_shown_to_her_alone(origin: str, status: int) -> None:
    client, practice = Client(), submitted()
    response = client.post(
        entry(practice, "review", "admin"), {"note": WORDS, "move": "return"}, headers={"Origin": origin}
    )
    assert (response.status_code, b"Second line" in response.content) == (status, status == 403)
    assert Practice.objects.get().status == Status.SUBMITTED


def test_password_is_never_shown() -> None:
    response = Client(enforce_csrf_checks=True).post(
        "/accounts/login/", {"login": "a@b.example", "password": "a long secret"}, headers=OURS
    )
    assert response.status_code == 403
    assert b"secret" not in response.content
