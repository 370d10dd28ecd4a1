"""The spine and its columns."""

import pytest

from practices import checks
from practices.choices import RIGHT_TO_LEFT, Language
from practices.models import Content
from practices.question_kinds import Kind
from practices.template import BY_FIELD, FIELDS, QUESTIONS, SECTIONS, of_kind


def test_fields_are_unique_and_in_order() -> None:
    assert len(FIELDS) == len(QUESTIONS) == sum(len(section.questions) for section in SECTIONS)


def test_programme_questions_stand_in_its_order() -> None:
    story = [question.field for question in SECTIONS[1].questions]
    assert story[:5] == ["purpose", "stimulus", "process", "impact", "documents"]


def test_columns_carry_no_words_of_their_own() -> None:
    for field in Content._meta.get_fields():
        if field.name in FIELDS:
            assert (str(getattr(field, "help_text", "")), getattr(field, "_verbose_name", None)) == ("", None)


def test_template_matches_columns() -> None:
    assert checks.template_matches_columns() == []


def test_check_finds_a_question_without_column_and_a_column_without_question(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checks, "FIELDS", (*FIELDS[1:], "weather"))
    assert [(error.id, error.msg) for error in checks.template_matches_columns()] == [
        ("practices.E001", "The question “weather” has no column."),
        ("practices.E002", "The column “title” has no question."),
    ]


@pytest.mark.parametrize(
    ("field", "limit"),
    [
        ("purpose", "Up to 300 words."),
        ("title", "Up to 120 characters."),
        ("topics", "Up to 5."),
        ("country", ""),
    ],
)
def test_limit_is_a_sentence(field: str, limit: str) -> None:
    assert str(BY_FIELD[field].limit) == limit


def test_every_official_language_of_the_european_union_is_offered_and_people_find_theirs_by_its_letter() -> (
    None
):
    official = [
        "bg",
        "hr",
        "cs",
        "da",
        "nl",
        "en",
        "et",
        "fi",
        "fr",
        "de",
        "el",
        "hu",
        "ga",
        "it",
        "lv",
        "lt",
        "mt",
        "pl",
        "pt",
        "ro",
        "sk",
        "sl",
        "es",
        "sv",
    ]
    assert set(official) <= set(Language.values)
    assert Language.labels == sorted(Language.labels)
    assert set(Language.values) >= RIGHT_TO_LEFT


def test_choices_have_their_values() -> None:
    for question in of_kind(Kind.CHOICE):
        assert question.choices is not None
        assert len(question.choices()) > 1
