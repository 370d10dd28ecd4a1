"""The answers of an entry where they cannot be changed: view pages, snapshots, conflicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from practices.answers import codec, plaintext
from practices.answers.article import LINKED, Item
from practices.answers.attachments import ShownAttachment, shown_attachments
from practices.answers.codec import Answers
from practices.answers.file_places import PREVIEW_PLACES
from practices.answers.period_reading import Reading
from practices.answers.pictures import ShownPicture, shown_pictures
from practices.question_kinds import MOST_VALUES, Kind, Question
from practices.template import BY_FIELD, SECTIONS
from practices.text import as_html

FOLLOWED = {Kind.DOCUMENTS, Kind.ADDRESS, Kind.EMAIL}
NOTHING_READ: Mapping[str, Reading] = MappingProxyType({})


@dataclass(frozen=True)
class AnswerRow:
    """One question and its answer as text, and what was understood of it; `links` are what its readers can follow."""

    field: str
    label: str | Promise
    text: str
    reading: Reading | None = None
    links: Sequence[Item] = ()
    pictures: Sequence[ShownPicture] = ()
    attachments: Sequence[ShownAttachment] = ()

    @property
    def html(self) -> SafeString:
        """Return a long answer as readers see it; nothing of a short one."""
        is_long = BY_FIELD[self.field].kind is Kind.TEXT
        return mark_safe(as_html(self.text) if is_long else "")  # noqa: S308  what practices.text.as_html made


class AnswerSection(NamedTuple):
    """A section of the template with its questions, answered or not."""

    title: str | Promise
    rows: list[AnswerRow]

    @property
    def answered(self) -> list[AnswerRow]:
        return [row for row in self.rows if row.text]

    @property
    def unanswered(self) -> list[AnswerRow]:
        return [row for row in self.rows if not row.text]


def sections(answers: Answers, readings: Mapping[str, Reading] = NOTHING_READ) -> list[AnswerSection]:
    """Return the template's sections with their questions and the answers of a snapshot, and what was understood of them."""
    return [
        AnswerSection(
            section.title,
            [
                replace(answer_row(question, answers), reading=readings.get(question.field))
                for question in section.questions
            ],
        )
        for section in SECTIONS
    ]


def answer_row(question: Question, answers: Answers) -> AnswerRow:
    """Return a question with its answer of a snapshot."""
    value = answers.get(question.field)
    if codec.is_empty(value):
        return AnswerRow(question.field, question.label, "")
    return AnswerRow(
        question.field,
        question.label,
        answer_text(question, value),
        links=_links(question, value),
        pictures=shown_pictures(value or (), PREVIEW_PLACES.picture)
        if question.kind is Kind.PICTURES
        else (),
        attachments=shown_attachments(value or (), PREVIEW_PLACES.attachment)
        if question.kind is Kind.ATTACHMENTS
        else (),
    )


def _links(question: Question, value: Any) -> list[Item]:
    """Return documents and addresses as the public page has them; more than it shows stay text."""
    is_cut = question.kind is Kind.DOCUMENTS and len(value) > MOST_VALUES
    return [] if is_cut or question.kind not in FOLLOWED else list(LINKED[question.kind](value, {}))


def answer_text(question: Question, value: Any) -> str:
    """Return an answer of a snapshot as text, that tells which cities are not linked."""
    return plaintext.of(question, value, WRITERS)


def _cities(cities: list[dict[str, str]]) -> str:
    typed = _("%(city)s (as typed, not linked yet)")  # once: of old entries there may be very many
    return "\n".join(
        city["name"] if city["slug"] or not city["name"] else typed % {"city": city["name"]}
        for city in cities
    )


def _topics(topics: list[dict[str, str]]) -> str:
    return "\n".join(capfirst(topic["name"]) for topic in topics)


WRITERS: plaintext.Writers = {
    **plaintext.WRITERS,
    Kind.CITY: lambda city: _cities([city]),
    Kind.CITIES: _cities,
    Kind.TOPICS: _topics,
}
"""What is written otherwise than in a mail."""
