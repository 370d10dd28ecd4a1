"""Files of practices: which entries does one hold, and where in it does each one stand?"""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from practices.imports import records, sheets
from practices.imports.tables import Entry, Line, Source, Unreadable, entries_of

LARGEST = 100 * 2**20
"""How many bytes of a file are read: 20 times a full catalogue of today's list."""
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_file(path: Path) -> Source:
    """Return what a JSON, CSV or XLSX file holds; `Unreadable` when it holds nothing that can be told apart."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise Unreadable(_("It cannot be read: %(reason)s.") % {"reason": error.strerror}) from error
    if len(raw) > LARGEST:
        raise Unreadable(_("It is larger than %(count)d MB. Split it.") % {"count": LARGEST // 2**20})
    if sheets.is_sheet(raw):
        return sheets.read_sheet(raw)
    text = _decode(raw)
    if not text.strip():
        raise Unreadable(_("It is empty."))
    is_csv = path.suffix.lower() == ".csv" or (
        path.suffix.lower() != ".json" and text.lstrip()[0] not in "[{"
    )
    return _csv(text) if is_csv else _json(text)


def _decode(raw: bytes) -> str:
    if raw.startswith(UTF_16):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError as error:
            raise Unreadable(_("It is UTF-16 that breaks off. Save it as UTF-8.")) from error
    if b"\0" in raw[:4]:
        raise Unreadable(_("It is no text, or UTF-16 that does not say so. Save it as UTF-8."))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line = before.rpartition(b"\n")[2].decode("utf-8")
        place = {
            "line": before.count(b"\n") + 1,
            "column": len(line) + 1,
            "byte": f"{error.object[error.start]:02X}",
        }
        raise Unreadable(
            _(
                "It is not UTF-8: line %(line)d, column %(column)d has the byte %(byte)s. "
                "Save it as UTF-8 (in Excel: “CSV UTF-8”) or as .xlsx."
            )
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
    cities = records.cities_of(rows)
    for number, row in enumerate(rows, 1):
        where = _("entry %(number)d") % {"number": number}
        if isinstance(row, dict):
            yield Entry(where, records.values_of(row, cities) if records.is_record(row) else row)
        else:
            yield Entry(where, {}, _("it is no object with the answers by name"))


def _csv(text: str) -> Source:
    limit = csv.field_size_limit(max(len(text), csv.field_size_limit()))
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        return Source(entries_of(list(_lines(reader))))
    finally:
        csv.field_size_limit(limit)


def _delimiter(text: str) -> str:
    """Return what separates the cells of the header: spreadsheets in many countries write semicolons."""
    header = re.split(r"[\r\n]", text.lstrip(), maxsplit=1)[0]
    return max(",;\t", key=header.count)


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
            yield Line(number, [], reason)
            return
        if any(cell.strip() for cell in cells):
            yield Line(number, cells)
