"""What keeps an entry from being submitted."""

from typing import Any

import pytest

from practices.answers import completeness
from practices.answers.completeness import Flaw
from practices.models import Practice
from practices.template import BY_FIELD, QUESTIONS
from tests.builders import make_city, make_draft, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.alike]


def messages(practice: Practice) -> dict[str, str]:
    return {issue.field: issue.message for issue in completeness.issues(practice)}


def draft_with(field: str, answer: Any) -> Practice:
    given = {field: answer}
    return make_draft(**given)


def test_complete_entry_has_no_issues() -> None:
    practice = make_draft()
    assert completeness.issues(practice) == []
    assert completeness.is_complete(practice)


def test_empty_entry_lacks_exactly_the_needed_answers() -> None:
    practice = Practice.objects.create()
    found = completeness.issues(practice)
    assert [issue.field for issue in found] == ["title", "country", "period", "topics", "purpose", "process"]
    assert {issue.missing for issue in found} == {True}
    assert [issue.field for issue in found] == [question.field for question in QUESTIONS if question.needed]
    assert not completeness.is_complete(practice)


@pytest.mark.parametrize("field", ["title", "period", "purpose", "process"])
def test_blanks_are_no_answer(field: str) -> None:
    assert messages(draft_with(field, " \n")) == {field: f"Write an answer: {BY_FIELD[field].label}."}


def test_missing_choices_are_asked_for_as_choices() -> None:
    assert messages(make_draft(country="", topics=[])) == {
        "country": "Choose an answer: Country.",
        "topics": "Choose at least one topic.",
    }


@pytest.mark.parametrize(
    ("period", "message"),
    [
        ("2020-2015", "The end, 2015, is before the start, 2020. Write the earlier year first."),
        ("since 2150", "A year here is after 2100. Write the years in which it ran."),
    ],
)
def test_years_that_contradict_each_other_are_to_be_corrected(period: str, message: str) -> None:
    practice = draft_with("period", period)
    assert messages(practice) == {"period": message}
    assert [issue.flaw for issue in completeness.wrongs(practice)] == [Flaw.WRONG]
    assert completeness.warnings(practice) == []


def test_period_that_is_too_long_is_wrong_all_the_same() -> None:
    practice = draft_with("period", "2020-2015" + "x" * 120)
    assert messages(practice) == {"period": "129 characters; the limit is 120."}
    assert [issue.field for issue in completeness.wrongs(practice)] == ["period"]


def test_typed_city_of_another_country_is_to_be_corrected_until_it_is_said_that_none_is_meant() -> None:
    make_city("Saint-Denis", "FR")
    wrong = make_draft(country="DE", city=None, city_typed="Saint Denis")
    assert messages(wrong) == {"city": "Saint Denis is in France. Change the country?"}
    assert [issue.flaw for issue in completeness.wrongs(wrong)] == [Flaw.WRONG]
    wrong.city_typed = "Atlantis, France"
    assert messages(wrong) == {"city": "This names another country than the one that is chosen."}
    for right in (
        {"kept_typed": ["which-de-saint-denis"]},
        {"country": "FR"},
        {"country": ""},
        {"city_typed": "Atlantis"},
    ):
        given = {"country": "DE", "city": None, "city_typed": "Saint Denis"} | right
        assert "city" not in messages(make_draft(**given))


def test_period_without_a_year_is_a_warning_and_keeps_nobody_from_submitting() -> None:
    practice = draft_with("period", "sometime")
    assert completeness.is_complete(practice)
    assert [(each.field, each.flaw) for each in completeness.warnings(practice)] == [
        ("period", Flaw.DOUBTFUL)
    ]
    assert completeness.warnings(draft_with("period", "since 2015")) == []
    assert completeness.warnings(draft_with("period", "")) == []


LIMITED_BY_WORDS = [(question.field, question.words) for question in QUESTIONS if question.words]
LIMITED_BY_CHARACTERS = [
    (question.field, question.characters)
    for question in QUESTIONS
    if question.characters and question.field not in {"contact_email", "evidence_url"}
]


def test_limits_are_those_of_the_design() -> None:
    assert dict(LIMITED_BY_WORDS) == {
        "purpose": 300, "stimulus": 300, "process": 800, "impact": 400, "body": 800,
        "lessons": 400, "transfer": 400, "partners": 150,
    }  # fmt: skip
    assert dict(LIMITED_BY_CHARACTERS) == {"title": 120, "period": 120, "summary": 500, "contact_name": 120}


@pytest.mark.parametrize(("field", "limit"), LIMITED_BY_WORDS)
def test_words_up_to_the_limit_fit(field: str, limit: int) -> None:
    assert messages(draft_with(field, "word " * limit)) == {}
    assert messages(draft_with(field, "word " * (limit + 1))) == {
        field: f"{limit + 1} words; the limit is {limit}."
    }


@pytest.mark.parametrize(("field", "limit"), LIMITED_BY_CHARACTERS)
def test_characters_up_to_the_limit_fit(field: str, limit: int) -> None:
    assert messages(draft_with(field, "x" * limit)) == {}
    assert messages(draft_with(field, "x" * (limit + 1))) == {
        field: f"{limit + 1} characters; the limit is {limit}."
    }


def test_six_topics_are_too_many() -> None:
    topics = [make_topic(f"topic-{number}") for number in range(6)]
    assert messages(make_draft(topics=topics[:5])) == {}
    assert messages(make_draft(topics=topics)) == {"topics": "6 answers; the limit is 5."}


def test_city_belongs_to_its_country() -> None:
    assert messages(make_draft(country="SE", city=make_city("Bergen", "NO"))) == {
        "city": "Bergen is not in the chosen country."
    }


@pytest.mark.parametrize(
    ("field", "wrong", "right"),
    [
        ("contact_email", "office at city", "office@city.example"),
        ("evidence_url", "city.example/report", "https://city.example/report"),
        ("evidence_url", "javascript:alert(1)", "http://city.example"),
        (
            "documents",
            [{"title": "Plan", "url": "ftp://city.example"}],
            [{"title": "Plan", "url": "https://city.example/plan"}, {"title": "On paper", "url": ""}],
        ),
    ],
)
def test_addresses_have_their_form(field: str, wrong: Any, right: Any) -> None:
    assert list(messages(draft_with(field, wrong))) == [field]
    assert messages(draft_with(field, right)) == {}


def test_unlinked_names_the_cities_as_typed() -> None:
    practice = make_draft(city_typed="Ljuva", partner_cities_typed="Nära\n\n Fjärran ")
    assert completeness.unlinked(practice) == ["Ljuva", "Nära", "Fjärran"]
    assert completeness.unlinked(make_draft()) == []


def test_text_without_words_has_a_limit_too() -> None:
    assert messages(make_draft(purpose="![" * 3000)) == {}
    assert messages(make_draft(purpose="![" * 3001)) == {"purpose": "6002 characters; the limit is 6000."}


def test_answer_that_cannot_be_stored_is_said_with_both_figures() -> None:
    question = BY_FIELD["purpose"]
    said = completeness.too_long(question, "word " * question.ceiling)
    assert (str(question.ceiling) in said, str(5 * question.ceiling) in said) == (True, True)
