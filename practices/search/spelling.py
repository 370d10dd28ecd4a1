"""What did a person mean who typed a word that no practice has?"""

import re
import unicodedata

from practices.search.engine import is_found
from practices.search.lexemes import RUN
from practices.search.query import LONGEST, MOST_WORDS, read
from practices.search.words import SHORTEST, near

MOST_UNKNOWN, MOST_TRIED = 3, 5


def suggest(text: str) -> str | None:
    """Return the text with each word that no practice has put right; nothing when there is no better one.

    Only words that practices on line have are suggested, in the form in which they are written there.
    """
    text = unicodedata.normalize("NFC", text[:LONGEST])
    unknown = [match for match in list(RUN.finditer(text))[:MOST_WORDS] if _is_unknown(match[0])]
    right = [_right(match[0]) for match in unknown[: MOST_UNKNOWN + 1]]
    if not unknown or len(unknown) > MOST_UNKNOWN or None in right:
        return None
    return _replaced(text, unknown, right)


def unknown(text: str) -> list[str]:
    """Return the words asked for that no practice on line has."""
    return [word for clause in read(text).wanted for word in clause.words if _is_unknown(word)]


def _is_unknown(word: str) -> bool:
    return len(word) >= SHORTEST and bool(read(word)) and not is_found(word)


def _right(word: str) -> str | None:
    """Return the nearest word that some practice has."""
    folded = "".join(lexeme for clause in read(word).wanted for lexeme in clause.group[0])
    return next((known.shown for known in near(folded)[:MOST_TRIED] if is_found(known.shown)), None)


def _replaced(text: str, unknown: list[re.Match[str]], right: list[str | None]) -> str:
    pieces, end = [], 0
    for match, word in zip(unknown, right, strict=True):
        pieces += [text[end : match.start()], word or ""]
        end = match.end()
    return "".join([*pieces, text[end:]])
