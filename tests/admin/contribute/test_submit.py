"""Are the answers checked before they are submitted, and is there a confirmation to keep?"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from practices.admin.editorial.workdays import usual_days
from practices.admin.error_summary import anchor
from practices.entries import actions
from practices.models import Event, Practice, User, chain
from practices.template import QUESTIONS, SECTION_OF
from practices.workflow import Status
from tests.builders import make_draft, make_editor, make_user, moved, submitted
from tests.pages import client_of, form_data, forms_of, submit_buttons

pytestmark = pytest.mark.django_db


def entry(practice: Practice, page: str) -> str:
    return f"/contribute/practices/practice/{practice.pk}/{page}"


def begun(**given: Any) -> tuple[User, Client, Practice]:
    user = make_user()
    return user, client_of(user), make_draft(contributor=user, **given)


def sending(page: bytes) -> dict[str, Any]:
    """Return what the check page sends."""
    return next(form["data"] for form in forms_of(page) if "/move/submit/" in form["attrs"].get("action", ""))


def test_form_saves_and_leads_to_the_check_page() -> None:
    _, client, practice = begun()
    data = form_data(client.get(entry(practice, "change/")).content) | {"title": "New", "_check": "1"}
    response = client.post(entry(practice, "change/"), data)
    assert response["Location"] == entry(practice, "move/submit/")
    assert Practice.objects.get().title == "New"


def test_documents_are_the_same_links_in_the_form_before_and_after_submitting_and_in_the_preview() -> None:
    user, client, practice = begun()
    typed = (
        "Evaluation www.city.example/a.pdf\nhttps://city.example/y Leaflet\nReport (https://city.example/z)"
    )
    data = form_data(client.get(entry(practice, "change/story/")).content) | {
        "documents": typed,
        "_next": "1",
    }
    client.post(entry(practice, "change/story/"), data)
    form = client.get(entry(practice, "change/story/")).text
    assert "“Leaflet” with a link to city.example; “Report” with a link to city.example." in form
    pages = [client.get(entry(practice, "move/submit/")).text, client.get(f"/preview/{practice.pk}/").text]
    moved(practice, "submit", by=user, licence_agreed=True)
    pages.append(client.get(entry(practice, "")).text)
    for title, address in [
        ("Evaluation", "https://www.city.example/a.pdf"),
        ("Leaflet", "https://city.example/y"),
        ("Report", "https://city.example/z"),
    ]:
        link = re.compile(rf'<a href="{re.escape(address)}"\s+rel="nofollow noopener">{title}</a>')
        assert [len(link.findall(page)) for page in pages] == [1, 1, 1]


def test_check_page_shows_every_answer_with_a_way_to_change_it() -> None:
    _, client, practice = begun(purpose="People read <aloud>.")
    page = client.get(entry(practice, "move/submit/")).content.decode()
    assert "People read &lt;aloud&gt;." in page
    assert [
        q.field
        for q in QUESTIONS
        if f'href="{entry(practice, "change/")}{SECTION_OF[q.field].name}/?back=check#{anchor(q.field)}"'
        not in page
    ] == []
    assert sending(page.encode())["seen"] == ["1"]


@pytest.mark.parametrize("form", ["change/", "change/practice/"])
def test_change_comes_back_to_the_check_page(form: str) -> None:
    _, client, practice = begun()
    address = entry(practice, f"{form}?back=check")
    page = client.get(address).content
    assert submit_buttons(page) == [("_save", "Save and return to your answers")]
    response = client.post(address, form_data(page) | {"title": "New", "_save": "1"})
    assert response["Location"] == entry(practice, "move/submit/")
    assert Practice.objects.get().title == "New"


@pytest.mark.parametrize(("period", "is_told"), [("sometime", True), ("2019", False)])
def test_what_is_doubtful_stands_beside_the_button_too(period: str, is_told: bool) -> None:
    _, client, practice = begun(period=period)
    page = client.get(entry(practice, "move/submit/")).text
    assert ("We found no year in this" in page.partition("Submit to the editors")[2]) is is_told


def test_incomplete_entry_cannot_be_sent_and_leads_to_what_is_missing() -> None:
    _, client, practice = begun(purpose="")
    page = client.get(entry(practice, "move/submit/")).content
    assert b"1 answer has to be written or mended first." in page
    assert page.count(b'<strong class="gap">Write an answer: Purpose.</strong>') == 1
    assert [form for form in forms_of(page) if "/move/submit/" in form["attrs"].get("action", "")] == []
    response = client.post(entry(practice, "move/submit/"), {"seen": 1, "licence_agreed": "on"})
    said = f'<a href="{entry(practice, "change/story/")}?back=check&amp;missing=1#id_purpose">Write an answer: Purpose.'
    assert said in response.content.decode()
    assert "<title>Error: " in response.content.decode()
    assert Practice.objects.get().status == Status.DRAFT


def test_licence_is_needed_and_its_tick_is_reached_from_the_summary() -> None:
    _, client, practice = begun()
    page = client.post(entry(practice, "move/submit/"), {"seen": 1}).content.decode()
    assert '<a href="#id_licence_agreed">Agree to the licence' in page
    assert 'id="id_licence_agreed"' in page
    assert Practice.objects.get().status == Status.DRAFT


def test_submitting_records_the_licence_and_leads_to_a_confirmation_that_can_be_kept() -> None:
    _, client, practice = begun(title="My ship")
    data = sending(client.get(entry(practice, "move/submit/")).content) | {"licence_agreed": "on"}
    response = client.post(entry(practice, "move/submit/"), data)
    assert response["Location"] == entry(practice, "submitted/")
    current = Practice.objects.get()
    assert (current.status, current.licence) == (Status.SUBMITTED, "CC-BY-4.0")
    assert current.licence_agreed_at is not None
    for _ in range(2):
        page = client.get(entry(practice, "submitted/")).content.decode()
        for words in (
            f"Your number is {practice.pk}",
            "My ship",
            "What happens next",
            "CC BY 4.0",
            "agreed on",
        ):
            assert words in page


def test_confirmation_tells_later_how_it_went_on() -> None:
    user, client, practice = begun()
    assert client.get(entry(practice, "submitted/")).status_code == 404
    practice = moved(practice, "submit", by=user, licence_agreed=True)
    moved(practice, "return", by=make_editor(), note="More.")
    page = client.get(entry(practice, "submitted/")).content.decode()
    assert "Since then it has moved on: Returned" in page


def decided(days: list[int]) -> None:
    """Write decisions that took so many days each, the newest last; one of them is returned and submitted again."""
    monday = datetime(2024, 1, 1, 12, tzinfo=UTC)
    for number, took in enumerate(days):
        practice, week = make_draft(contributor=make_user()), timedelta(weeks=number)
        for move, of, to, at in (
            ("submit", "draft", "submitted", monday + week),
            ("approve", "submitted", "published", monday + week + timedelta(days=took)),
        ):
            event = Event(practice=practice, move=move, from_status=of, to_status=to, at=at)
            chain.append(practice, event)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([], "Editors mean to answer within 10 working days."),
        ([1, 1, 1, 1], "Editors mean to answer within 10 working days."),
        ([1, 2, 2, 4, 4], "Editors usually answer within 2 working days."),
        ([0, 0, 0, 0, 4], "Editors usually answer on the same day."),
        ([4] * 11 + [1] * 20, "Editors usually answer within 1 working day."),
    ],
)
def test_confirmation_says_how_long_editors_take_by_the_last_decisions(days: list[int], said: str) -> None:
    decided(days)
    user, client, practice = begun()
    moved(practice, "submit", by=user, licence_agreed=True)
    page = client.get(entry(practice, "submitted/")).content.decode()
    assert said in page
    assert f"A mail comes to {user.email}, whatever the answer is." in page
    assert '<a href="/contribute/">your practices</a>' in page


def test_entry_that_was_submitted_twice_is_measured_from_the_last_time(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    user, monday = make_user(), datetime(2024, 1, 1, 12, tzinfo=UTC)
    for _ in range(5):
        practice = make_draft(contributor=user)
        for move, of, to, day in (
            ("submit", "draft", "submitted", 0),
            ("return", "submitted", "returned", 1),
            ("submit", "returned", "submitted", 21),
            ("approve", "submitted", "published", 22),
        ):
            event = Event(practice=practice, move=move, from_status=of, to_status=to)
            event.at = monday + timedelta(days=day)
            chain.append(practice, event)
    with django_assert_num_queries(1):
        assert usual_days() == 1


def test_licence_is_agreed_once() -> None:
    user, client, practice = begun()
    practice = moved(practice, "submit", by=user, licence_agreed=True)
    practice = moved(practice, "recall", by=user)
    page = client.get(entry(practice, "move/submit/")).content
    assert b'name="licence_agreed"' not in page
    client.post(entry(practice, "move/submit/"), sending(page))
    assert Practice.objects.get().status == Status.SUBMITTED


def test_text_that_changed_after_the_check_is_checked_again() -> None:
    _, client, practice = begun()
    data = sending(client.get(entry(practice, "move/submit/")).content) | {"licence_agreed": "on"}
    actions.save_answers(practice, {"purpose": "Their text."}, by=make_editor(), expected_version=1)
    response = client.post(entry(practice, "move/submit/"), data)
    assert response.status_code == 409
    assert b"Their text." in response.content
    assert b"changed after you opened this page" in response.content
    assert sending(response.content)["seen"] == ["2"]
    assert Practice.objects.get().status == Status.DRAFT


def test_check_of_what_cannot_be_submitted_says_so() -> None:
    user = make_user()
    practice = submitted(contributor=user)
    response = client_of(user).get(entry(practice, "move/submit/"))
    assert response.status_code == 409
    assert b"This cannot be done now" in response.content


def test_confirmation_of_another_is_not_there() -> None:
    practice = submitted(contributor=make_user())
    assert client_of(make_user()).get(entry(practice, "submitted/")).status_code == 404


def test_note_is_answered_at_the_next_submission_and_editors_read_the_answer() -> None:
    user, editor = make_user(), make_editor()
    practice = moved(submitted(contributor=user), "return", by=editor, note="How many came?")
    client = client_of(user)
    assert "you can write to the editors what you changed" in client.get(entry(practice, "")).text
    page = client.get(entry(practice, "move/submit/"))
    assert "How many came?" in page.text
    sent = sending(page.content) | {"note": "See Impact: 40 people."}
    assert client.post(entry(practice, "move/submit/"), sent)["Location"] == entry(practice, "submitted/")
    assert practice.events.get(note="See Impact: 40 people.").move == "submit"
    assert "How many came?" not in client.get(entry(practice, "")).text
    told = client_of(editor).get(f"/admin/practices/practice/{practice.pk}/review/").text
    assert ("How many came?" in told, "See Impact: 40 people." in told) == (True, True)


def test_first_submission_asks_for_no_answer_to_a_note() -> None:
    _, client, practice = begun()
    assert "note" not in sending(client.get(entry(practice, "move/submit/")).content)


def test_number_and_the_way_back_to_the_confirmation_stand_on_the_entrys_page_and_at_home() -> None:
    user = make_user()
    practice, client = submitted(contributor=user), client_of(user)
    page = client.get(entry(practice, "")).text
    assert f"No. {practice.pk}" in page
    assert f'<a href="{entry(practice, "submitted/")}">Your submission</a>' in page
    assert f"No. {practice.pk}" in client.get("/contribute/").text


def test_tick_that_is_not_set_says_no() -> None:
    _, client, practice = begun()
    page = client.get(entry(practice, "move/submit/")).text
    said = page.partition('id="answer-contact_public"')[2].partition("</dd>")[0]
    assert "No answer" not in said
    assert '<div class="answer">No</div>' in said
