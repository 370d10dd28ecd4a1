"""The history of entries: does the chain hold, and has every blank an event that says why?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from practices.models import Event, Practice, Snapshot, chain
from practices.verify import unchained
from practices.verify.findings import Finding, Portion, name_of_entry
from practices.verify.takedowns import MARKS, Words
from practices.workflow import ERASE, PURGE, RECOVER, TRASH, UNDO, Status

COLUMNS = ("pk", "practice_id", "position", "salts", "seals", "link")
MODELS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "event": (Event, ("note", chain.TAKEDOWN)),
    "snapshot": (Snapshot, ("answers", "change_note", *MARKS)),
}
RETRACTED = [["approve", UNDO], ["publish", UNDO]]
"""What follows upon a snapshot that is the text of no edition any more."""

type Row = dict[str, Any]


def chained_rows(portion: Portion) -> Iterator[tuple[int, Iterable[tuple[str, Row]]]]:
    """Give each entry's chained rows with their kinds, in the order of its chain; a few of them are held at a time."""
    both = merge(*(_rows(portion, kind) for kind in MODELS), key=lambda each: _place(each[1]))
    return groupby(both, key=lambda each: each[1]["practice_id"])


def _rows(portion: Portion, kind: str) -> Iterator[tuple[str, Row]]:
    model, words = MODELS[kind]
    rows = portion.of(model.objects.exclude(unchained.PLACELESS), "practice")
    rows = rows.order_by("practice_id", "position", "pk")
    for row in rows.values(*COLUMNS, *words, *chain.FACTS[kind]).iterator(chunk_size=100):
        portion.counted[f"{kind}s"] += 1
        yield kind, row


def _place(row: Row) -> tuple[int, int, int]:
    return row["practice_id"], row["position"], row["pk"]


def broken_chains(portion: Portion) -> Iterator[Finding]:
    """Find rows that were changed, put in, moved or taken out, and words that went without an event."""
    left, waiting = dict(portion.practices), unchained.numbers(portion)
    for number, rows in chained_rows(portion):
        if practice := left.pop(number, None):
            yield from Walk(practice, is_whole=number not in waiting).along(rows)
    for number, practice in left.items():
        yield from Walk(practice, is_whole=number not in waiting).along([])


@dataclass
class Walk:
    """The way along one entry's chain, and what is to be remembered of it; it `is_whole` when no row has still to get its place."""

    practice: Practice
    is_whole: bool
    before: str = ""
    position: int = 0
    events: dict[int, Row] = field(default_factory=dict)
    words: Words = field(default_factory=Words)
    retracted: list[tuple[int, str]] = field(default_factory=list)

    def along(self, rows: Iterable[tuple[str, Row]]) -> Iterator[Finding]:
        for kind, row in rows:
            what = f"{kind} {row['pk']}"
            try:
                yield from self._row(kind, row, what)
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                yield self._found(what, _("it cannot be read (%(error)s)") % {"error": repr(error)})
        yield from self._end()
        for what, says in self.words.faults(self._after):
            yield self._found(what, says)
        for position, what in self.retracted:
            if [move for move in self._after(position) if move != ERASE][:2] not in RETRACTED:
                yield self._found(what, _("its edition's number is gone, and no event says why"))

    def _after(self, position: int) -> list[str]:
        return [row["move"] for at, row in self.events.items() if at > position]

    def _row(self, kind: str, row: Row, what: str) -> Iterator[Finding]:
        if row["position"] <= self.position:
            yield self._found(
                what, _("it was put in: its place in the history is another's"), _("Delete it by hand.")
            )
            return
        if missing := row["position"] - self.position - 1:
            yield self._missing(missing, what)
        elif not self._is_linked(kind, row, what):
            yield self._found(what, _("it was changed, or put in, or moved, or what stood before it was"))
        self.before, self.position = row["link"], row["position"]
        if kind == "event":
            self.events[row["position"]] = {name: row[name] for name in ("move", "to_status", "at")}
        for says in self.words.read(kind, row, what):
            yield self._found(what, says)

    def _is_linked(self, kind: str, row: Row, what: str) -> bool:
        def link(**other: Any) -> str:
            return chain.link_of(self.before, kind, row | other, row["position"], row["seals"])

        if row["link"] == link():
            return True
        numbers = range(1, (self.practice.chain_length or 0) + 1)
        can_be = kind == "snapshot" and row["edition"] is None
        was_edition = can_be and row["link"] in (link(edition=number) for number in numbers)
        if was_edition:
            self.retracted.append((row["position"], what))
        return was_edition

    def _missing(self, missing: int, what: str) -> Finding:
        says = _("rows before %(what)s are missing (%(missing)d)") % {"missing": missing, "what": what}
        return self._found(_("history"), says, _("Bring them back from a backup, by hand."))

    def _end(self) -> Iterator[Finding]:
        length = self.practice.chain_length or 0
        if self.position < length:
            says = _("rows at its end are missing (%(missing)d)") % {"missing": length - self.position}
            yield self._found(_("history"), says, _("Bring them back from a backup, by hand."))
        elif self.position > length:
            says = _("it has more rows than the entry knows of (%(more)d)") % {"more": self.position - length}
            yield self._found(_("history"), says, _("Compare it with a backup."))
        elif self.before != (self.practice.chain_head or ""):
            says = _("it ends otherwise than the entry knows")
            yield self._found(_("history"), says, _("Compare it with a backup."))
        elif self.is_whole and self._stands() not in (said := self._said()):
            says = _("it leaves the entry otherwise (%(said)s) than it stands (%(stands)s)")
            words = {"said": said[0], "stands": self._stands()}
            yield self._found(_("history"), says % words, _("Compare it with a backup."))

    def _said(self) -> list[str]:
        """Return how the entry stands by its events, in the order of the chain, and in that of time: some got their place late."""
        events = list(self.events.values())
        return [_left(events), _left(sorted(events, key=lambda row: row["at"]))]

    def _stands(self) -> str:
        trashed = TRASH if self.practice.trashed_at else ""
        return f"{self.practice.status} {PURGE if self.practice.purged_at else trashed}".strip()

    def _found(self, what: str, says: str, cure: str = "") -> Finding:
        cure = cure or _("Bring it back as it was from a backup, by hand.")
        return Finding(f"{name_of_entry(self.practice)}, {what}", says, cure)


def _left(events: list[Row]) -> str:
    """Return in which status an entry stands after these events, and whether in the trash, or purged."""
    where = [row["move"] for row in events if row["move"] in {TRASH, RECOVER, PURGE}][-1:]
    status = events[-1]["to_status"] if events else Status.DRAFT.value
    return " ".join([status, *(move for move in where if move != RECOVER)])
