"""The answers that an entry of a file gives, and what about them the operator should know."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from practices.answers.ceilings import beyond, exceeds
from practices.answers.codec import TYPED, Answers, is_empty
from practices.answers.completeness import malformed, too_long
from practices.imports import values
from practices.imports.places import Places
from practices.imports.values import WrongType
from practices.models import Topic
from practices.places import countries
from practices.places.lookup import CityMatch
from practices.question_kinds import Kind, Question
from practices.template import WRITTEN, of_kind
from practices.text import UNSEEN, Document, fold


@dataclass
class Row:
    """The answers of one entry, what it translates, and notes on what could not be taken as it was."""

    answers: Answers = field(default_factory=dict)
    original: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def note(self, question: Question, message: str) -> None:
        self.notes.append(f"{question.label}: {message}")


def _topics() -> dict[str, Topic]:
    """Return all topics by folded name and slug."""
    return {fold(name): topic for topic in Topic.objects.all() for name in (topic.slug, topic.name)}


@dataclass
class Reader:
    """Reads the entries of one run, and looks every name up once."""

    places: Places = field(default_factory=Places)
    topics: dict[str, Topic] = field(default_factory=_topics)

    def read(self, given: dict[str, Any]) -> Row:
        """Return the answers that values by field give; raises `WrongType`, naming the question."""
        row, left = Row(), dict(given)
        for question in WRITTEN:
            try:
                if question.kind is Kind.CITY:
                    _let_first_lead(row, question, left)
                if not is_empty(value := left.get(question.field)):
                    self._read(row, question, value)
            except WrongType as error:
                raise WrongType(f"{question.label}: {error}") from error
        return row

    def _read(self, row: Row, question: Question, value: Any) -> None:
        if isinstance(value, str):
            if too_much := exceeds(value.strip(), question.ceiling):
                raise WrongType(too_much)
            if UNSEEN.search(value):
                row.note(question, _("signs that nobody can see were taken out."))
        answer = READERS[question.kind](self, row, question, value)
        row.answers[question.field] = answer
        if message := too_long(question, answer) or malformed(question, answer):
            row.note(question, message)


def _let_first_lead(row: Row, question: Question, given: dict[str, Any]) -> None:
    """Make all cities but the first of the lead city's cell partners."""
    first, *others = values.several(given.get(question.field)) or [""]
    if others:
        partners = of_kind(Kind.CITIES)[0].field
        given |= {question.field: first, partners: [*others, *values.several(given.get(partners))]}
        words = {"first": first, "others": ", ".join(others)}
        row.note(
            question, _("“%(first)s” leads; the other cities of the cell are partners: %(others)s.") % words
        )


def _kept[Value](question: Question, found: list[Value]) -> list[Value]:
    """Return the values that were found, before any is looked up; raises `WrongType` when they are too many."""
    if too_much := beyond(question, found):
        raise WrongType(too_much)
    return found


def _text(reader: Reader, row: Row, question: Question, value: Any) -> str:
    return values.clean_text(value)


def _line(reader: Reader, row: Row, question: Question, value: Any) -> str:
    return values.line(value)


def _address(reader: Reader, row: Row, question: Question, value: Any) -> str:
    address = values.line(value)
    if malformed(question, address):
        row.note(question, _("“%(text)s” is no web address; it is left out.") % {"text": address})
        return ""
    return address


def _country(reader: Reader, row: Row, question: Question, value: Any) -> str:
    name = values.line(value)
    code = countries.country_code(name)
    if name and not code:
        row.note(question, _("“%(text)s” is no country that is known; it is left out.") % {"text": name})
    return code


def _city(reader: Reader, row: Row, question: Question, value: Any) -> Any:
    name, country = values.line(value), row.answers.get("country", "")
    meant = reader.places.meant(name, country)
    if meant.cities and meant.cities[0].country.code == country:
        return meant.cities[0]
    if name:
        row.answers[TYPED[question.field]] = name
        row.note(question, _as_typed(name, meant))
    return None


def _cities(reader: Reader, row: Row, question: Question, value: Any) -> list[Any]:
    found: list[Any] = []
    typed = []
    for name in _kept(question, values.several(value)):
        meant = reader.places.meant(name, row.answers.get("country", ""))
        found += meant.cities
        if not meant.cities:
            typed.append(name)
            row.note(question, _as_typed(name, meant))
    row.answers[TYPED[question.field]] = "\n".join(typed)
    return list(dict.fromkeys(found))


def _as_typed(name: str, meant: CityMatch) -> str:
    if meant.is_open:
        return _("“%(name)s” may be one of several cities; it stays as typed.") % {"name": name}
    return _("“%(name)s” is not found in the list of cities; it stays as typed.") % {"name": name}


def _about(reader: Reader, row: Row, question: Question, value: Any) -> list[Topic]:
    names = _kept(question, values.several(value))
    for name in names:
        if fold(name) not in reader.topics:
            row.note(question, _("“%(name)s” is no topic; it is left out.") % {"name": name})
    found = [reader.topics[fold(name)] for name in names if fold(name) in reader.topics]
    return list(dict.fromkeys(found))


def _documents(reader: Reader, row: Row, question: Question, value: Any) -> list[Document]:
    """Return the documents; what is no web address becomes part of the title, where it is no link."""
    found = _kept(question, values.documents(value))
    for document in found:
        if malformed(question, [document]):
            row.note(
                question,
                _("“%(text)s” is no web address; it is kept as text.") % {"text": document["url"]},
            )
            document["title"], document["url"] = f"{document['title']} {document['url']}".strip(), ""
    return found


def _choice(reader: Reader, row: Row, question: Question, value: Any) -> str:
    said = values.line(value)
    chosen = _choices(question).get(fold(said), "")
    if not chosen:
        row.note(question, _("“%(text)s” is none of the answers; it is left out.") % {"text": said})
    return chosen


def _tick(reader: Reader, row: Row, question: Question, value: Any) -> bool:
    said = values.ticked(value)
    if said is None:
        row.note(question, _("“%(text)s” is neither yes nor no; it is not ticked.") % {"text": value})
    return bool(said)


@cache
def _choices(question: Question) -> dict[str, str]:
    """Return the values of a question with fixed answers by folded value and English label."""
    with translation.override("en"):
        pairs = question.choices() if question.choices else []
        return {fold(str(name)): value for value, label in pairs for name in (value, label)}


READERS: dict[Kind, Callable[[Reader, Row, Question, Any], Any]] = {
    Kind.LINE: _line,
    Kind.EMAIL: _line,
    Kind.ADDRESS: _address,
    Kind.PLAIN: _text,
    Kind.TEXT: _text,
    Kind.PERIOD: _line,
    Kind.COUNTRY: _country,
    Kind.CITY: _city,
    Kind.CITIES: _cities,
    Kind.TOPICS: _about,
    Kind.DOCUMENTS: _documents,
    Kind.CHOICE: _choice,
    Kind.TICK: _tick,
}
"""How an answer of each kind is read."""
