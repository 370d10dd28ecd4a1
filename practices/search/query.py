"""The query: what does a person ask for who types some words?

All words must be there, in any form; "words in quotes" in this order and form; -word and -"some words" must not.
Whatever else is typed is no operator: signs are left out, and `OR`, `near` or `title:` are words like others.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from practices.search.lexemes import RUN, all_stems, plain_lexemes, words

LONGEST_QUERY, MOST_WORDS = 200, 20
CHUNK = re.compile(r'(?P<no>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<chunk>[^\s"]+))')

QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))

type Groups = tuple[tuple[tuple[str, ...], ...], ...]
"""For the database: of every group one alternative must be there; an alternative is lexemes in a row."""


@dataclass(frozen=True)
class Clause:
    """One word in any form, or (`is_exact`) words in a row as they are typed."""

    words: tuple[str, ...]
    is_exact: bool

    @property
    def group(self) -> tuple[tuple[str, ...], ...]:
        """The alternatives that match, wherever they stand."""
        if self.is_exact:
            return (tuple(lexeme for word in self.words for lexeme in plain_lexemes(word)),)
        return tuple((lexeme,) for lexeme in _forms(self.words[0]))

    def weighted(self, weights: str) -> Groups:
        """Return the groups that match where one of some weights is; the order of words does not count here."""
        return tuple(
            tuple((f"{weight}_{lexeme}",) for weight in weights for lexeme in _forms(word))
            for word in self.words
        )


@dataclass(frozen=True)
class Query:
    """`wanted` clauses must match, of each of the `unwanted` groups at least one clause must not."""

    wanted: tuple[Clause, ...]
    unwanted: tuple[tuple[Clause, ...], ...]

    @property
    def groups(self) -> Groups:
        return groups(self.wanted)

    def weighted(self, weights: str) -> Groups:
        return tuple(group for clause in self.wanted for group in clause.weighted(weights))

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)


def groups(clauses: tuple[Clause, ...]) -> Groups:
    return tuple(clause.group for clause in clauses)


def parse_query(text: str) -> Query:
    """Return what a text asks for; what is beyond 200 characters or 20 words is not looked at."""
    wanted: list[Clause] = []
    unwanted: list[tuple[Clause, ...]] = []
    left = MOST_WORDS
    for match in CHUNK.finditer(unicodedata.normalize("NFC", text[:LONGEST_QUERY].translate(QUOTES))):
        clauses = _clauses(match)[:left]
        left -= len(clauses)
        if match["no"] and clauses:
            unwanted.append(tuple(clauses))
        else:
            wanted += clauses
    return Query(tuple(dict.fromkeys(wanted)), tuple(unwanted))


def without_each(text: str) -> list[tuple[str, str]]:
    """Return each part of a text that asks for something, and the text without it; nothing for a single one."""
    said = unicodedata.normalize("NFC", text[:LONGEST_QUERY].translate(QUOTES))
    parts = [match[0] for match in CHUNK.finditer(said) if _clauses(match)][:MOST_WORDS]
    others = [" ".join(parts[:number] + parts[number + 1 :]) for number in range(len(parts))]
    return list(zip(parts, others, strict=True)) if len(parts) > 1 else []


def _clauses(match: re.Match[str]) -> list[Clause]:
    if match["chunk"] is None:
        exact = _known(words(match["phrase"]))
        return [Clause(exact, is_exact=True)] if exact else []
    runs = [_known(words(run)) for run in RUN.findall(match["chunk"])]
    typed = [run for run in runs if run]
    long = [run for run in typed if len("".join(run)) > 1]
    return [Clause(run, is_exact=len(run) > 1) for run in long or typed]  # l'école, Bergen's: no lone letters


def _known(typed: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in typed if plain_lexemes(word))


def _forms(word: str) -> tuple[str, ...]:
    return (*plain_lexemes(word), *all_stems(word))
