"""Files of two formats: what is read, and what is said of those that cannot be."""

import json
import time
from pathlib import Path

import pytest
from django.conf import settings

from practices.models import Practice
from practices.template import WRITTEN
from tests.builders import make_city, make_topic
from tests.imports.written import ENTRY, brought_in, command, csv_of, json_of, totals

pytestmark = [pytest.mark.django_db, pytest.mark.alike]

AS_UTF_8 = "Save it as UTF-8 (in Excel: “CSV UTF-8”) or as .xlsx."


def test_csv_and_json_say_the_same(tmp_path: Path) -> None:
    make_city("Bergen", "NO")
    porto = make_city("Porto", "PT")
    make_topic("housing", "housing and urban planning")
    row = {
        "title": "A table",
        "country": "Norway",
        "city": "BERGEN",
        "partner_cities": "Porto, Portugal | Nowhere",
        "topics": "Housing and Urban Planning",
        "period": "2015",
        "language": "English",
        "outcome": "Completed as planned",
        "cost": "10k-50k",
        "purpose": "One line\nand, “another”",
        "documents": "A report <https://city.example/a> | https://city.example/b",
        "contact_public": "Yes",
        "source_url": "https://source.example/1",
    }
    brought_in(csv_of(tmp_path, row))
    practice = Practice.objects.get()
    assert (practice.country.code, practice.city and practice.city.slug) == ("NO", "bergen")
    assert (list(practice.partner_cities.all()), practice.partner_cities_typed) == ([porto], "Nowhere")
    assert [topic.slug for topic in practice.topics.all()] == ["housing"]
    assert (practice.language, practice.outcome, practice.cost) == ("en", "completed", "10k-50k")
    assert practice.purpose == "One line\nand, “another”"
    assert practice.contact_public is True
    assert practice.source_url == "https://source.example/1"
    documents = [
        {"title": "A report", "url": "https://city.example/a"},
        {"title": "", "url": "https://city.example/b"},
    ]
    assert practice.documents == documents
    same = row | {"documents": documents, "contact_public": True, "title": "Another"}
    same |= {"topics": ["housing"], "partner_cities": ["Porto, PT"], "source_url": ""}
    brought_in(json_of(tmp_path, same))
    other = Practice.objects.get(title="Another")
    assert (other.documents, list(other.partner_cities.all())) == (documents, [porto])
    assert (other.contact_public, [topic.slug for topic in other.topics.all()]) == (True, ["housing"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_any_spreadsheet_is_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    row = {"Title ": "Ørsta, “one”; two", "country": "NO", "period": "2015"}
    brought_in(csv_of(tmp_path, row, encoding=encoding, delimiter=delimiter))
    assert [p.title for p in Practice.objects.all()] == ["Ørsta, “one”; two"]


def test_bare_list_is_read_and_a_number_is_a_text(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_text(json.dumps([ENTRY | {"period": 2015}]))
    assert brought_in(path) == [totals(created=1)]
    assert Practice.objects.get().period == "2015"


def test_text_of_any_length_comes_in_and_is_reported(tmp_path: Path) -> None:
    row = {"title": "A table", "country": "NO", "purpose": "word " * 40_000}
    said = brought_in(csv_of(tmp_path, row))
    assert said[0] == "line 2, “A table”: Purpose: 40000 words; the limit is 300."
    assert len(Practice.objects.get().purpose) == 199_999


def test_row_that_cannot_be_stored_is_refused_with_its_figures_and_the_rest_goes_on(tmp_path: Path) -> None:
    long = ENTRY | {"title": "Long", "source_url": "", "purpose": "word " * 50_000}
    path = tmp_path / "practices.json"
    path.write_text(json.dumps([long, ENTRY]))
    said = brought_in(path)
    assert "refused: Purpose: 249999 characters; at most 200000 can be kept. Make it shorter." in said[0]
    assert said[-1] == totals(created=1, refused=1)


def test_row_without_title_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "practices.csv"
    path.write_text(
        'title,country,purpose\nA,NO,"two\nlines"\n\n"  ",NO,x\nB,NO,x,\nC,NO\n', encoding="utf-8"
    )
    assert brought_in(path) == ["line 5: refused: it has no title", totals(created=3, refused=1)]
    assert sorted(p.title for p in Practice.objects.all()) == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("name", "raw", "fault"),
    [
        ("none.json", None, "It cannot be read: No such file or directory."),
        ("a.json", b"", "It is empty."),
        ("a.csv", b"\xef\xbb\xbf \n", "It is empty."),
        ("a.json", b'{"practices": [}', "It is not JSON: line 1, column 16: Expecting value."),
        ("a.json", b'"a"', "It holds no list of practices: a list, or an object with “practices”."),
        (
            "a.json",
            b'{"practices": {}}',
            "It holds no list of practices: a list, or an object with “practices”.",
        ),
        ("a.json", b'{"practices": [], "licence": [1]}', "Its licence is no text."),
        ("a.csv", b"name,country\nA,NO\n", "Its first line is no header: it names no column “title”."),
        ("a.csv", b",\n,\n", "Its first line is no header: it names no column “title”."),
        ("a.csv", b"title,Title\nA,B\n", "Its header names a column twice: title."),
        (
            "a.csv",
            b'title,"x\nA,B\n',
            "Its first line cannot be read: it is not CSV (unexpected end of data), and nothing after it was read.",
        ),
        (
            "a.csv",
            "title\nBergen\nGenève\n".encode("latin-1"),
            "It is not UTF-8: line 3, column 4 has the byte E8. " + AS_UTF_8,
        ),
        (
            "a.csv",
            b"\xef\xbb\xbfti\xfftle\n",
            "It is not UTF-8: line 1, column 3 has the byte FF. " + AS_UTF_8,
        ),
        ("a.csv", "title\nGenève\n".encode("utf-16")[:-1], "It is UTF-16 that breaks off. Save it as UTF-8."),
        (
            "a.csv",
            "title\nGenève\n".encode("utf-16-le"),
            "It is no text, or UTF-16 that does not say so. Save it as UTF-8.",
        ),
        ("a.csv", b"t\0itle\nA\n", "It is no text, or UTF-16 that does not say so. Save it as UTF-8."),
        ("a.csv", b"title\0\nA\n", "Its first line is no header: it names no column “title”."),
        (
            "a.csv",
            b"Good practices 2024,\n\nTitle,Country\nA,NO\n",
            (
                "Its first line is no header: it names no column “title”. "
                "Line 3 does: delete what stands above it."
            ),
        ),
        (
            "a.csv",
            ",".join(["title", *map(str, range(99_999))]).encode(),
            "Its first line names 100000 columns; at most 500 can be read.",
        ),
        (
            "a.json",
            b'{"practices": [{"title": "A"}], "licence": "MIT"}',
            "The licence “MIT” is not known. Known are: CC-BY-4.0, CC-BY-SA-4.0, CC0-1.0.",
        ),
    ],
)
def test_file_that_cannot_be_read_says_why_and_where(
    tmp_path: Path, name: str, raw: bytes | None, fault: str
) -> None:
    path = tmp_path / name
    if raw is not None:
        path.write_bytes(raw)
    assert command(path) == ("", f"{path}: {fault}")
    assert Practice.objects.count() == 0


def test_json_nested_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("[" * 200_000)
    assert "It is not JSON" in command(path)[1]


def test_quotation_that_is_never_closed_ends_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('title,country\nA,NO\n"B,NO\nC,NO\n', encoding="utf-8")
    assert brought_in(path) == [
        "line 3: refused: it is not CSV (unexpected end of data), and nothing after it was read",
        totals(created=1, refused=1),
    ]


def test_line_with_more_cells_than_the_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,country\nA, B and C,NO\nD,NO\n", encoding="utf-8")
    assert brought_in(path) == [
        "line 2, “A”: refused: it has more cells than the header",
        totals(created=1, refused=1),
    ]


def test_file_that_never_ends_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.symlink_to("/dev/zero")
    assert command(path) == ("", f"{path}: It is larger than 100 MB. Split it.")


@pytest.mark.parametrize(
    "row",
    [
        "A" + "," * 100_000,
        "A" + ",NO" * 100_000,
        "\0" * 1_000_000 + ",NO",
        "A,NO," + "x" * 1_000_000,
        "A," + "é" * 1_000_000,
        '"' + "A\n" * 500_000 + '",NO',
    ],
)
def test_nasty_line_takes_no_time_and_the_rest_goes_on(tmp_path: Path, row: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"title,country,other\n{row}\nB,NO\n", encoding="utf-8")
    begin = time.process_time()
    brought_in(path)
    assert time.process_time() - begin < 2
    assert Practice.objects.filter(title="B").count() == 1


def test_empty_columns_at_the_end_are_none(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,country" + "," * 16_382 + "\nA,NO" + "," * 16_382 + "\n", encoding="utf-8")
    assert brought_in(path) == [totals(created=1)]


def test_what_stands_in_a_column_without_a_name_refuses_the_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,,country\nA,lost,NO\nB,,NO\n", encoding="utf-8")
    assert brought_in(path) == [
        "line 2, “A”: refused: it says something in column 2, which the header does not name",
        totals(created=1, refused=1),
    ]


def test_very_many_unknown_columns_are_counted(tmp_path: Path) -> None:
    said = brought_in(json_of(tmp_path, ENTRY | {f"column {number}": "x" for number in range(100_000)}))
    assert said[0].startswith("Columns that are not known, and ignored: column 0, column 1, ")
    assert said[0].endswith("column 19, and 99980 more.")


def test_example_to_start_from_has_all_columns_and_comes_in_without_a_remark() -> None:
    make_city("Bergen"), make_city("Oslo"), make_city("Turin", "IT")
    make_topic("education"), make_topic("multilingualism")
    example = settings.BASE_DIR / "docs" / "import-example.csv"
    header = example.read_text(encoding="utf-8").partition("\n")[0]
    assert header.split(",") == [
        *(each.field for each in WRITTEN),
        "source_url",
        "translation_of",
        "translated_by",
    ]
    assert brought_in(example, dry_run=True, publish=True) == [totals(created=1, published=1)]
