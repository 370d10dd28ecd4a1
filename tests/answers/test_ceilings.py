"""Is what lies beyond the ceilings refused by every door, with its question and both figures?"""

from typing import Any

import pytest

from practices.answers import ceilings
from practices.answers.ceilings import TooLong, beyond
from practices.entries import actions
from practices.entries.incoming import Incoming, bring_in
from practices.models import Practice
from practices.question_kinds import LONGEST_LINE, LONGEST_TEXT, MOST_VALUES, Kind
from practices.template import BY_FIELD, QUESTIONS
from tests.builders import make_city, make_draft, make_user

TEXTS = [each for each in QUESTIONS if each.kind not in {Kind.COUNTRY, Kind.TOPICS, Kind.CHOICE, Kind.TICK}]
DOCUMENT = {"title": "A plan", "url": "https://city.example/plan"}


@pytest.mark.parametrize("question", TEXTS, ids=lambda each: each.field)
def test_each_text_has_a_ceiling_far_above_its_limit(question: Any) -> None:
    most = 200_000 if question.words or question.kind in {Kind.PLAIN, Kind.CITIES, Kind.DOCUMENTS} else 2_000
    assert question.ceiling == most >= 3 * (question.characters or (question.words or 0) * 20)
    assert beyond(question, "x" * (most + 1)) == (
        f"{most + 1} characters; at most {most} can be kept. Make it shorter."
    )
    fits = "x" * 1_999 + "\n" if most > LONGEST_LINE else "x" * 2_000
    assert beyond(question, fits * (100 if most > LONGEST_LINE else 1)) == ""


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("documents", [DOCUMENT] * 201, "201 answers; at most 200 can be kept. Leave some out."),
        (
            "documents",
            [DOCUMENT | {"url": "https://" + "x" * 2000}],
            "A line has 2008 characters; at most 2000 can be kept. Make it shorter.",
        ),
        ("partner_cities", "Nowhere\n" * 201, "201 answers; at most 200 can be kept. Leave some out."),
        (
            "partner_cities",
            "Near\n" + "x" * 2001,
            "A line has 2001 characters; at most 2000 can be kept. Make it shorter.",
        ),
    ],
)
def test_number_of_values_and_each_of_them_are_bounded(field: str, value: Any, message: str) -> None:
    assert beyond(BY_FIELD[field], value) == message


def test_as_many_values_as_can_be_kept_are() -> None:
    assert beyond(BY_FIELD["documents"], [DOCUMENT] * MOST_VALUES) == ""
    assert beyond(BY_FIELD["partner_cities"], "\n" * 1000 + "Nowhere\n" * MOST_VALUES) == ""
    assert beyond(BY_FIELD["partner_cities"], [None] * MOST_VALUES) == ""


def test_refusal_names_each_question() -> None:
    with pytest.raises(TooLong) as refusal:
        ceilings.refuse_too_long(
            {"purpose": "x" * (LONGEST_TEXT + 1), "city_typed": "x" * 3000, "title": "A table"}
        )
    assert refusal.value.messages == {
        "city": "City: 3000 characters; at most 2000 can be kept. Make it shorter.",
        "purpose": "Purpose: 200001 characters; at most 200000 can be kept. Make it shorter.",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "answers",
    [
        {"title": "x" * 2001},
        {"process": "x" * 200_001},
        {"city_typed": "x" * 2001},
        {"partner_cities_typed": "x\n" * 201},
        {"documents": [DOCUMENT] * 201},
    ],
)
def test_doors_refuse_and_write_nothing(answers: dict[str, Any]) -> None:
    person = make_user()
    practice = make_draft(contributor=person, partner_cities=[make_city("Oslo")])
    before = Practice.objects.filter(pk=practice.pk).values().get()
    with pytest.raises(TooLong):
        actions.save_answers(practice, answers, by=person, expected_version=practice.version)
    with pytest.raises(TooLong):
        actions.create_draft({"title": "A table"} | answers, by=person, contributor=person)
    with pytest.raises(TooLong):
        bring_in([Incoming({"title": "A table"} | answers)], publish=True)
    assert Practice.objects.values().get() == before


@pytest.mark.django_db
def test_answer_that_was_too_long_before_does_not_hinder_what_is_written_beside_it() -> None:
    practice = make_draft(contributor=(person := make_user()))
    Practice.objects.filter(pk=practice.pk).update(title="x" * 1_000_000)
    after = actions.save_answers(
        practice, {"purpose": "Short."}, by=person, expected_version=practice.version
    )
    assert (len(after.title), after.purpose) == (1_000_000, "Short.")
