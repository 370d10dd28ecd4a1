"""Which entries does a file hold, and where in it does each one stand?"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Unreadable(Exception):
    """A file cannot be imported at all; the text says what is wrong, and where."""


@dataclass(frozen=True)
class Entry:
    """One entry: where it stands, and its values by column, or why there are none."""

    where: str
    values: dict[str, Any]
    fault: str = ""


type Line = tuple[int, list[str]] | Entry
"""A line of a CSV file: its number and cells, or what is wrong with it."""


@dataclass(frozen=True)
class Source:
    """What a file holds; `ignored` are names beside the entries that say nothing to us."""

    entries: Iterable[Entry]
    licence: str = ""
    ignored: tuple[str, ...] = ()


def read(path: Path) -> Source:
    """Return what a JSON or CSV file holds; `Unreadable` when it holds nothing that can be told apart."""
    try:
        text = _decode(path.read_bytes())
    except OSError as error:
        raise Unreadable(_("It cannot be read: %(reason)s.") % {"reason": error.strerror}) from error
    if not text.strip():
        raise Unreadable(_("It is empty."))
    is_csv = path.suffix.lower() == ".csv" or (
        path.suffix.lower() != ".json" and text.lstrip()[0] not in "[{"
    )
    return _csv(text) if is_csv else _json(text)


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if raw.startswith(UTF_16):
            raise Unreadable(_("It is UTF-16. Save it as UTF-8.")) from error
        before = error.object[: error.start]
        line = before.rpartition(b"\n")[2].decode("utf-8")
        place = {
            "line": before.count(b"\n") + 1,
            "column": len(line) + 1,
            "byte": f"{error.object[error.start]:02X}",
        }
        raise Unreadable(
            _("It is not UTF-8: line %(line)d, column %(column)d has the byte %(byte)s. Save it as UTF-8.")
            % place
        ) from error


def _json(text: str) -> Source:
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno, "reason": error.msg}
        raise Unreadable(
            _("It is not JSON: line %(line)d, column %(column)d: %(reason)s.") % place
        ) from error
    except (RecursionError, ValueError) as error:
        raise Unreadable(_("It is not JSON that can be read: %(reason)s.") % {"reason": error}) from error
    if isinstance(content, list):
        return Source(_numbered(content))
    if not (isinstance(content, dict) and isinstance(content.get("practices"), list)):
        raise Unreadable(_("It holds no list of practices: a list, or an object with “practices”."))
    licence = content.get("licence") or ""
    if not isinstance(licence, str):
        raise Unreadable(_("Its licence is no text."))
    return Source(
        _numbered(content["practices"]),
        licence,
        tuple(name for name in content if name not in {"practices", "licence"}),
    )


def _numbered(rows: list[Any]) -> Iterator[Entry]:
    for number, row in enumerate(rows, 1):
        where = _("entry %(number)d") % {"number": number}
        if isinstance(row, dict):
            yield Entry(where, row)
        else:
            yield Entry(where, {}, _("it is no object with the answers by name"))


def _csv(text: str) -> Source:
    limit = csv.field_size_limit(max(len(text), csv.field_size_limit()))
    try:
        lines = list(
            _lines(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
        )
    finally:
        csv.field_size_limit(limit)
    header = _header(lines[0]) if lines else []
    if "title" not in header:
        raise Unreadable(_("Its first line is no header: it names no column “title”."))
    return Source([line if isinstance(line, Entry) else _entry(header, *line) for line in lines[1:]])


def _delimiter(text: str) -> str:
    """Return what separates the cells of the header: spreadsheets in many countries write semicolons."""
    header = text.lstrip().partition("\n")[0]
    return max(",;\t", key=header.count)


def _header(line: Line) -> list[str]:
    if isinstance(line, Entry):
        raise Unreadable(_("Its first line cannot be read: %(reason)s.") % {"reason": line.fault})
    names = [name.strip().lower() for name in line[1]]
    if doubled := sorted({name for name in names if name and names.count(name) > 1}):
        raise Unreadable(_("Its header names a column twice: %(names)s.") % {"names": ", ".join(doubled)})
    return names


def _lines(reader: Any) -> Iterator[Line]:
    """Yield the lines that are not blank, with their number in the file; a broken one ends the reading."""
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            reason = _("it is not CSV (%(reason)s), and nothing after it was read") % {"reason": error}
            yield Entry(_where(number), {}, reason)
            return
        if any(cell.strip() for cell in cells):
            yield number, cells


def _entry(names: list[str], number: int, cells: list[str]) -> Entry:
    """Return a line's values; cells that are left out at its end are empty."""
    extra = [cell for cell in cells[len(names) :] if cell.strip()]
    fault = _("it has more cells than the header") if extra else ""
    values = {name: cell for name, cell in zip(names, cells, strict=False) if name}
    return Entry(_where(number), values, fault)


def _where(number: int) -> str:
    return _("line %(number)d") % {"number": number}
