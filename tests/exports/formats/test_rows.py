"""Do cells come back by an import as the answers that they were, hostile ones too?"""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from practices.answers import codec
from practices.exports import record
from practices.exports.formats import rows
from practices.exports.formats.taken import ABOUT
from practices.exports.record import public_answers_of
from practices.imports.files import read_file
from practices.imports.practices import COLUMNS, import_practices
from practices.imports.rows import Reader
from practices.models import Edition
from practices.template import FIELDS
from tests.builders import make_city, make_topic, published
from tests.exports.formats.readers import TITLES

pytestmark = pytest.mark.django_db

HOSTILE: dict[str, Any] = {
    "title": '=HYPERLINK("https://evil.example","click")',
    "summary": '+1 and -1; “quoted” "quoted", \'tis | a bar',
    "purpose": "-2+3\n\n- a list\n- of two\n\n@somebody",
    "stimulus": "'=1 begins with an apostrophe",
    "process": "Zwölf Schiffe\nعربي עברית 한국어 🎉",
    "impact": "\uff1d1+1",
    "documents": [
        {"title": "=cmd|' /C calc'!A0", "url": "https://city.example/a;b"},
        {"title": "A", "url": ""},
    ],
    "period": "@2015-2020",
    "partners": "+47 555",
    "cost": "under-10k",
    "outcome": "completed",
    "language": "de",
}


def make_hostile() -> Edition:
    practice = published(
        country="NO",
        city=make_city(),
        partner_cities=[make_city("Porto", "PT"), make_city("Oslo")],
        topics=[make_topic("education", "Education"), make_topic("roma", "Roma people")],
        contact_name="=Office",
        contact_email="office@city.example",
        contact_public=True,
        **HOSTILE,
    )
    return Edition.objects.get(practice=practice)


def answers_of_file(client: Client, tmp_path: Path, ending: str) -> list[dict[str, Any]]:
    file = tmp_path / f"practices.{ending}"
    file.write_bytes(client.get(f"/practices.{ending}").content)
    return [Reader().read(entry.values).answers for entry in read_file(file).entries]


AROUND = {
    "csv": {*rows.columns()} - COLUMNS,
    "xlsx": {*rows.columns()} - COLUMNS,
    "json": {*record.COLUMNS} - COLUMNS - {"answers"} | {*ABOUT},
}
"""What a file says besides what an import reads, by its ending."""


@pytest.mark.parametrize("ending", AROUND)
def test_answers_come_back_unchanged(client: Client, tmp_path: Path, ending: str) -> None:
    edition = make_hostile()
    [found] = answers_of_file(client, tmp_path, ending)
    said = {field: value for field, value in public_answers_of(edition).items() if not codec.is_empty(value)}
    assert {field: found.get(field) for field in said} == said


@pytest.mark.parametrize("ending", AROUND)
def test_import_knows_the_entry_again(client: Client, tmp_path: Path, ending: str) -> None:
    make_hostile()
    file = tmp_path / f"practices.{ending}"
    file.write_bytes(client.get(f"/practices.{ending}").content)
    totals = import_practices(file, say=lambda _line: None)
    assert (totals.created, totals.there, totals.refused) == (0, 1, 0)
    assert set(totals.unknown) == AROUND[ending]


def test_no_cell_is_a_formula(client: Client) -> None:
    make_hostile()
    text = client.get("/practices.csv").content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert [cell for cell in cells if cell[:1] in {*"=+-@\t\r\n\uff1d"} and cell] == []
    assert TITLES["csv"](text.encode("utf-8-sig")) == [HOSTILE["title"]]


def test_columns_are_the_questions_and_what_stands_around_them(client: Client) -> None:
    make_hostile()
    text = client.get("/practices.csv").content.decode("utf-8-sig")
    header, row = list(csv.reader(io.StringIO(text, newline="")))
    said = dict(zip(header, row, strict=True))
    assert header == rows.columns()
    assert header[: len(FIELDS)] == list(FIELDS)
    told = {name: said[name] for name in ("country", "city", "partner_cities", "topics", "cost", "language")}
    assert told == {
        "country": "Norway",
        "city": "Bergen",
        "partner_cities": "Oslo | Porto, Portugal",
        "topics": "Education | Roma people",
        "cost": "Under 10,000 euros a year",
        "language": "German",
    }
    assert (said["period_start"], said["period_ongoing"], said["edition"]) == ("2015", "no", "1")
    assert said["licence"] == "licence not stated"
