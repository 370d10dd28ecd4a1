"""What a filled form means: its answers as the form on the site sends them, and a note on what cannot be understood."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from practices.imports.values import several, ticked
from practices.imports.word.filled import Filled
from practices.models import Topic
from practices.places.countries import country_code
from practices.question_kinds import Kind, Question
from practices.template import WRITTEN
from practices.text import beginning, fold


@dataclass
class Meaning:
    """`sent` is what a form would send; `notes` say by field what was not understood, whose words are `left`."""

    sent: MultiValueDict[str, str] = field(default_factory=MultiValueDict)
    notes: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    def leave(self, question: Question, note: str, words: str) -> None:
        """Keep words that are no answer to a question out of it, with the reason."""
        self.notes[question.field] = note % {"text": beginning(words)}
        self.left.append(f"{question.label}: {words}")


def meaning_of(filled: Filled) -> Meaning:
    """Return what a file means; nothing of it is lost."""
    meaning = Meaning(left=list(filled.left))
    for question in WRITTEN:
        READERS.get(question.kind, _as_written)(meaning, question, filled)
    return meaning


def _as_written(meaning: Meaning, question: Question, filled: Filled) -> None:
    meaning.sent[question.field] = filled.texts.get(question.field, "")


def _country(meaning: Meaning, question: Question, filled: Filled) -> None:
    name = filled.texts.get(question.field, "")
    meaning.sent[question.field] = code = country_code(name)
    if name and not code:
        meaning.leave(question, _("“%(text)s” is no country that is known; it is left out."), name)


def _choice(meaning: Meaning, question: Question, filled: Filled) -> None:
    said = filled.texts.get(question.field, "")
    meaning.sent[question.field] = chosen = _labels(question).get(fold(said), "")
    if said and not chosen:
        meaning.leave(question, _("“%(text)s” is none of the answers; it is left out."), said)


def _topics(meaning: Meaning, question: Question, filled: Filled) -> None:
    known = {fold(name): topic.slug for topic in Topic.objects.all() for name in (topic.slug, topic.name)}
    found = []
    for name in _named(filled.texts.get(question.field, ""), known) + filled.boxes.get(question.field, []):
        if slug := known.get(fold(name)):
            found.append(slug)
        else:
            meaning.leave(question, _("“%(text)s” is no topic; it is left out."), name)
    meaning.sent.setlist(question.field, list(dict.fromkeys(found)))


def _named(text: str, known: dict[str, str]) -> list[str]:
    """Return the names in a text, one a line, or with signs between; a name may hold a comma of its own."""
    names = several(text)
    return [
        part
        for name in names
        for part in ([name] if fold(name) in known else several(name.replace(",", ";")))
    ]


def _tick(meaning: Meaning, question: Question, filled: Filled) -> None:
    said = filled.texts.get(question.field, "")
    is_ticked = bool(filled.boxes.get(question.field)) or ticked(said)
    if is_ticked:
        meaning.sent[question.field] = "on"
    elif is_ticked is None:
        meaning.leave(question, _("“%(text)s” is neither yes nor no; it is not ticked."), said)


@cache
def _labels(question: Question) -> dict[str, str]:
    """Return the values of a question with fixed answers by folded value and label, in each language of the site."""
    known: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            pairs = question.choices() if question.choices else []
            known |= {fold(str(name)): value for value, label in pairs for name in (label, value)}
    return known


READERS: dict[Kind, Callable[[Meaning, Question, Filled], None]] = {
    Kind.COUNTRY: _country,
    Kind.CHOICE: _choice,
    Kind.TOPICS: _topics,
    Kind.TICK: _tick,
}
"""How the answers are understood that are no texts."""
