"""Spreadsheets: read as CSV is, as people see them, and within bounds."""

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.drawing.image import Image as SheetPicture
from PIL import Image

from practices.answers.uploaded import FILE_FIELDS
from practices.imports import sheets
from practices.models import Practice
from practices.template import FIELDS
from tests.builders import make_city, make_topic
from tests.imports.written import brought_in, command, csv_of, totals, xlsx_of
from tests.processor import timed

pytestmark = [pytest.mark.django_db, pytest.mark.alike]

HEADER = ["Title", "country", "period", "purpose"]
SHEET = "xl/worksheets/sheet1.xml"


def rewritten(path: Path, part: str, old: str, new: str) -> Path:
    """Change the text of one part of a file."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = (
        parts[part].decode().replace(" />", "/>")
    )  # lxml, which writes where it is there, leaves the blank out
    assert old in text
    parts[part] = text.replace(old, new).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def packed(path: Path, parts: dict[str, bytes], **options: Any) -> Path:
    with zipfile.ZipFile(path, "w", **{"compression": zipfile.ZIP_DEFLATED} | options) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_sheet_says_what_the_same_csv_says(tmp_path: Path) -> None:
    make_city("Bergen", "NO"), make_topic("housing"), make_topic("roma")
    row = {
        "title": "A table",
        "country": "Norway",
        "city": "Bergen",
        "topics": "housing; roma",
        "period": "2015-2020",
        "purpose": "One line\nand another",
        "documents": "A report <https://city.example/a>",
        "contact_public": "TRUE",
        "source_url": "https://source.example/1",
        "colour": "red",
    }
    said = brought_in(csv_of(tmp_path, row))
    first = set(Practice.objects.values_list(*(set(FIELDS) - {"documents", *FILE_FIELDS}), "source_url"))
    Practice.all_objects.all().delete()
    assert brought_in(xlsx_of(tmp_path, [*row], [*row.values()])) == said
    assert (
        set(Practice.objects.values_list(*(set(FIELDS) - {"documents", *FILE_FIELDS}), "source_url")) == first
    )
    [practice] = Practice.objects.all()
    assert practice.documents == [{"title": "A report", "url": "https://city.example/a"}]


def test_dates_and_numbers_come_in_as_people_see_them(tmp_path: Path) -> None:
    rows = [
        ["A", "NO", 2015, "x"],
        ["B", "NO", (datetime.fromisoformat("2016-06-01"), "yyyy"), 0.25],
        ["C", "NO", 2017.0, None],
    ]
    assert brought_in(xlsx_of(tmp_path, HEADER, *rows)) == [totals(created=3)]
    assert [(p.title, p.period, p.purpose) for p in Practice.objects.order_by("pk")] == [
        ("A", "2015", "x"),
        ("B", "2016", "0.25"),
        ("C", "2017", ""),
    ]


def test_formula_is_what_it_came_to_and_refuses_the_line_where_it_never_did(tmp_path: Path) -> None:
    path = xlsx_of(tmp_path, HEADER, ["A", "NO", "=2014+1"], ["B", "NO", "=2015+1"], ["C", "NO", "=1/0"])
    with_values = rewritten(path, SHEET, "<f>2014+1</f><v></v>", "<f>2014+1</f><v>2015</v>")
    shown = '<c r="C4"><f>1/0</f><v></v></c>'
    rewritten(with_values, SHEET, shown, '<c r="C4" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
    assert brought_in(path) == [
        (
            "line 3, “B”: refused: cell C3 has a formula that nobody has calculated; "
            "open the file in a spreadsheet and save it"
        ),
        "line 4, “C”: refused: cell C4 shows the error #DIV/0!",
        totals(created=1, refused=2),
    ]
    assert Practice.objects.get().period == "2015"


def test_first_sheet_is_read_and_the_report_says_so(tmp_path: Path) -> None:
    path = xlsx_of(tmp_path, HEADER, ["A", "NO"], sheets=["Practices", "Notes"])
    assert brought_in(path) == ["Only the first sheet, “Practices”, is read.", totals(created=1)]


def test_blank_lines_count_and_are_left_out(tmp_path: Path) -> None:
    path = xlsx_of(tmp_path, [None], HEADER, [None], ["A", "NO"], [" "], [None, "NO"])
    assert brought_in(path) == ["line 6: refused: it has no title", totals(created=1, refused=1)]


def test_header_below_a_heading_is_named(tmp_path: Path) -> None:
    path = xlsx_of(tmp_path, ["Good practices 2024"], [None], HEADER, ["A", "NO"])
    why = "Its first line is no header: it names no column “title”. Line 3 does: delete what stands above it."
    assert command(path) == ("", f"{path}: {why}")


@pytest.mark.parametrize("cells", ["A1:D1", "A1:A2", "B2:B3", "C2:D2"])
def test_merged_cells_are_named(tmp_path: Path, cells: str) -> None:
    path = xlsx_of(tmp_path, HEADER, ["A", "NO"], ["B", "NO"])
    book = load_workbook(path)
    book.worksheets[0].merge_cells(cells)
    book.save(path)
    assert command(path) == ("", f"{path}: Cells are merged ({cells}). Take them apart, and fill in each.")
    assert Practice.objects.count() == 0


def test_picture_of_a_sheet_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be decoded within the server: pictures are decoded in a process of their own."""
    path, picture = xlsx_of(tmp_path, HEADER, ["A", "NO"]), BytesIO()
    Image.new("RGB", (2, 2)).save(picture, "PNG")
    book = load_workbook(path)
    book.worksheets[0].add_image(SheetPicture(picture))
    book.worksheets[0].merge_cells("A2:A3")
    book.save(path)
    monkeypatch.setattr(Image, "open", lambda *_given: pytest.fail("a picture was opened"))
    assert "Cells are merged" in command(path)[1]


