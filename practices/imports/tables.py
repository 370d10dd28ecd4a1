"""Entries of a file, and how the lines of a table become them: the first one names the columns."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from practices.answers.cells import rearmed
from practices.answers.columns import column_of

MOST_COLUMNS, MOST_ROWS = 500, 1_048_576
"""How much of a table is read: an entry has some 30 answers, and a spreadsheet has no more rows."""
NEAR = 10
"""Within how many lines a header is looked for, to say where it stands."""


class Unreadable(Exception):
    """A file cannot be imported at all; the text says what is wrong, and where."""


@dataclass(frozen=True)
class Entry:
    """One entry: where it stands, and its values by column, or why there are none."""

    where: str
    values: dict[str, Any]
    fault: str = ""


@dataclass(frozen=True)
class Source:
    """What a file holds; `ignored` are names beside the entries that say nothing to us, `notes` sentences on it."""

    entries: Iterable[Entry]
    licence: str = ""
    ignored: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A line that is not blank: its number and cells, or what is wrong with it."""

    number: int
    cells: list[str]
    fault: str = ""

    @property
    def where(self) -> str:
        return _("line %(number)d") % {"number": self.number}

    @property
    def names(self) -> list[str]:
        """Return the cells as the names of columns, those for people too, without the empty ones at the end."""
        last = max((position for position, cell in enumerate(self.cells, 1) if cell.strip()), default=0)
        return [column_of(cell) for cell in self.cells[:last]]


def entries_of(lines: list[Line]) -> list[Entry]:
    """Return the entries of a table; `Unreadable` when its first line names no columns."""
    header = _header(lines)
    return [_entry(header, line) for line in lines[1:]]


def _header(lines: list[Line]) -> list[str]:
    if lines and lines[0].fault:
        raise Unreadable(_("Its first line cannot be read: %(reason)s.") % {"reason": lines[0].fault})
    names = lines[0].names if lines else []
    if len(names) > MOST_COLUMNS:
        figures = {"count": len(names), "most": MOST_COLUMNS}
        raise Unreadable(_("Its first line names %(count)d columns; at most %(most)d can be read.") % figures)
    if "title" not in names:
        raise Unreadable(
            " ".join([_("Its first line is no header: it names no column “title”."), *_cure(lines)])
        )
    if doubled := sorted(name for name, count in Counter(names).items() if name and count > 1):
        raise Unreadable(_("Its header names a column twice: %(names)s.") % {"names": ", ".join(doubled)})
    return names


def _cure(lines: list[Line]) -> list[str]:
    for line in lines[1:NEAR]:
        if "title" in line.names[:MOST_COLUMNS]:
            return [_("Line %(number)d does: delete what stands above it.") % {"number": line.number}]
    return []


def _entry(names: list[str], line: Line) -> Entry:
    """Return a line's values, as they were before they were put into cells; those left out at its end are empty."""
    values = {name: rearmed(cell) for name, cell in zip(names, line.cells, strict=False) if name}
    return Entry(line.where, values, line.fault or _unnamed(names, line.cells))


def _unnamed(names: list[str], cells: list[str]) -> str:
    if any(map(str.strip, cells[len(names) :])):
        return _("it has more cells than the header")
    for position, (name, cell) in enumerate(zip(names, cells, strict=False), 1):
        if not name and cell.strip():
            return _("it says something in column %(number)d, which the header does not name") % {
                "number": position
            }
    return ""
