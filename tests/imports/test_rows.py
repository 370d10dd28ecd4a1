"""Answers from files: what is taken as it is, what is reported, and what refuses the entry."""

from pathlib import Path
from typing import Any

import pytest

from practices.models import Edition, Practice
from practices.workflow import Status
from tests.imports.written import ENTRY, brought_in, imported, json_of, totals

pytestmark = pytest.mark.django_db


def test_unknown_columns_are_named_once_and_ignored(tmp_path: Path) -> None:
    path = json_of(
        tmp_path,
        ENTRY | {"colour": "red"},
        ENTRY | {"title": "B", "colour": "", "status": "published"},
        note="x",
    )
    assert brought_in(path) == [
        "Columns that are not known, and ignored: note, colour, status.",
        totals(created=2),
    ]
    assert [p.status for p in Practice.objects.all()] == [Status.DRAFT, Status.DRAFT]


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("a text", "entry 1: refused: it is no object with the answers by name"),
        ({"title": ["A"]}, "entry 1: refused: Title: a text is expected"),
        ({"title": True}, "entry 1: refused: Title: a text is expected"),
        ({"title": " "}, "entry 1: refused: it has no title"),
        ({"title": "A", "purpose": {"a": 1}}, "entry 1, “A”: refused: Purpose: a text is expected"),
        ({"title": "A", "topics": [["x"]]}, "entry 1, “A”: refused: Topics: a text is expected"),
        (
            {"title": "A", "documents": [7.5]},
            "entry 1, “A”: refused: Key reference documents: a text is expected",
        ),
        (
            {"title": "A", "documents": [{"name": "x"}]},
            (
                "entry 1, “A”: refused: Key reference documents: "
                "each document has a “title” and a “url”, and nothing else"
            ),
        ),
        (
            {"title": "A", "source_url": "javascript:alert(1)"},
            "entry 1, “A”: refused: its source_url is no web address",
        ),
        ({"title": "A", "source_url": []}, "entry 1, “A”: refused: a text is expected"),
        (
            {"title": "A", "source_url": "https://city.example/" + "a" * 500},
            "entry 1, “A”: refused: its source_url is too long",
        ),
    ],
)
def test_entry_of_wrong_types_is_refused_and_the_rest_goes_on(tmp_path: Path, entry: Any, fault: str) -> None:
    assert brought_in(json_of(tmp_path, entry, ENTRY)) == [fault, totals(created=1, refused=1)]
    assert [p.title for p in Practice.objects.all()] == ["A table"]


def test_address_of_the_evidence_is_kept(tmp_path: Path) -> None:
    practice, said = imported(tmp_path, evidence_url=" https://city.example/report ")
    assert (practice.evidence_url, said) == ("https://city.example/report", [])


def test_signs_that_no_database_holds_are_taken_out(tmp_path: Path) -> None:
    practice, said = imported(tmp_path, title="A\0 table\ud800")
    assert practice.title == "A table"
    assert said == ["entry 1, “A table”: Title: signs that no text can hold were taken out."]


@pytest.mark.parametrize(
    ("field", "value", "kept", "note"),
    [
        ("country", "Atlantis", "", "Country: “Atlantis” is no country that is known; it is left out."),
        ("topics", ["nonsense"], [], "Topics: “nonsense” is no topic; it is left out."),
        ("cost", "a lot", "", "Cost: “a lot” is none of the answers; it is left out."),
        ("language", "Elvish", "", "Language of the text: “Elvish” is none of the answers; it is left out."),
        (
            "contact_public",
            "perhaps",
            False,
            "Show this contact to the public: “perhaps” is neither yes nor no; it is not ticked.",
        ),
        (
            "evidence_url",
            "javascript:alert(1)",
            "",
            "Address of the evidence: “javascript:alert(1)” is no web address; it is left out.",
        ),
        ("city", "\0", None, "City: signs that no text can hold were taken out."),
        ("contact_email", "nobody", "nobody", "E-mail: Write an e-mail address such as office@city.example."),
        (
            "documents",
            ["A <javascript:x>"],
            [{"title": "A javascript:x", "url": ""}],
            "Key reference documents: “javascript:x” is no web address; it is kept as text.",
        ),
        ("title", "x" * 121, "x" * 121, "Title: 121 characters; the limit is 120."),
    ],
)
def test_answer_that_cannot_be_taken_keeps_the_row_and_is_reported(
    tmp_path: Path, field: str, value: Any, kept: Any, note: str
) -> None:
    practice, said = imported(tmp_path, **{field: value})
    stored = getattr(practice, field)
    assert (list(stored.all()) if hasattr(stored, "all") else stored) == kept
    assert [line.partition(": ")[2] for line in said] == [note]


def test_entry_without_a_known_country_stays_a_draft(tmp_path: Path) -> None:
    said = brought_in(json_of(tmp_path, ENTRY | {"country": "Atlantis"}), publish=True)
    assert said == [
        (
            "entry 1, “A table”: Country: “Atlantis” is no country that is known; it is left out. "
            "It stays a draft: An edition needs at least a title and a country."
        ),
        totals(created=1),
    ]
    assert (Practice.objects.get().status, Edition.objects.count()) == (Status.DRAFT, 0)