def test_merged_cells_of_another_sheet_do_not_matter(tmp_path: Path) -> None:
    path = xlsx_of(tmp_path, HEADER, ["A", "NO"], sheets=["Practices", "Notes"])
    book = load_workbook(path)
    book.worksheets[1].merge_cells("A1:B2")
    book.save(path)
    assert brought_in(path)[-1] == totals(created=1)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "It is an old spreadsheet (.xls), or has a password. Save it as .xlsx without one."),
        (b"PK\x03\x04 and no more", "It is no .xlsx that can be read: File is not a zip file."),
    ],
)  # fmt: skip
def test_what_is_no_sheet_says_why(tmp_path: Path, raw: bytes, why: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(raw)
    assert command(path) == ("", f"{path}: {why}")


def test_another_packed_file_is_no_sheet(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})
    assert command(path)[1].startswith(f"{path}: It is no .xlsx that can be read: ")


def test_file_that_unpacks_to_too_much_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "LARGEST", 2**20)
    path = packed(tmp_path / "a.xlsx", {SHEET: b" " * (2**20 + 1)})
    assert path.stat().st_size < 5_000
    assert command(path) == ("", f"{path}: It unpacks to more than 1 MB. Split it, or save it as CSV.")


def test_file_that_is_packed_in_another_way_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", {SHEET: b" "}, compression=zipfile.ZIP_BZIP2)
    why = "It is packed in another way than .xlsx files are. Save it anew as .xlsx."
    assert command(path) == ("", f"{path}: {why}")


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("</sheetData>", "", "It is no .xlsx that can be read: mismatched tag: line 1"),
        ('<row r="2">', '<row r="9999999999">', "It has more than 1048576 lines."),
        (
            "<worksheet ",
            f'<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{BOMB}]><worksheet x="&a8;" ',
            "It is no .xlsx that can be read: limit on input amplification factor",
        ),
    ],
)
def test_sheet_that_is_made_to_hurt_takes_no_time(tmp_path: Path, old: str, new: str, why: str) -> None:
    path = rewritten(xlsx_of(tmp_path, HEADER, ["A", "NO"]), SHEET, old, new)
    said, took = timed(lambda: command(path)[1])
    assert said.startswith(f"{path}: {why}")
    assert took < 5


def test_dimensions_that_lie_and_a_cell_far_out_take_no_time(tmp_path: Path) -> None:
    path = xlsx_of(tmp_path, HEADER, *([f"A {number}", "NO"] for number in range(200)))
    rewritten(path, SHEET, 'ref="A1:D201"', 'ref="A1:XFD1048576"')
    said, took = timed(lambda: brought_in(path, dry_run=True)[-1])
    assert said == totals(created=200)
    assert took < 10


def test_cell_of_more_than_can_be_kept_refuses_its_line(tmp_path: Path) -> None:
    path = xlsx_of(tmp_path, HEADER, ["A", "NO", "", "long"], ["B", "NO"])
    rewritten(path, SHEET, "<t>long</t>", f"<t>{'x' * 200_001}</t>")
    assert brought_in(path) == [
        "line 2, “A”: refused: cell D2 has 200001 characters; at most 200000 can be kept",
        totals(created=1, refused=1),
    ]
