"""Answers from files: what is taken as it is, what is reported, and what refuses the entry."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practices.models import Edition, Practice
from practices.workflow import Status
from tests.builders import make_city, make_topic
from tests.imports.written import ENTRY, brought_in, imported, json_of, totals

pytestmark = [pytest.mark.django_db, pytest.mark.alike]


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
    practice, said = imported(
        tmp_path, title="A\0 table\ud800", purpose="To\x0bme\u202eet.\x07", city="Ys\ufffe"
    )
    assert (practice.title, practice.purpose, practice.city_typed) == ("A table", "To\nmeet.", "Ys")
    assert [line.partition(": ")[2] for line in said] == [
        (
            "Title: signs that nobody can see were taken out. City: signs that nobody can see were taken out. "
            "City: “Ys” is not found in the list of cities; it stays as typed. "
            "Purpose: signs that nobody can see were taken out."
        )
    ]


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
        ("city", "\0", None, "City: signs that nobody can see were taken out."),
        ("contact_email", "nobody", "nobody", "E-mail: Write an e-mail address such as office@city.example."),
        (
            "period",
            "2020-2010",
            "2020-2010",
            "Period: The end, 2010, is before the start, 2020. Write the earlier year first.",
        ),
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


@pytest.mark.parametrize("dry", [True, False])
def test_entry_that_contradicts_itself_or_has_no_address_stays_a_draft_and_both_are_told_once(
    tmp_path: Path, *, dry: bool
) -> None:
    make_city("Saint-Denis", "FR")
    wrong = {"period": "2020-2010", "contact_email": "not an address", "contact_public": "yes"}
    abroad = {"title": "B", "city": "Saint Denis"}
    path = json_of(tmp_path, ENTRY | wrong, ENTRY | abroad, ENTRY | {"title": "C"})
    assert brought_in(path, publish=True, dry_run=dry) == [
        (
            "entry 1, “A table”: It stays a draft: "
            "Period: The end, 2010, is before the start, 2020. Write the earlier year first. "
            "E-mail: Write an e-mail address such as office@city.example."
        ),
        (
            "entry 2, “B”: City: “Saint Denis” is not found in the list of cities; it stays as typed. "
            "It stays a draft: City: Saint Denis is in France. Change the country?"
        ),
        totals(created=3, published=1),
    ]
    assert [each.title for each in Edition.objects.all()] == ([] if dry else ["C"])


@pytest.mark.parametrize(
    "cell", ["housing; roma", "housing;Roma", "housing | roma", "housing\nroma;;", "roma;housing;"]
)
def test_topics_of_a_cell_are_split_as_spreadsheets_separate_them(tmp_path: Path, cell: str) -> None:
    make_topic("housing"), make_topic("roma", "Roma")
    practice, said = imported(tmp_path, topics=cell)
    assert sorted(topic.slug for topic in practice.topics.all()) == ["housing", "roma"]
    assert said == []


def test_partner_cities_of_a_cell_are_split_at_semicolons(tmp_path: Path) -> None:
    oslo, bergen = make_city("Oslo"), make_city("Bergen")
    practice, said = imported(tmp_path, partner_cities="Oslo; Nowhere;Bergen")
    assert (set(practice.partner_cities.all()), practice.partner_cities_typed) == ({oslo, bergen}, "Nowhere")
    assert len(said) == 1


def test_semicolon_within_a_document_stays(tmp_path: Path) -> None:
    cell = "Report; part 2 <https://city.example/a;b>; https://city.example/c;d; https://city.example/e"
    practice, said = imported(tmp_path, documents=cell)
    assert [(document["title"], document["url"]) for document in practice.documents] == [
        ("Report; part 2", "https://city.example/a;b"),
        ("", "https://city.example/c;d"),
        ("", "https://city.example/e"),
    ]
    assert said == []


@pytest.mark.parametrize(
    "cell", ["Bergen; Oslo, NO; Nowhere", "Bergen | Oslo | Nowhere", ["Bergen", "Oslo", "Nowhere"]]
)
def test_first_of_several_cities_leads_and_the_others_are_partners(tmp_path: Path, cell: Any) -> None:
    bergen, oslo, turin = make_city("Bergen"), make_city("Oslo"), make_city("Turin", "IT")
    practice, said = imported(tmp_path, city=cell, partner_cities="Turin, Italy; Oslo")
    assert (practice.city, practice.city_typed) == (bergen, "")
    assert (set(practice.partner_cities.all()), practice.partner_cities_typed) == ({oslo, turin}, "Nowhere")
    other = "Oslo, NO" if isinstance(cell, str) and ", NO" in cell else "Oslo"
    assert said == [
        (
            f"entry 1, “A table”: City: “Bergen” leads; the other cities of the cell are partners: {other}, Nowhere. "
            "Partner cities: “Nowhere” is not found in the list of cities; it stays as typed."
        )
    ]


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("title", "x" * 2_001, "Title: 2001 characters; at most 2000 can be kept. Make it shorter."),
        ("city", "x" * 1_000_000, "City: 1000000 characters; at most 2000 can be kept. Make it shorter."),
        ("purpose", "x" * 200_001, "Purpose: 200001 characters; at most 200000 can be kept. Make it shorter."),
        ("topics", ["x"] * 2 + [str(n) for n in range(300)], "Topics: 301 answers; at most 200 can be kept. Leave some out."),
        ("partner_cities", ";".join(map(str, range(201))), "Partner cities: 201 answers; at most 200 can be kept. Leave some out."),
        ("partner_cities", [f"{n}" for n in range(50_000)], "Partner cities: 50000 answers; at most 200 can be kept. Leave some out."),
        ("documents", "x <https://city.example/>\n" * 201, "Key reference documents: 201 answers; at most 200 can be kept. Leave some out."),
    ],
)  # fmt: skip
def test_what_is_more_than_can_be_kept_is_refused_before_it_is_looked_up(
    tmp_path: Path, field: str, value: Any, reason: str
) -> None:
    with CaptureQueriesContext(connection) as captured:
        said = brought_in(json_of(tmp_path, ENTRY | {field: value}), publish=True)
    assert said[0].partition("refused: ")[2] == reason
    assert said[1:] == [totals(refused=1)]
    assert len(captured) == 2  # the version, and the topics
