"""The answers of a snapshot as plain text."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_countries import countries

from practices.answers import attachments, codec, pictures
from practices.answers.codec import Answers
from practices.answers.diff import Piece, pieces
from practices.question_kinds import Kind, Question
from practices.template import QUESTIONS, SECTIONS
from practices.text import documents_to_lines

type Row = tuple[str | Promise, str]
"""The label of a question, and its answer."""
type Writers = dict[Kind, Callable[[Any], str]]


def answered_sections(answers: Answers) -> Iterator[tuple[str | Promise, list[Row]]]:
    """Return the template's sections with what was answered in them; sections without an answer are left out."""
    for section in SECTIONS:
        answered = [
            (question.label, of(question, answers[question.field], IN_MAILS))
            for question in section.questions
            if not codec.is_empty(answers.get(question.field))
        ]
        if rows := [(label, text) for label, text in answered if text]:
            yield section.title, rows


def changes(before: Answers, now: Answers) -> Iterator[tuple[str | Promise, list[Piece]]]:
    """Return the answers that differ between two snapshots, each with its words: the same, gone or new; no contact."""
    before, now = codec.whole(before), codec.whole(now)
    for question in (each for each in QUESTIONS if each.field not in codec.CONTACT):
        stood, stands = (of(question, said[question.field]) for said in (before, now))
        if stood != stands:
            yield question.label, pieces(stood, stands)


def of(question: Question, value: Any, writers: Writers | None = None) -> str:
    """Return an answer of a snapshot as text, by `writers` or as a mail writes it.

    A choice that the template no longer knows stays as it is.
    """
    if writes := (writers or WRITERS).get(question.kind):
        return writes(value)
    if question.choices:
        return str(dict(question.choices()).get(value, value))
    return str(value)


def _country(country: dict[str, str]) -> str:
    return str(countries.name(country["code"]) or country["name"])


def _names(rows: list[dict[str, str]]) -> str:
    return "\n".join(row["name"] for row in rows)


WRITERS: Writers = {
    Kind.COUNTRY: _country,
    Kind.CITY: lambda city: str(city["name"]),
    Kind.CITIES: _names,
    Kind.TOPICS: _names,
    Kind.DOCUMENTS: documents_to_lines,
    Kind.TICK: lambda ticked: _("Yes") if ticked else "",
    Kind.PICTURES: pictures.as_text,
    Kind.ATTACHMENTS: attachments.attachments_as_text,
}
"""How the kinds whose answers are no plain texts are written out."""
IN_MAILS: Writers = WRITERS | {
    Kind.PICTURES: pictures.as_numbered_text,
    Kind.ATTACHMENTS: attachments.attachments_as_numbered_text,
}
"""What is written otherwise where nothing is compared: no reader knows a file by its digest."""
