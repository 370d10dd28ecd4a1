"""The ceilings of what is stored: is an answer, or a note, more than an entry can keep?

They lie far above the limits that `completeness` asks for. Whatever reads, compares or folds a text asks here first.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.answers.codec import TYPED, Answers
from practices.question_kinds import LONGEST_LINE, LONGEST_NOTE, MOST_VALUES, Kind, Question
from practices.template import QUESTIONS
from practices.text import lines

CHARACTERS = _("%(count)d characters; at most %(limit)d can be kept. Make it shorter.")
ONE_LINE = _("A line has %(count)d characters; at most %(limit)d can be kept. Make it shorter.")
VALUES = _("%(count)d answers; at most %(limit)d can be kept. Leave some out.")
LISTED = {Kind.CITIES, Kind.DOCUMENTS}


class TooLong(Exception):
    """Answers are more than can be stored; `messages` says by field how much too long, `str()` says all of it."""

    def __init__(self, found: dict[Question, str]) -> None:
        self.messages = {
            question.field: f"{question.label}: {message}" for question, message in found.items()
        }
        super().__init__(" ".join(self.messages.values()))


def refuse_too_long(answers: Answers) -> None:
    """Raise `TooLong` when some answers, or cities that are only typed, are more than can be stored."""
    found = {
        question: message
        for question in QUESTIONS
        for name in (question.field, TYPED.get(question.field, ""))
        if (message := beyond(question, answers.get(name)))
    }
    if found:
        raise TooLong(found)


def beyond(question: Question, value: Any) -> str:
    """Return why an answer, or a text typed as one, cannot be stored, with both figures; an empty text if it can."""
    if isinstance(value, str):
        if message := exceeds(value, question.ceiling):
            return message
        value = lines(value) if question.kind in LISTED else []
    if not isinstance(value, list):
        return ""
    if len(value) > MOST_VALUES:
        return _said(VALUES, len(value), MOST_VALUES)
    longest = max((len(part) for each in value for part in _parts(each)), default=0)
    return _said(ONE_LINE, longest, LONGEST_LINE) if longest > LONGEST_LINE else ""


def exceeds(text: str, limit: int = LONGEST_NOTE) -> str:
    """Return by how much a text, or else a note, is longer than can be stored; an empty text if it is not."""
    return _said(CHARACTERS, len(text), limit) if len(text) > limit else ""


def note_beyond(**notes: str) -> tuple[str, str] | None:
    """Return the name of the first note that is longer than can be stored, and why; None if all can be."""
    return next(((name, why) for name, text in notes.items() if (why := exceeds(text))), None)


def _parts(value: Any) -> Iterable[str]:
    """Return the texts of one of several values; a row of the database has none of an entry's."""
    if isinstance(value, str):
        return (value,)
    return [each for each in value.values() if isinstance(each, str)] if isinstance(value, dict) else ()


def _said(message: str | Promise, count: int, limit: int) -> str:
    return str(message % {"count": count, "limit": limit})
