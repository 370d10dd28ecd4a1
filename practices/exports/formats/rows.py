"""The rows of tables: how does a practice stand in cells, so that people read it and an import finds the same answers?

The columns are the questions of the template, by field, and what stands around them in `record.COLUMNS`; a spreadsheet has
them with headings for people, in the order of the page. Values are in English, as the import reads them; no cell is a formula.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any

from django.utils import translation
from django.utils.timezone import localtime

from practices.answers.attachments import attachment_on_site
from practices.answers.cells import disarmed
from practices.answers.codec import TYPED, Answers
from practices.answers.columns import IN_PAGE_ORDER, headings
from practices.answers.pictures import address_on_site
from practices.answers.uploaded import FileRow
from practices.exports import record
from practices.exports.formats.taken import Taken, licence_of
from practices.models import City, Edition
from practices.places.countries import country_name
from practices.question_kinds import Kind, Question
from practices.template import FIELDS, QUESTIONS
from practices.text import documents_to_lines, lines

type Cell = str | int
type Row = dict[str, Cell]

BETWEEN = " | "
AROUND = tuple(name for name in record.COLUMNS if name != "answers")
OF_FILE = ("list", "taken_on", "catalogue_version")
"""What each row says of the file that it came in: tables have no other place for it."""
DATES = {*(name for name in AROUND if record.COLUMNS[name][0].get("format") == "date-time"), "taken_on"}


def columns() -> list[str]:
    """Return the names of all columns, in their order."""
    parts = [_names(name, record.COLUMNS[name][0]) for name in AROUND]
    return [*FIELDS, *(name for names in parts for name in names), *OF_FILE]


def _names(name: str, schema: record.Schema) -> list[str]:
    return [f"{name}_{part}" for part in schema.get("properties", ())] or [name]


def rows(taken: Taken) -> Iterator[list[Cell]]:
    """Give the cells of each practice, in the order of `columns`."""
    about = {name: taken.about[name] for name in OF_FILE}
    for edition in taken.editions:
        row = cells_of(edition) | about
        yield [disarmed(cell) if isinstance(cell, str) else cell for cell in row.values()]


def heads() -> list[str]:
    """Return what the columns of a spreadsheet are called, in the order of the page of a practice."""
    return [headings()[name] for name in _for_people()]


def rows_for_people(taken: Taken) -> Iterator[list[Cell | date]]:
    """Give the cells of each practice, in the order of `heads`, dates as dates."""
    for row in rows(taken):
        cells = dict(zip(columns(), row, strict=True))
        yield [_date(name, cells[name]) for name in _for_people()]


def _for_people() -> list[str]:
    return [*IN_PAGE_ORDER, *columns()[len(FIELDS) :]]


def _date(name: str, cell: Cell) -> Cell | date:
    if not (cell and name in DATES):
        return cell
    moment = datetime.fromisoformat(str(cell))
    return localtime(moment).date() if moment.tzinfo else moment.date()


def cells_of(edition: Edition) -> Row:
    """Return what stands in the cells of a practice, by column, without those of the file; not disarmed yet."""
    answers = record.public_answers_of(edition)
    row: Row = {field: write(answers[field], answers) for field, write in _writers().items()}
    for name in AROUND:
        value = licence_of(edition) if name == "licence" else record.COLUMNS[name][1](edition)
        parts = (
            {f"{name}_{part}": each for part, each in value.items()}
            if isinstance(value, dict)
            else {name: value}
        )
        row |= {column: _cell(each) for column, each in parts.items()}
    return row


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return value
    return value.isoformat() if isinstance(value, datetime) else str(value or "")


@cache
def _writers() -> dict[str, Callable[[Any, Answers], str]]:
    """Return how the answer to each question is written, by field."""
    return {question.field: WRITERS.get(question.kind) or _as_text(question) for question in QUESTIONS}


def _as_text(question: Question) -> Callable[[Any, Answers], str]:
    with translation.override("en"):
        labels = {value: str(label) for value, label in question.choices()} if question.choices else {}
    return lambda value, _answers: str(labels.get(value, value))


@cache
def _country(code: str) -> str:
    with translation.override("en"):
        return country_name(code) if code else ""


def _city(city: City | None, answers: Answers) -> str:
    return city.name if city else str(answers[TYPED["city"]])


def _cities(cities: list[City], answers: Answers) -> str:
    """Name a city of another country with it, so that it is found again."""
    here = answers["country"]
    own = [
        city.name if city.country == here else f"{city.name}, {_country(city.country.code)}"
        for city in cities
    ]
    return BETWEEN.join([*own, *lines(answers[TYPED["partner_cities"]])])


def _attachments(rows: list[FileRow]) -> str:
    """Name documents by their titles and addresses, as those are that are elsewhere."""
    return documents_to_lines([{"title": row["title"], "url": attachment_on_site(row)} for row in rows])


WRITERS: dict[Kind, Callable[[Any, Answers], str]] = {
    Kind.COUNTRY: lambda code, _answers: _country(code),
    Kind.CITY: _city,
    Kind.CITIES: _cities,
    Kind.TOPICS: lambda topics, _answers: BETWEEN.join(map(str, topics)),
    Kind.DOCUMENTS: lambda documents, _answers: documents_to_lines(documents),
    Kind.TICK: lambda is_ticked, _answers: "yes" if is_ticked else "",
    Kind.PICTURES: lambda pictures, _answers: BETWEEN.join(
        map(address_on_site, pictures)
    ),  # no cell can bring one in again
    Kind.ATTACHMENTS: lambda rows, _answers: _attachments(rows),
}
"""How the answers are written that are no texts."""
