"""XLSX: a spreadsheet whose cells are texts and numbers, never formulas; the first sheet is what an import reads."""

from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import Any

from practices.answers.cells import spelt_out
from practices.answers.columns import headings
from practices.exports.formats import rows
from practices.exports.formats.taken import Taken

LONGEST = 32_767
"""Characters that a cell of a spreadsheet holds; programs refuse a file with more."""
CUT = " … (cut: a cell holds no more; CSV and JSON have all of it)"
PIECE = 64 * 1024
WIDTH = 24


def write_xlsx(taken: Taken) -> Iterator[bytes]:
    """Give the practices on a first sheet, and on a second what the file is."""
    called = headings() | {name: name for name in taken.about["licences"]}
    about = {name: value for name, value in taken.about.items() if name != "licences"} | taken.about[
        "licences"
    ]
    told = ((called.get(name, name.capitalize()), value) for name, value in about.items())
    return _workbook(
        {"Practices": (rows.heads(), rows.rows_for_people(taken)), "About": (["What", "Value"], told)}
    )


def sheet(columns: list[str], lines: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """Give a file of one table."""
    return _workbook({"Entries": (columns, lines)})


def _workbook(sheets: dict[str, tuple[list[str], Iterable[Iterable[Any]]]]) -> Iterator[bytes]:
    """Give a file of sheets, each with its columns and its rows, made on disk."""
    from openpyxl import Workbook  # noqa: PLC0415  a tenth of what each command loads, and few write a sheet
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  as above

    book = Workbook(write_only=True)
    for name, (columns, lines) in sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for number in range(1, len(columns) + 1):
            sheet.column_dimensions[get_column_letter(number)].width = WIDTH
        sheet.append(columns)
        for line in lines:
            sheet.append([_cell(sheet, value) for value in line])
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = spelt_out(value)
    if len(text) > LONGEST:
        text = text[: LONGEST - len(CUT)] + CUT
    if not text.startswith("#"):
        return text
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  as above

    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # else openpyxl takes "#N/A" for an error
    return cell
