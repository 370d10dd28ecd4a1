"""Is a spreadsheet one of texts, whatever they are, and is what it cannot hold told?"""

import io
from datetime import datetime, time

import pytest
from django.test import Client
from django.utils.timezone import localdate
from openpyxl import load_workbook

from practices.errors import wording
from practices.exports.formats import rows
from practices.exports.formats.table import FORMATS
from practices.exports.formats.workbook import CUT, LONGEST
from practices.imports.files import read_file
from practices.models import Edition
from tests.builders import make_city, make_topic, published

pytestmark = [pytest.mark.django_db, pytest.mark.alike]


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
        "d",
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


def test_heads_are_those_of_the_page_and_dates_are_dates(client: Client) -> None:
    published(
        city=make_city(), topics=[make_topic("roma", "roma people")], contact_name="Kari", contact_public=True
    )
    book = load_workbook(io.BytesIO(client.get("/practices.xlsx").content))
    header, row = book.worksheets[0].iter_rows(values_only=True)
    assert len(header) == len(rows.columns()) == len(set(header))
    assert header[:6] == ("Title", "Country", "City", "Partner cities", "Period", "Topics")
    assert header.index("Evidence") < header.index("Purpose") < header.index("Number")
    assert [name for name in header if not str(name)[0].isupper() or "_" in str(name)] == []
    said = dict(zip(header, row, strict=True))
    assert (said["Topics"], said["Contact: Name"]) == ("Roma people", "Kari")
    today = datetime.combine(localdate(), time())
    assert [said[name] for name in ("First published", "This edition published", "Taken on")] == [today] * 3
    assert said["Passage removed"] is None
    assert client.get("/practices.csv").text.removeprefix("\ufeff").startswith("title,country,")
    assert [name for name, _value in book.worksheets[1].iter_rows(values_only=True)][:3] == [
        "What",
        "Title",
        "Catalogue",
    ]


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
