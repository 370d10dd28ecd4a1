"""Spreadsheets (.xlsx): what do people see in the cells of the first sheet?"""

import io
import warnings
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from practices.imports.cells import as_seen
from practices.imports.tables import MOST_ROWS, Line, Source, Unreadable, entries_of
from practices.question_kinds import LONGEST_TEXT
from practices.uploads.packed import BROKEN_ZIP, OLD, ZIP, PackedOtherwise, TooMuch, open_packed

LARGEST, LARGEST_MERGED = 200 * 2**20, 20 * 2**20
"""How many bytes a file may unpack to: read line by line, and at once, as merged cells ask for."""
MOST_PARTS = 1_000
BROKEN = (*BROKEN_ZIP, ArithmeticError, AttributeError, LookupError, SyntaxError, TypeError)
"""What the reader of sheets raises for files that are not what they say; it reads XML by lxml where that is there."""


def _load(raw: bytes, **given: bool) -> Any:
    from openpyxl import load_workbook  # noqa: PLC0415  a tenth of what each command loads, and few read a sheet
    from openpyxl.reader import drawings  # noqa: PLC0415  as above

    drawings.PILImage = False  # as if there were no Pillow: nobody decodes the pictures of a sheet
    return load_workbook(io.BytesIO(raw), **given)


def is_sheet(raw: bytes) -> bool:
    """Say whether a file is a spreadsheet, or something else that is packed."""
    return raw.startswith((ZIP, OLD))


def read_sheet(raw: bytes) -> Source:
    """Return the entries of the first sheet, each cell as people see it; raises `Unreadable`."""
    if raw.startswith(OLD):
        raise Unreadable(
            _("It is an old spreadsheet (.xls), or has a password. Save it as .xlsx without one.")
        )
    try:
        with warnings.catch_warnings(action="ignore"):  # of decoration that is not read
            return _read(raw)
    except BROKEN as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise Unreadable(_("It is no .xlsx that can be read: %(reason)s.") % {"reason": reason}) from error


def _read(raw: bytes) -> Source:
    _unmerged(raw)
    shown = _load(raw, read_only=True, data_only=True, keep_links=False)
    if not shown.worksheets:
        raise Unreadable(_("It has no sheet with cells."))
    first, *others = shown.worksheets
    notes = [_("Only the first sheet, “%(name)s”, is read.") % {"name": first.title}] if others else []
    return Source(entries_of(list(_lines(first, _formulas(raw)))), notes=tuple(notes))


def _parts(raw: bytes) -> Iterator[bytes]:
    """Yield the sheets of a file, unpacked; raises `Unreadable` when it unpacks to too much."""
    try:
        archive = open_packed(raw, largest=LARGEST, most_parts=MOST_PARTS)
    except TooMuch:
        raise Unreadable(
            _("It unpacks to more than %(count)d MB. Split it, or save it as CSV.")
            % {"count": LARGEST // 2**20}
        ) from None
    except PackedOtherwise:
        raise Unreadable(
            _("It is packed in another way than .xlsx files are. Save it anew as .xlsx.")
        ) from None
    with archive:
        for part in archive.infolist():
            if part.filename.startswith("xl/worksheets/"):
                yield archive.read(part)


def _unmerged(raw: bytes) -> None:
    """Raise `Unreadable` when cells are merged: what belongs to which line and column is a guess."""
    sizes = [len(part) for part in _parts(raw) if b"mergeCell " in part]
    if not sizes:
        return
    where = []
    if sum(sizes) <= LARGEST_MERGED:
        sheets = _load(raw, keep_links=False).worksheets
        where = sorted(str(cells) for cells in sheets[0].merged_cells.ranges) if sheets else []
        if not where:
            return
    some = ", ".join(where[:5]) or _("in a large sheet")
    raise Unreadable(_("Cells are merged (%(some)s). Take them apart, and fill in each.") % {"some": some})


def _formulas(raw: bytes) -> set[tuple[int, int]]:
    """Return where the first sheet has formulas, by row and column."""
    if not any(b"<f" in part or b":f" in part for part in _parts(raw)):
        return set()
    written = _load(raw, read_only=True, keep_links=False).worksheets[0]
    return {
        (cell.row, cell.column) for _number, row in _rows(written) for cell in row if cell.data_type == "f"
    }


def _rows(sheet: Any) -> Iterator[tuple[int, Any]]:
    sheet.reset_dimensions()  # a row is as wide as its cells, whatever the file says
    rows = enumerate(sheet.iter_rows(), 1)
    yield from islice(rows, MOST_ROWS)
    if next(rows, None):
        raise Unreadable(_("It has more than %(count)d lines.") % {"count": MOST_ROWS})


def _lines(sheet: Any, formulas: set[tuple[int, int]]) -> Iterator[Line]:
    for number, row in _rows(sheet):
        faults = [fault for cell in row if (fault := _fault(cell, formulas))]
        cells = [as_seen(cell.value, cell.number_format) for cell in row]
        if faults or any(map(str.strip, cells)):
            yield Line(number, cells, "; ".join(faults[:1]))


def _fault(cell: Any, formulas: set[tuple[int, int]]) -> str:
    """Return why a cell says nothing that can be taken."""
    value = cell.value
    if cell.data_type == "e" and value is not None:
        return _("cell %(cell)s shows the error %(error)s") % {"cell": cell.coordinate, "error": value}
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        words = {"cell": cell.coordinate, "count": len(value), "limit": LONGEST_TEXT}
        return _("cell %(cell)s has %(count)d characters; at most %(limit)d can be kept") % words
    if value is None and formulas and (cell.row, cell.column) in formulas:
        words = {"cell": cell.coordinate}
        return (
            _(
                "cell %(cell)s has a formula that nobody has calculated; open the file in a spreadsheet and save it"
            )
            % words
        )
    return ""
