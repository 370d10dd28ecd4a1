"""Is a spreadsheet one of texts, whatever they are, and is what it cannot hold told?"""

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from practices.errors import wording
from practices.exports.formats.table import FORMATS
from practices.exports.formats.workbook import CUT, LONGEST
from practices.imports.files import read_file
from practices.models import Edition
from tests.builders import published

pytestmark = pytest.mark.django_db


def test_cells_are_texts_also_those_that_look_like_errors_or_hold_odd_signs(
    client: Client, tmp_path_factory: pytest.TempPathFactory
) -> None:
    practice = published()
    odd = {
        "partners": "#N/A",
        "impact": "A\x0bB _x0041_ C",
        "lessons": "=1+1",
        "transfer": "x" * (LONGEST + 1),
    }
    Edition.objects.filter(practice=practice).update(**odd)
    body = client.get("/practices.xlsx").content
    sheet = load_workbook(io.BytesIO(body)).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {
        "s",
        "n",
    }
    file = tmp_path_factory.mktemp("sheets") / "practices.xlsx"
    file.write_bytes(body)
    [entry] = read_file(file).entries
    assert {name: entry.values[name] for name in ("partners", "impact", "lessons")} == {
        "partners": "#N/A",
        "impact": "A\x0bB _x0041_ C",
        "lessons": "=1+1",
    }
    assert len(entry.values["transfer"]) == LONGEST
    assert entry.values["transfer"].endswith(CUT)


def test_more_than_it_holds_is_refused_with_the_way_on(client: Client) -> None:
    published(title="One")
    published(title="Two")
    object.__setattr__(form := FORMATS["xlsx"], "most", 1)
    try:
        answer = client.get("/practices.xlsx?country=NO")
        page = client.get("/practices/?country=NO").content.decode()
    finally:
        object.__setattr__(form, "most", 5_000)
    assert answer.status_code == 400
    assert str(wording.TOO_MANY_FOR_A_FILE.title) in answer.content.decode()
    assert 'href="/practices/?country=NO"' in answer.content.decode()
    assert ("practices.xlsx" in page, "practices.csv" in page) == (False, True)
