"""The excerpts of results: which words of an edition show why it was found?"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, islice

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from practices.models import Edition
from practices.search.document import parts
from practices.search.lexemes import MOVE_THE_FIRST, SIGNS, WITHIN, WORD, forms
from practices.search.query import Clause, parse_query
from practices.text import composed, fold, going_on

LONGEST_EXCERPT, BEFORE = 220, 60
MOST_WORDS, MOST_HITS = 2000, 200
SHOWN = "CD"
"""The weights of what a card does not show anyway."""
COLUMNS = ("language", "summary", "documents", "attachments", "rendered")
"""What these weights are read from."""
START = rf"(?<!{WITHIN})(?<![\u0300-\u036f])"
"""Where a word starts: neither after a letter nor after a mark upon one."""


@dataclass(frozen=True)
class Hit:
    """Where a clause matches."""

    start: int
    end: int
    clause: Clause


def excerpt(edition: Edition, *texts: str) -> SafeString:
    """Return the passage of an edition that has the most words of some texts, marked: safe HTML, or nothing.

    Of passages as good the first one is taken, so that summary and purpose come before the rest. It reads `COLUMNS`.
    """
    wanted = tuple(dict.fromkeys(clause for text in texts for clause in parse_query(text).wanted))
    best, most = SafeString(), 0
    for part in parts(edition, SHOWN):
        if most == len(wanted):
            break
        said = composed(part.text)
        if hits := _densest(list(islice(_hits(said, part.language, wanted), MOST_HITS))):
            clauses = len({hit.clause for hit in hits})
            if clauses > most:
                best, most = _marked(said, hits), clauses
    return best


def _hits(said: str, language: str, wanted: tuple[Clause, ...]) -> Iterator[Hit]:
    beginning: defaultdict[str, list[Clause]] = defaultdict(list)
    for clause in wanted:
        for lexeme in _lexemes(clause.words[0], language, exact=clause.is_exact):
            beginning[lexeme].append(clause)
    first = frozenset(lexeme.rpartition("_")[2][:1] for lexeme in beginning)
    for match in islice(_candidates(first, language).finditer(said), MOST_WORDS):
        lexemes = _lexemes(match[0], language)
        if not beginning.keys().isdisjoint(lexemes):
            for clause in {clause: None for lexeme in lexemes for clause in beginning.get(lexeme, ())}:
                row = list(islice(WORD.finditer(said, match.start()), len(clause.words)))
                if _follows(clause, row, language):
                    yield Hit(match.start(), row[-1].end(), clause)


@lru_cache(2**8)
def _candidates(first: frozenset[str], language: str) -> re.Pattern[str]:
    """Return the pattern of the words that may have a lexeme beginning with one of these letters, where the language tells."""
    others = "".join(sign for sign, letter in _letters().items() if letter not in first)
    return (
        WORD
        if language in MOVE_THE_FIRST
        else re.compile(f"[{SIGNS}]|{START}(?![{others}])(?:{WORD.pattern})")
    )


@cache
def _letters() -> dict[str, str]:
    """Return the first plain letter of each Latin, Greek and Cyrillic one; a word that begins with another is looked at."""
    signs = map(chr, chain(range(0x30, 0x250), range(0x370, 0x530), range(0x1E00, 0x2000)))
    return {sign: fold(sign)[:1] for sign in signs if sign.isalnum() and fold(sign)}


def _follows(clause: Clause, matches: list[re.Match[str]], language: str) -> bool:
    """Say whether these are the words of a clause, whose first one is known to be."""
    said = [set(_lexemes(match[0], language)) for match in matches[1:]]
    asked = [_lexemes(word, language, exact=clause.is_exact) for word in clause.words[1:]]
    return len(said) == len(asked) and not any(map(set.isdisjoint, said, asked))


def _lexemes(word: str, language: str, *, exact: bool = False) -> tuple[str, ...]:
    own, stems = forms(word, language)
    return own if exact else own + stems


def _densest(hits: list[Hit]) -> list[Hit]:
    """Return the hits of one passage: the first one with the most clauses."""
    passages = [
        [hit for hit in hits[n:] if hit.end <= first.start + LONGEST_EXCERPT - BEFORE]
        for n, first in enumerate(hits)
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
    rest = said[start:end]
    return format_html("{}{}{}", lead, marked, going_on(rest) if end < len(said) else rest)


def _window(said: str, first: int) -> tuple[int, int]:
    """Return where a passage around a place starts and ends, between words."""
    start = 0 if first <= BEFORE else said.find(" ", first - BEFORE, first) + 1 or first
    end = (
        len(said) if len(said) <= start + LONGEST_EXCERPT else said.rfind(" ", first, start + LONGEST_EXCERPT)
    )
    return start, end if end > first else start + LONGEST_EXCERPT
