"""The answers of an entry where they cannot be changed: view pages, snapshots, conflicts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from practices.answers import codec, plaintext
from practices.answers.codec import Answers
from practices.answers.diff import Piece, pieces
from practices.models import Practice, Snapshot
from practices.questions import Kind, Question
from practices.template import QUESTIONS, SECTIONS


@dataclass(frozen=True)
class AnswerRow:
    """One question and its answer as text."""

    field: str
    label: str | Promise
    text: str


def sections(answers: Answers) -> Iterator[tuple[str | Promise, list[AnswerRow]]]:
    """Return the template's sections with their questions and the answers of a snapshot."""
    for section in SECTIONS:
        yield section.title, [_row(question, answers) for question in section.questions]


def differences(now: Answers, yours: Answers) -> list[tuple[AnswerRow, AnswerRow]]:
    """Return the answers that differ, as they are now and as a person has typed them; an edition says no contact."""
    unsaid = set(codec.CONTACT) - (now.keys() & yours.keys())
    now, yours = codec.whole(now), codec.whole(yours)
    differing = (q for q in QUESTIONS if q.field not in unsaid and now[q.field] != yours[q.field])
    return [(_row(question, now), _row(question, yours)) for question in differing]


def unpublished_changes(practice: Practice) -> list[tuple[AnswerRow, AnswerRow]]:
    """Return what the next edition would change: each answer that differs, on line and now; nothing without one."""
    if not practice.has_edition:
        return []
    ours = codec.encode(codec.public_answers(codec.read(practice)))
    return differences(codec.encode(codec.read(practice.edition)), ours)


def changes_since(practice: Practice, earlier: Snapshot | None) -> list[tuple[AnswerRow, AnswerRow]]:
    """Return what differs from an earlier snapshot; nothing without one."""
    return differences(earlier.answers, codec.encoded(practice)) if earlier else []


def compared(found: list[tuple[AnswerRow, AnswerRow]]) -> list[tuple[AnswerRow, list[Piece]]]:
    """Return the answers that differ, each with its words: the same, gone or new."""
    return [(now, pieces(before.text, now.text)) for before, now in found]


def _row(question: Question, answers: Answers) -> AnswerRow:
    value = answers.get(question.field)
    return AnswerRow(
        question.field, question.label, "" if codec.is_empty(value) else answer_text(question, value)
    )


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
