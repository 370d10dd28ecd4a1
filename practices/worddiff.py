"""Which words of a text are new, and which are gone?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\s\u3040-\u30ff\u3400-\u9fff]+\s*|\s+")
"""A word with the space after it; kana and Han signs one by one."""

MOST = 4_000_000
"""The pairs of words up to which two texts are compared word by word; longer ones differ as a whole."""


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """A run of words, and what became of it."""

    change: Change
    text: str


def pieces(before: str, now: str) -> list[Piece]:
    """Return both texts in one, in order: what is not gone is the new text, what is not new is the old one."""
    return [Piece(change, text) for change, text in _runs(WORD.findall(before), WORD.findall(now)) if text]


def _runs(before: list[str], now: list[str]) -> Iterator[tuple[Change, str]]:
    if len(before) * len(now) > MOST:
        yield Change.GONE, "".join(before)
        yield Change.NEW, "".join(now)
        return
    for tag, start, end, new_start, new_end in SequenceMatcher(
        None, before, now, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            yield Change.SAME, "".join(now[new_start:new_end])
        else:
            yield Change.GONE, "".join(before[start:end])
            yield Change.NEW, "".join(now[new_start:new_end])
