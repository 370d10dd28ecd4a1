"""The words of a history: does each part say what was written, or what a takedown left of it, and has every blank its event?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from practices.models import chain
from practices.models.snapshot import Takedown
from practices.workflow import ERASE, PURGE

BLANKED_BY = {
    chain.NOTE: {PURGE},
    chain.ANSWERS: {PURGE},
    chain.CHANGE_NOTE: {PURGE},
    chain.CONTACT: {PURGE, ERASE},
    chain.TAKEDOWN: set(),
}
"""The events after which a part may be blank; a takedown names the parts itself."""
MARKS = ("taken_down", "taken_down_at")
"""What a kept text says itself of what was taken from it."""
UNMARKED = ("", None)

type Row = dict[str, Any]
type Part = tuple[int, str]
"""A place in the chain, and a part of the row there."""


@dataclass(frozen=True)
class Said:
    """What a part says now, as its seal, "" when nothing; and whether that is what was written once."""

    what: str
    seal: str
    is_as_written: bool


@dataclass
class Words:
    """What the rows of one history say, and what its events have left of them."""

    said: dict[Part, Said] = field(default_factory=dict)
    left: dict[Part, str] = field(default_factory=dict)
    marked: dict[int, tuple[str, tuple[Any, ...]]] = field(default_factory=dict)
    marks: dict[int, tuple[Any, ...]] = field(default_factory=dict)

    def read(self, kind: str, row: Row, what: str) -> Iterator[str]:
        """Remember the parts of a row, and give what is wrong with it whatever follows."""
        place, parts = row["position"], chain.parts_of(kind, row)
        for part, digest in row["seals"].items():
            now = chain.seal((row["salts"] or {}).get(part, ""), parts[part]) if part in parts else ""
            self.said[place, part] = Said(what, now, now == digest)
        for part in parts.keys() - row["seals"].keys():
            yield _("it had no words (%(part)s) when it was written") % {"part": part}
        if kind == "snapshot":
            self.marked[place] = (what, tuple(row[name] for name in MARKS))
        elif row[chain.TAKEDOWN]:
            self._account(row)

    def _account(self, event: Row) -> None:
        for place, part, seal in event[chain.TAKEDOWN]["rows"]:
            if place < event["position"]:
                self.left[place, part] = seal
                is_whole = (place, chain.ANSWERS) in self.left and not self.left[place, chain.ANSWERS]
                how = Takedown.WHOLE if is_whole else Takedown.PASSAGE
                self.marks[place] = (how.value, event["at"])

    def faults(self, after: Callable[[int], list[str]]) -> Iterator[tuple[str, str]]:
        """Give the rows that say otherwise than they may; `after` tells the moves that follow upon a place."""
        for (place, part), said in self.said.items():
            if why := self._why(place, part, said, after):
                yield said.what, why % {"part": part}
        for place, (what, marks) in self.marked.items():
            if marks != self.marks.get(place, UNMARKED):
                yield what, _("it says otherwise than its events what was taken down of it")

    def _why(self, place: int, part: str, said: Said, after: Callable[[int], list[str]]) -> str:
        left = self.left.get((place, part))
        if said.seal == left or (left is None and said.is_as_written):
            return ""
        if not said.seal:
            is_told = not BLANKED_BY[part].isdisjoint(after(place))
            return "" if is_told else _("its words are gone (%(part)s), and no event says why")
        if said.is_as_written:
            return _("its words (%(part)s) were taken down, and are here again")
        return _("its words (%(part)s) are not those that were written")
