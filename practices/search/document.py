"""The search document of an edition: what of it is searched, and how much does each word weigh?

The weights A to D stand in the template. A word of a weight above D has a lexeme more, `a_` to `c_`, so that the
database can tell where a word stands without looking into the edition.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

from practices.choices import Language
from practices.models import City, Edition
from practices.models.search import WordSource
from practices.places import countries
from practices.question_kinds import Kind, Question
from practices.search.lexemes import forms, words
from practices.template import QUESTIONS
from practices.text import unmark

MOST_WORDS, MOST_BYTES = 10_000, 800_000  # PostgreSQL counts positions to 16,383, and takes lexemes of 1 MB
LEAST = "D"

type Texts = Iterator[tuple[str, WordSource]]

BREAK = "_"
"""Stands between two answers, so that no phrase runs from one into the next."""


@dataclass(frozen=True)
class SearchText:
    """A text to be searched; names are in no language."""

    weight: str
    text: str
    sort: WordSource = WordSource.TEXT
    language: str = ""

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words as they are written: cut once for all who read them."""
        return tuple(words(self.text))


@dataclass(frozen=True)
class LexemeSequence:
    """The plain lexemes of an edition in their order, and what else it is found by."""

    sequence: list[str]
    marks: set[str]

    @property
    def size(self) -> int:
        return len("".join({*self.sequence, *self.marks}).encode())


def parts(edition: Edition, weights: str = "ABCD") -> Iterator[SearchText]:
    """Give the texts of an edition that search reads, or those of some weights."""
    for question in QUESTIONS:
        if question.weight and question.weight in weights:
            yield from _parts(edition, question)


def _parts(edition: Edition, question: Question) -> Iterator[SearchText]:
    is_long = question.kind is Kind.TEXT
    value = unmark(edition.rendered.get(question.field, "")) if is_long else getattr(edition, question.field)
    language = Language.EN if question.kind is Kind.TOPICS else edition.language
    for text, sort in READERS.get(question.kind, _text)(value):
        yield SearchText(question.weight, text, sort, language if sort is WordSource.TEXT else "")


def _text(text: str) -> Texts:
    yield text, WordSource.TEXT


def _country(country: Any) -> Texts:
    name, *others = countries.names(country.code)
    yield from _names(name, others)


def _city(city: City | None) -> Texts:
    if city:
        yield from _names(city.name, city.aliases)


def _names(name: str, others: Iterable[str]) -> Texts:
    yield name, WordSource.NAME
    yield from ((other, WordSource.ALIAS) for other in others)


READERS: dict[Kind, Callable[[Any], Texts]] = {
    Kind.COUNTRY: _country,
    Kind.CITY: _city,
    Kind.CITIES: lambda cities: chain.from_iterable(_city(city) for city in cities.all()),
    Kind.TOPICS: lambda topics: ((topic.name, WordSource.TEXT) for topic in topics.all()),
    **dict.fromkeys(
        (Kind.DOCUMENTS, Kind.ATTACHMENTS),
        lambda documents: ((document["title"], WordSource.TEXT) for document in documents),
    ),
}
"""How the texts of an answer are read that is no text itself."""


def lexemes(texts: Iterable[SearchText], most: int = MOST_WORDS) -> LexemeSequence:
    """Return what the texts are found by: their first `most` words, or fewer if those are too long to keep."""
    texts = list(texts)
    found = LexemeSequence([], set())
    for part in texts:
        sequence, marks = _read(part) if part.language else _read_name(part)
        if len(found.sequence) + len(sequence) > most:
            sequence, marks = _read(part, most - len(found.sequence))
        found.sequence.extend(sequence)
        found.sequence.append(BREAK)
        found.marks.update(marks)
    return found if found.size <= MOST_BYTES else lexemes(texts, most // 2)


def _read(part: SearchText, most: int = MOST_WORDS) -> tuple[tuple[str, ...], frozenset[str]]:
    read = part.words[: max(0, most)]
    known = {word: forms(word, part.language) for word in {*read}}
    marks = set(chain.from_iterable(stemmed for _own, stemmed in known.values()))
    if part.weight != LEAST:
        tag = part.weight.lower()
        marks.update(f"{tag}_{lexeme}" for own, stemmed in known.values() for lexeme in stemmed or own)
    return tuple(lexeme for word in read for lexeme in known[word][0]), frozenset(marks)


_read_name = lru_cache(2**13)(_read)  # the same cities come again and again, with all their names
