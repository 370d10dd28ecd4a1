"""The suggestions: what did a person mean who typed a word that no practice has?"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from practices.search.engine import is_found
from practices.search.lexemes import RUN
from practices.search.names import Named, named
from practices.search.query import LONGEST_QUERY, MOST_WORDS, parse_query
from practices.search.words import SHORTEST, near
from practices.text import fold

MOST_UNKNOWN, MOST_TRIED = 3, 5
JOINTS = {" ", "-", "\N{HYPHEN}", "\N{NON-BREAKING HYPHEN}"}


@dataclass(frozen=True)
class Explanation:
    """What can be said of a text that finds nothing.

    `suggestion` is the text with each word that no practice has put right, in words that practices on line have as they
    write them, if there is a better one; `named` are the topics and places that it names and no practice has; `unknown`
    are all other words asked for that no practice has.
    """

    suggestion: str | None
    named: list[Named]
    unknown: list[str]


def explain(text: str) -> Explanation:
    """Return what a text means by the words that no practice has; a name is not taken for another word misspelt."""
    text = unicodedata.normalize("NFC", text[:LONGEST_QUERY])
    is_unknown = cache(_is_unknown)
    strange = [match for match in list(RUN.finditer(text))[:MOST_WORDS] if is_unknown(match[0])]
    names = named(text, [fold(match[0]) for match in strange])
    asked = [word for clause in parse_query(text).wanted for word in clause.words]
    of_names = {word for each in names for word in each.words}
    unknown = [word for word in asked if fold(word) not in of_names and is_unknown(word)]
    suggestion = None if names else _joined(text, strange) or _put_right(text, strange)
    return Explanation(suggestion, names, unknown)


def _joined(text: str, unknown: list[re.Match[str]]) -> str | None:
    """Return the text with two words written as one that some practice has: "inter-religious" is "interreligious"."""
    spans = {match.span() for match in unknown}
    for one, other in pairwise(list(RUN.finditer(text))[:MOST_WORDS]):
        between = text[one.end() : other.start()]
        if (
            between in JOINTS
            and not spans.isdisjoint({one.span(), other.span()})
            and is_found(one[0] + other[0])
        ):
            return text[: one.end()] + text[other.start() :]
    return None


def _put_right(text: str, unknown: list[re.Match[str]]) -> str | None:
    right = [_right(match[0]) for match in unknown[: MOST_UNKNOWN + 1]]
    if not unknown or len(unknown) > MOST_UNKNOWN or None in right:
        return None
    return _replaced(text, unknown, right)


def _is_unknown(word: str) -> bool:
    return len(word) >= SHORTEST and bool(parse_query(word)) and not is_found(word)


def _right(word: str) -> str | None:
    """Return the nearest word that some practice has."""
    folded = "".join(lexeme for clause in parse_query(word).wanted for lexeme in clause.group[0])
    return next((known.shown for known in near(folded)[:MOST_TRIED] if is_found(known.shown)), None)


def _replaced(text: str, unknown: list[re.Match[str]], right: list[str | None]) -> str:
    pieces, end = [], 0
    for match, word in zip(unknown, right, strict=True):
        pieces += [text[end : match.start()], word or ""]
        end = match.end()
    return "".join([*pieces, text[end:]])
