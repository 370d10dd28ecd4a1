"""Do the programs that people have at home open our files, and find there what the pages say?

LibreOffice, qpdf and pdftotext stand for them.
"""

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from practices.answers.cells import read_out
from tests.builders import make_city, make_topic, published
from tests.exports.formats.readers import csv_rows
from tests.hostile import NASTY
from tests.imports.word.written import SOFFICE, converted

CALC = SOFFICE and list(Path(SOFFICE).resolve().parent.glob("libsclo.so"))
needs_office = pytest.mark.skipif(
    not CALC, reason="needs LibreOffice: apt-get install libreoffice-calc-nogui libreoffice-writer-nogui"
)
needs_readers = pytest.mark.skipif(
    not (shutil.which("qpdf") and shutil.which("pdftotext")),
    reason="needs apt-get install qpdf poppler-utils",
)
pytestmark = [pytest.mark.django_db, pytest.mark.alike, pytest.mark.thorough]

EVALUATED = "--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,-1,true"
"""Commas, UTF-8, and whatever looks like a formula or a number taken for one."""
FORMULAS = ("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "＝1+1", "'=1", '=HYPERLINK("https://evil.example")')


@pytest.fixture
def few() -> None:
    roma, education = make_topic("roma", "Roma people"), make_topic("education", "Education")
    oslo = make_city("Oslo")
    said: dict[str, Any] = {
        "purpose": "It *sails*, “slowly”;\n\n- to the quay\n- home",
        "partner_cities": [oslo],
    }
    published(title="The reading ship", topics=[roma, education], **said)
    published(title="السفينة القارئة", language="ar", purpose="السفينة", country="SE", city=None)
    for number, text in enumerate(FORMULAS):
        published(title=f"Formula {number}", lessons=text, transfer=text)
    published(title="Hostile", impact="\n".join(NASTY.values()).replace("\0", ""))


def sheet(body: bytes) -> list[dict[str, Any]]:
    """Return the rows of a spreadsheet by their heads; fails for a cell that is a formula."""
    cells = load_workbook(io.BytesIO(body)).worksheets[0]
    assert "f" not in {cell.data_type for row in cells.iter_rows() for cell in row}
    heads, *rows = cells.iter_rows(values_only=True)
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


def text_of(row: dict[str, Any], *names: str) -> list[str]:
    return [read_out(str(row[name] or "")) for name in names]


@needs_office
@pytest.mark.usefixtures("few")
def test_office_opens_tables_and_finds_no_formula(client: Client, tmp_path: Path) -> None:
    asked = "sort=title"
    csv, xlsx = (client.get(f"/practices.{ending}?{asked}").content for ending in ("csv", "xlsx"))
    to = "xlsx:Calc MS Excel 2007 XML"
    [from_csv] = converted({"list.csv": csv}, tmp_path / "csv", to, EVALUATED).values()
    [from_xlsx] = converted({"list.xlsx": xlsx}, tmp_path / "xlsx", to).values()
    names = (
        "title",
        "purpose",
        "lessons",
        "transfer",
        "impact",
        "number",
        "topics",
        "partner_cities",
        "licence",
    )
    expected = [text_of(row, *names) for row in csv_rows(csv)]
    assert len(expected) == len(FORMULAS) + 3
    assert [text_of(row, *names) for row in sheet(from_csv)] == expected
    assert [text_of(row, *row) for row in sheet(from_xlsx)] == [text_of(row, *row) for row in sheet(xlsx)]


@needs_office
@pytest.mark.usefixtures("few")
def test_office_opens_what_is_to_be_read(client: Client, tmp_path: Path) -> None:
    body = client.get("/practices.docx?sort=title").content
    [text] = converted({"list.docx": body}, tmp_path, "txt:Text (encoded):UTF8").values()
    said = " ".join(text.decode("utf-8-sig").split())
    assert "It sails, “slowly”;" in said
    assert "السفينة القارئة" in said
    assert [said.count(formula) >= 2 for formula in ("=1+1", "@SUM(1)")] == [True, True]


@needs_readers
@pytest.mark.usefixtures("few")
def test_readers_of_pdf_open_it_and_find_its_words(client: Client, tmp_path: Path) -> None:
    file = tmp_path / "list.pdf"
    file.write_bytes(client.get("/practices.pdf?sort=title").content)
    checked = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")
    told = subprocess.run(["pdftotext", "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True)
    said = " ".join(told.stdout.decode().split())
    assert said.startswith("Intercultural good practices Practices")
    assert [
        word for word in ("It sails, “slowly”;", "to the quay", "Roma people", "=1+1") if word not in said
    ] == []
