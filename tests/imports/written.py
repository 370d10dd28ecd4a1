"""Files of practices as tests write them, and what importing one says."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from openpyxl import Workbook

from practices.imports.practices import import_practices
from practices.models import Practice

ENTRY = {"title": "A table", "country": "NO", "period": "2015", "purpose": "To meet."}


def brought_in(path: Path, **options: Any) -> list[str]:
    """Import a file and return what was said, the totals last."""
    said: list[str] = []
    import_practices(path, say=said.append, **options)
    return said


def json_of(folder: Path, *entries: Any, **beside: Any) -> Path:
    path = folder / "practices.json"
    path.write_text(json.dumps({"practices": entries} | beside), encoding="utf-8")
    return path


def csv_of(folder: Path, *rows: dict[str, str], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    written = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(written, names, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path = folder / "practices.csv"
    path.write_bytes(written.getvalue().encode(encoding))
    return path


def xlsx_of(folder: Path, *rows: Sequence[Any], sheets: Sequence[str] = ("Sheet",)) -> Path:
    """Write rows into the first of some sheets; a cell with a format of its own is a pair."""
    book = Workbook()
    first = book.worksheets[0]
    first.title = sheets[0]
    for name in sheets[1:]:
        book.create_sheet(name).append(["title"])
    for row, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells, 1):
            value, shown = cell if isinstance(cell, tuple) else (cell, "")
            written = first.cell(row, column, value)
            written.number_format = shown or written.number_format
    path = folder / "practices.xlsx"
    book.save(path)
    return path


def totals(created: int = 0, published: int = 0, there: int = 0, refused: int = 0) -> str:
    return f"{created} created, {published} published, {there} already there, {refused} refused."


def imported(folder: Path, **answers: Any) -> tuple[Practice, list[str]]:
    """Import one entry and return it with what was said of it."""
    *said, total = brought_in(json_of(folder, ENTRY | answers))
    assert total == totals(created=1)
    return Practice.objects.get(), said


def command(path: Path, *options: str) -> tuple[str, str]:
    """Return what the command prints, and with what it fails."""
    out = io.StringIO()
    try:
        call_command("import_practices", str(path), *options, stdout=out, stderr=io.StringIO())
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""
