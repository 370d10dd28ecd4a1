"""Twenty times the same press: is it one entry, one event, and twenty times the same answer?"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from practices.entries import actions
from practices.models import Batch, Comment, Event, FormKey, Practice, Snapshot
from practices.workflow import Status
from tests.builders import make_city, make_draft, make_editor, make_topic, make_user, submitted
from tests.pages import client_of, form_data

LIST = "/contribute/practices/practice/"
TIMES = 20
Answer = tuple[int, str]


def in_turn(send: Callable[[], Answer]) -> Counter[Answer]:
    return Counter(send() for _ in range(TIMES))


def at_once(send: Callable[[], Answer]) -> Counter[Answer]:
    ready = Barrier(TIMES)

    def one(_number: int) -> Answer:
        try:
            ready.wait(30)
            return send()
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as pool:
        return Counter(pool.map(one, range(TIMES)))


def sender(client: Client, address: str, data: dict[str, Any]) -> Callable[[], Answer]:
    """Return what sends this from a browser of its own each time, with the same session."""

    def send() -> Answer:
        browser = Client()
        browser.cookies.update(client.cookies)
        response = browser.post(address, data)
        return response.status_code, response.get("Location", "")

    return send


@pytest.fixture(params=[pytest.param(in_turn, marks=pytest.mark.alike), at_once])
def press(request: pytest.FixtureRequest) -> Any:
    return request.param


pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


def test_twenty_adds_make_one_entry(press: Any) -> None:
    make_city()
    client = client_of(make_user())
    data = form_data(client.get(f"{LIST}add/").content) | {
        "title": "A ship",
        "country": "NO",
        "city": "Bergen",
    }
    answers = press(sender(client, f"{LIST}add/", data))
    practice = Practice.objects.get()
    assert answers == {(302, f"{LIST}{practice.pk}/change/practice/"): TIMES}
    assert (practice.title, practice.version, FormKey.objects.count()) == ("A ship", 1, 1)


def test_twenty_saves_are_one_save(press: Any) -> None:
    user = make_user()
    practice = make_draft(contributor=user, topics=[make_topic("work"), make_topic("arts")])
    client = client_of(user)
    address = f"{LIST}{practice.pk}/change/"
    data = form_data(client.get(address).content) | {
        "title": "New",
        "partner_cities": "Porto, Portugal\nBergen",
    }
    make_city("Porto", "PT")
    answers = press(sender(client, address, data | {"_continue": "1"}))
    practice.refresh_from_db()
    assert answers == {(302, address): TIMES}
    assert (practice.title, practice.version) == ("New", 2)
    assert Snapshot.objects.count() == 0


def test_twenty_submissions_are_one_event(press: Any) -> None:
    user = make_user()
    practice = make_draft(contributor=user)
    data = {"seen": 1, "licence_agreed": "on"}
    answers = press(sender(client_of(user), f"{LIST}{practice.pk}/move/submit/", data))
    assert answers == {(302, f"{LIST}{practice.pk}/submitted/"): TIMES}
    assert [event.move for event in Event.objects.all()] == ["submit"]
    assert Snapshot.objects.count() == 1


def test_twenty_approvals_with_a_mended_text_are_one_edition(press: Any) -> None:
    practice, client = submitted(), client_of(make_editor())
    address = f"/admin/practices/practice/{practice.pk}/change/"
    data = form_data(client.get(address).content) | {"purpose": "Mended.", "_move": "approve"}
    answers = press(sender(client, address, data))
    practice.refresh_from_db()
    assert answers == {(302, address): TIMES}
    assert (practice.status, practice.edition.number, practice.edition.purpose) == (
        Status.PUBLISHED,
        1,
        "Mended.",
    )
    assert Event.objects.filter(move="approve").count() == 1


def test_twenty_decisions_are_one_event(press: Any) -> None:
    practice, client = submitted(), client_of(make_editor())
    address = f"/admin/practices/practice/{practice.pk}/review/"
    data = form_data(client.get(address).content, "decide_form") | {"move": "return", "note": "Say more."}
    assert press(sender(client, address, data)) == {(302, "/admin/"): TIMES}
    assert Event.objects.filter(move="return").count() == 1


def test_twenty_approvals_of_many_are_one_batch(press: Any) -> None:
    first, second = submitted(), submitted()
    client = client_of(make_editor())
    ticked = {f"seen-{each.pk}": each.version for each in (first, second)}
    chosen = {"action": "approve", "_selected_action": [first.pk, second.pk], **ticked}
    page = client.post("/admin/practices/practice/", chosen).content
    data = form_data(page, "bulk_form")
    answers = press(sender(client, "/admin/practices/practice/bulk/", data))
    batch = Batch.objects.get()
    assert answers == {(302, f"/admin/practices/practice/bulk/{batch.pk}/"): TIMES}
    assert [entry.done for entry in batch.entries.all()] == [True, True]
    assert Event.objects.filter(move="approve").count() == 2


def test_twenty_comments_with_the_same_words_are_one(press: Any) -> None:
    practice, client = submitted(), client_of(make_editor())
    address = f"/admin/practices/practice/{practice.pk}/"
    answers = press(sender(client, f"{address}remarks/", {"field": "cost", "text": "Which year?"}))
    assert answers == {(302, f"{address}review/#remark-{Comment.objects.get().pk}"): TIMES}
    assert [each.text for each in Comment.objects.all()] == ["Which year?"]


def test_move_repeated_with_another_note_is_no_repetition() -> None:
    practice, client = submitted(), client_of(make_editor())
    send = {"seen": practice.version, "note": "First words."}
    address = f"/admin/practices/practice/{practice.pk}/move/return/"
    assert [client.post(address, send).status_code for _ in range(2)] == [302, 302]
    assert client.post(address, send | {"note": "Other words."}).status_code == 409
    assert Event.objects.filter(move="return").count() == 1


def test_move_that_somebody_else_made_is_no_repetition() -> None:
    practice = submitted()
    address, send = f"/admin/practices/practice/{practice.pk}/move/approve/", {"seen": practice.version}
    first, second = client_of(make_editor()), client_of(make_editor())
    assert (first.post(address, send).status_code, second.post(address, send).status_code) == (302, 409)


def test_add_sent_again_with_another_title_corrects_the_entry() -> None:
    client = client_of(make_user())
    data = form_data(client.get(f"{LIST}add/").content) | {"title": "A shop", "country": "NO"}
    client.post(f"{LIST}add/", data)
    client.post(f"{LIST}add/", data | {"title": "A ship"})
    practice = Practice.objects.get()
    assert (practice.title, practice.version) == ("A ship", 2)


def test_add_sent_again_never_writes_over_what_was_written_since() -> None:
    user = make_user()
    client = client_of(user)
    data = form_data(client.get(f"{LIST}add/").content) | {"title": "A shop", "country": "NO"}
    client.post(f"{LIST}add/", data)
    practice = Practice.objects.get()
    actions.save_answers(practice, {"title": "A ship", "purpose": "Reading."}, by=user, expected_version=1)
    page = client.post(f"{LIST}add/", data, follow=True).content.decode()
    practice.refresh_from_db()
    assert (practice.title, practice.purpose, practice.version) == ("A ship", "Reading.", 2)
    assert "You added this entry before" in page


@pytest.mark.parametrize("key", ["", "no key", "\0"])
def test_add_without_a_key_is_an_add_of_its_own(key: str) -> None:
    client = client_of(make_user())
    for _ in range(2):
        client.post(f"{LIST}add/", {"title": "A ship", "country": "NO", "key": key})
    assert Practice.objects.count() == 2


def test_key_of_another_person_opens_nothing() -> None:
    key = str(uuid4())
    data = {"title": "A ship", "country": "NO", "key": key}
    for _ in range(2):
        client_of(make_user()).post(f"{LIST}add/", data)
    assert Practice.objects.values("contributor").distinct().count() == 2


def test_submission_answers_as_before_only_while_nothing_else_happened() -> None:
    user = make_user()
    practice, client = make_draft(contributor=user), client_of(user)
    address, data = f"{LIST}{practice.pk}/move/submit/", {"seen": 1, "licence_agreed": "on"}
    client.post(address, data)
    actions.move(practice, "recall", by=user, expected_version=2)
    assert client.post(address, data).status_code == 409
    practice.refresh_from_db()
    assert practice.status == Status.DRAFT
