"""Which words of an edition show why it was found?"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from practices.models import Edition
from practices.search.document import parts
from practices.search.lexemes import WORD, forms
from practices.search.query import Clause, read

LONGEST, BEFORE = 220, 60
MOST_WORDS, MOST_HITS = 2000, 200
SHOWN = "CD"
"""The weights of what a card does not show anyway."""


@dataclass(frozen=True)
class Hit:
    """Where a clause matches."""

    start: int
    end: int
    clause: Clause


def excerpt(edition: Edition, text: str) -> SafeString:
    """Return the passage of an edition that has the most of a text's words, marked: safe HTML, or nothing.

    Of passages as good the first one is taken, so that summary and purpose come before the rest. It reads the columns
    `language`, `summary`, `documents` and `rendered`.
    """
    wanted = read(text).wanted
    best, most = SafeString(), 0
    for part in parts(edition, SHOWN):
        if most == len(wanted):
            break
        said = unicodedata.normalize("NFC", part.text)
        if hits := _densest(list(islice(_hits(said, part.language, wanted), MOST_HITS))):
            clauses = len({hit.clause for hit in hits})
            if clauses > most:
                best, most = _marked(said, hits), clauses
    return best


def _hits(said: str, language: str, wanted: tuple[Clause, ...]) -> Iterator[Hit]:
    matches = islice(WORD.finditer(said), MOST_WORDS)
    found = [(match.start(), match.end(), _lexemes(match[0], language)) for match in matches]
    asked = [
        (clause, [_lexemes(word, language, exact=clause.is_exact) for word in clause.words])
        for clause in wanted
    ]
    for position in range(len(found)):
        for clause, words in asked:
            here = found[position : position + len(words)]
            if len(here) == len(words) and all(
                its & word for (*_span, its), word in zip(here, words, strict=True)
            ):
                yield Hit(here[0][0], here[-1][1], clause)


def _lexemes(word: str, language: str, *, exact: bool = False) -> frozenset[str]:
    own, stems = forms(word, language)
    return frozenset(own if exact else (*own, *stems))


def _densest(hits: list[Hit]) -> list[Hit]:
    """Return the hits of one passage: the first one with the most clauses."""
    passages = [
        [hit for hit in hits[n:] if hit.end <= first.start + LONGEST - BEFORE] for n, first in enumerate(hits)
    ]
    return max(passages, key=lambda passage: len({hit.clause for hit in passage}), default=[])


def _marked(said: str, hits: list[Hit]) -> SafeString:
    start, end = _window(said, hits[0].start)
    lead = "…" if start else ""
    pieces: list[tuple[str, str]] = []
    for hit in hits:
        if start <= hit.start and hit.end <= end:
            pieces.append((said[start : hit.start], said[hit.start : hit.end]))
            start = hit.end
    marked = format_html_join("", "{}<mark>{}</mark>", pieces)
    return format_html("{}{}{}{}", lead, marked, said[start:end], "…" if end < len(said) else "")


def _window(said: str, first: int) -> tuple[int, int]:
    """Return where a passage around a place starts and ends, between words."""
    start = 0 if first <= BEFORE else said.find(" ", first - BEFORE, first) + 1 or first
    end = len(said) if len(said) <= start + LONGEST else said.rfind(" ", first, start + LONGEST)
    return start, end if end > first else start + LONGEST
