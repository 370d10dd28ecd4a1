"""The difference of two texts: which words are new, and which are gone?"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from enum import StrEnum
from itertools import accumulate

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\s\u3040-\u30ff\u3400-\u9fff]+\s*|\s+")
"""A word with the space after it; kana and Han signs one by one."""

MOST_STEPS = 1_000_000
"""The steps after which two texts are compared no further: what is left then differs as a whole."""
LONGEST_COMPARED = 200_000
"""The signs of a text that are compared; more can be stored of no answer, but once could."""


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """A run of words, and what became of it."""

    change: Change
    text: str


class Bounded(SequenceMatcher[str]):
    """A comparison that takes a bounded number of steps: else it takes the cube of what hostile texts are long."""

    def __init__(self, before: list[str], now: list[str]) -> None:
        super().__init__(None, before, now, autojunk=False)
        said = Counter(now)
        self.left, self.steps = MOST_STEPS, [0, *accumulate(1 + said[word] for word in before)]

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        """Return the longest run of words that both texts have here, or none when the steps are used up."""
        self.left -= self.steps[-1 if ahi is None else ahi] - self.steps[alo]
        return super().find_longest_match(alo, ahi, blo, bhi) if self.left >= 0 else Match(alo, blo, 0)


def pieces(before: str, now: str) -> list[Piece]:
    """Return both texts in one, in order: what is not gone is the new text, what is not new is the old one."""
    return [Piece(change, text) for change, text in _runs(before, now) if text]


def _runs(old: str, new: str) -> Iterator[tuple[Change, str]]:
    before, now = WORD.findall(old[:LONGEST_COMPARED]), WORD.findall(new[:LONGEST_COMPARED])
    for tag, start, end, new_start, new_end in Bounded(before, now).get_opcodes():
        if tag == "equal":
            yield Change.SAME, "".join(now[new_start:new_end])
        else:
            yield Change.GONE, "".join(before[start:end])
            yield Change.NEW, "".join(now[new_start:new_end])
    yield Change.GONE, old[LONGEST_COMPARED:]
    yield Change.NEW, new[LONGEST_COMPARED:]
