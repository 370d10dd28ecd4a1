"""Does the form say what is done and what is left, and are its errors found, read and reached?"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from practices.admin.entry.tasks import tasks
from practices.admin.error_summary import anchor
from practices.answers import completeness
from practices.entries import actions
from practices.models import Practice
from practices.question_kinds import UPLOADED, Kind, Question
from practices.template import BY_FIELD, QUESTIONS, SECTIONS, of_kind
from practices.text import documents_to_lines
from tests.builders import make_draft, make_topic, make_user, submitted
from tests.entry_documents import said_of_document
from tests.entry_pictures import said_of
from tests.pages import client_of, form_data

pytestmark = [pytest.mark.django_db, pytest.mark.alike]


def entry(practice: Practice, query: str = "") -> str:
    return f"/contribute/practices/practice/{practice.pk}/change/{query}"


def states(practice: Practice) -> list[str]:
    return [task.name for task in tasks(practice, completeness.issues(practice))]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["done", "done", "blank", "blank", "blank"]),
        ({"title": "", "purpose": ""}, ["begun", "begun", "blank", "blank", "blank"]),
        ({"purpose": "", "process": ""}, ["done", "blank", "blank", "blank", "blank"]),
        ({"purpose": "word " * 301, "process": ""}, ["done", "unfit", "blank", "blank", "blank"]),
        ({"lessons": "Ask earlier."}, ["done", "done", "done", "blank", "blank"]),
        ({"contact_email": "no address"}, ["done", "done", "blank", "blank", "unfit"]),
    ],
)
def test_every_section_has_a_state(given: dict[str, Any], expected: list[str]) -> None:
    assert states(make_draft(contributor=make_user(), **given)) == expected


def test_list_counts_what_is_left_and_leads_to_it() -> None:
    user = make_user()
    practice = make_draft(contributor=user, purpose="", process="")
    page = client_of(user).get(entry(practice)).content.decode()
    assert [str(section.title) in page for section in SECTIONS] == [True] * len(SECTIONS)
    assert '<span class="task__state task__state--blank">Not started</span>' in page
    assert '<a href="#id_process">Write an answer: Process.</a>' in page


def test_state_says_what_is_to_be_corrected_before_what_is_missing() -> None:
    practice = make_draft(contributor=make_user(), title="", purpose="word " * 301, process="")
    found = tasks(practice, completeness.issues(practice))
    optional = "Not started (optional)"
    assert [task.words for task in found] == ["In progress: 1 to do", "1 to correct", *[optional] * 3]
    assert [len(task.errors) for task in found] == [1, 2, 0, 0, 0]


def test_what_is_complete_and_doubtful_says_so_and_leads_there() -> None:
    user = make_user()
    practice = make_draft(contributor=user, period="sometime")
    page = client_of(user).get(entry(practice)).content.decode()
    assert completeness.issues(practice) == []
    assert '<span class="task__state task__state--done">Done, 1 to look at</span>' in page
    assert '<a href="#id_period">Period: We found no year in this: nobody will find it by year.</a>' in page


def test_entry_that_may_only_be_read_has_no_tasks() -> None:
    user = make_user()
    assert b'class="tasks"' not in client_of(user).get(entry(submitted(contributor=user))).content


FLAWED = {
    Kind.PICTURES: (
        said_of("b" * 64, alt=" "),
        "Picture 2: describe it for those who do not see it.",
    ),
    Kind.ATTACHMENTS: (said_of_document("b" * 64, title=" "), "Document 2: write its title."),
}
"""Of each kind that is answered with files, a second one of which too little is said, and the sentence that says so."""


def issues_of(question: Question) -> Iterator[tuple[Any, str]]:
    """Yield every answer that a question does not take, with the sentence that says so."""
    label = question.label
    many: dict[Kind, list[Any]] = {
        Kind.DOCUMENTS: [{"title": "Report", "url": ""}],
        Kind.TOPICS: ["topic"],
        Kind.PICTURES: [said_of("a" * 64)],
        Kind.ATTACHMENTS: [said_of_document("a" * 64)],
    }
    if question.needed:
        choose = (
            f"Choose an answer: {label}." if question.kind is Kind.COUNTRY else f"Write an answer: {label}."
        )
        yield ([], "Choose at least one topic.") if question.kind is Kind.TOPICS else ("", choose)
    if question.characters:
        count = question.characters + 1
        yield "x" * count, f"{label}: {count} characters; the limit is {count - 1}."
    if question.words:
        count = question.words + 1
        yield " ".join(["word"] * count), f"{label}: {count} words; the limit is {count - 1}."
    if question.most and question.kind in many:
        count = question.most + 1
        yield many[question.kind] * count, f"{label}: {count} answers; the limit is {count - 1}."
    if question.kind in FLAWED:
        flawed, says = FLAWED[question.kind]
        yield [many[question.kind][0], flawed], f"{label}: {says}"
    if question.kind is Kind.EMAIL:
        yield "no address", f"{label}: Write an e-mail address such as office@city.example."
    if question.kind in {Kind.ADDRESS, Kind.DOCUMENTS}:
        wrong = "ftp://city.example"
        value = [{"title": "Report", "url": wrong}] if question.kind is Kind.DOCUMENTS else wrong
        yield value, f"{label}: Write whole addresses that start with https:// or http://."


ISSUES = [(question.field, *issue) for question in QUESTIONS for issue in issues_of(question)]


def typed(field: str, value: Any) -> list[str]:
    """Return what a form holds when this was answered."""
    kind = BY_FIELD[field].kind
    if kind is Kind.DOCUMENTS:
        return [documents_to_lines(value)]
    if kind in UPLOADED:
        return ["", *(row["file"] for row in value)]  # the first is where more are chosen
    return [topic.slug for topic in value] if kind is Kind.TOPICS else [value]


@pytest.mark.one_in(3)
@pytest.mark.long
@pytest.mark.parametrize(("field", "value", "words"), ISSUES, ids=lambda each: str(each)[:40])
def test_summary_says_what_the_field_says_after_the_question_and_what_was_typed_is_kept(
    field: str, value: Any, words: str
) -> None:
    user = make_user()
    if BY_FIELD[field].kind is Kind.TOPICS:
        value = [make_topic(f"topic-{number}") for number, _ in enumerate(value)]
    make_topic()
    practice = make_draft(contributor=user, **{field: value})
    response = client_of(user).get(entry(practice, "?missing=1"))
    page = response.content.decode()
    summary, _, rest = page.partition('class="tasks"')
    assert f'<a href="#{anchor(field)}">{words}</a>' in summary
    at_field = words.removeprefix(f"{BY_FIELD[field].label}: ")  # which stands above the field
    assert f'id="id_{field}_error"><li>{at_field}</li></ul>' in rest
    assert f'id="{anchor(field)}"' in rest
    assert "<title>Error: " in page
    assert re.search(r'class="faults"\s+role="alert"\s+tabindex="-1"\s+autofocus', summary)
    assert re.search(rf'aria-describedby="[^"]*\bid_{field}_error\b', rest)
    assert sorted(form_data(response.content).get(field, [])) == sorted(typed(field, value))


def test_every_question_that_can_be_answered_wrongly_is_tried() -> None:
    free = {
        Kind.CITY,
        Kind.CITIES,
        Kind.CHOICE,
        Kind.TICK,
    }  # what is no choice is tried below; the rest takes anything
    tried = {field for field, *_ in ISSUES}
    assert {question.field for question in QUESTIONS if question.kind not in free} == tried


def test_what_is_only_missing_is_no_error_before_it_was_asked_for() -> None:
    user = make_user()
    practice = make_draft(contributor=user, process="", purpose="word " * 301)
    page = client_of(user).get(entry(practice)).content.decode()
    assert "<title>Error: " not in page
    assert 'id="id_process_error"' not in page
    assert 'id="id_purpose_error"' in page
    assert 'class="faults"' not in page


CHOICES = [question.field for question in of_kind(Kind.COUNTRY, Kind.TOPICS, Kind.CHOICE)]


@pytest.mark.long
@pytest.mark.parametrize("field", CHOICES)
def test_value_that_is_no_choice_is_listed_and_shown_at_its_field(field: str) -> None:
    user = make_user()
    practice = make_draft(contributor=user)
    client = client_of(user)
    data = form_data(client.get(entry(practice)).content) | {field: "splendid", "purpose": "Typed."}
    response = client.post(entry(practice), data)
    page = response.content.decode()
    assert "<title>Error: " in page
    (words,) = re.findall(rf'<a href="#{anchor(field)}">(.*?)</a>', page.partition('class="tasks"')[0])
    assert f'id="id_{field}_error"><li>{words}</li>' in page
    assert form_data(response.content)["purpose"] == ["Typed."]


def test_every_anchor_is_in_the_form() -> None:
    user = make_user()
    make_topic()
    page = client_of(user).get(entry(make_draft(contributor=user))).content.decode()
    assert [field for field in BY_FIELD if f'id="{anchor(field)}"' not in page] == []


def test_empty_draft_is_all_to_do() -> None:
    user = make_user()
    assert states(actions.create_draft({}, by=user, contributor=user)) == [
        "begun",
        "blank",
        "blank",
        "blank",
        "blank",
    ]


def test_state_says_how_many_questions_are_answered_and_what_is_to_be_looked_at() -> None:
    found = tasks(practice := make_draft(period="sometime", purpose="A ship."), completeness.issues(practice))
    assert [task.words for task in found[:2]] == ["Done, 1 to look at", "Done: 2 of 6 answered"]
    practice = make_draft(period="sometime", title="")
    (first, *_others) = tasks(practice, completeness.issues(practice))
    assert (first.words, len(first.errors)) == ("In progress: 1 to do, 1 to look at", 2)
