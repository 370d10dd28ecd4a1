"""What a reader that nobody here wrote finds in a file of each form: the titles of the practices, in their order."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import bibtexparser
import feedparser
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from openpyxl import load_workbook
from pypdf import PdfReader

from practices.answers.cells import read_out, rearmed
from practices.exports.casebook.pdf import LABELS
from tests.exports.word.reading import W, document, said

XHTML = "{http://www.w3.org/1999/xhtml}"


def csv_rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))


def sheet_rows(body: bytes) -> list[dict[str, Any]]:
    header, *rows = load_workbook(io.BytesIO(body)).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def features(body: bytes) -> list[dict[str, Any]]:
    """Return the features of a collection that is as RFC 7946 says."""
    found = json.loads(body)
    assert found["type"] == "FeatureCollection"
    for feature in found["features"]:
        assert (feature["type"], type(feature["properties"])) == ("Feature", dict)
        if point := feature["geometry"]:
            east, north = point["coordinates"]
            assert (point["type"], -180 <= east <= 180, -90 <= north <= 90) == ("Point", True, True)
    return list(found["features"])


def feed(body: bytes) -> Any:
    found = feedparser.parse(body)
    assert (found.bozo, found.version) == (False, "atom10")
    return found


def bibtex(body: bytes) -> dict[str, dict[str, str]]:
    """Return the fields of each entry by its key, without what is for TeX alone."""
    found = bibtexparser.parse_string(body.decode(), append_middleware=[LatexDecodingMiddleware()])
    assert found.failed_blocks == []
    return {
        entry.key: {field.key: _caret(str(field.value).strip("{}")) for field in entry.fields}
        for entry in found.entries
    }


def _caret(text: str) -> str:
    """Return a text with the caret that TeX prints; the decoder takes its name for that of an accent."""
    return text.replace("\u02c6", "^")


def ris(body: bytes) -> list[dict[str, Any]]:
    return list(rispy.loads(body.decode()))


def bookmarks(body: bytes) -> list[str]:
    """Return the names of the chapters that a reader of the PDF shows beside it."""
    outline = PdfReader(io.BytesIO(body)).outline
    return [str(each.title) for each in outline if not isinstance(each, list)]


def pdf_text(body: bytes) -> str:
    """Return what stands on the pages, in the order in which it is read; where a line ends there is a blank."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return " ".join(" ".join(pages).split())


def xml(source: bytes) -> ET.Element:
    return ET.fromstring(source)  # noqa: S314  our own


def xml_parts(body: bytes) -> list[bytes]:
    """Return what of a file is XML: all of it, or its parts when it is packed."""
    if not body.startswith(b"PK"):
        return [body]
    with ZipFile(io.BytesIO(body)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    return [part for part in parts if part.lstrip().startswith(b"<")]


@dataclass(frozen=True)
class Epub:
    """An EPUB as a reader opens it: its parts by name, what the package says of them, the chapters in their order."""

    parts: dict[str, bytes]
    package: ET.Element
    spine: list[str]

    def chapter(self, name: str) -> ET.Element:
        return xml(self.parts[name])


def epub(body: bytes) -> Epub:
    """Read an EPUB by the way that its container, package and spine lead."""
    with ZipFile(io.BytesIO(body)) as archive:
        first = archive.infolist()[0]
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert (first.filename, first.compress_type, parts["mimetype"]) == (
        "mimetype",
        0,
        b"application/epub+zip",
    )
    root = xml(parts["META-INF/container.xml"]).find(".//{*}rootfile")
    assert root is not None
    package = xml(parts[root.attrib["full-path"]])
    names = {item.attrib["id"]: item.attrib["href"] for item in package.iterfind("{*}manifest/{*}item")}
    return Epub(
        parts, package, [names[each.attrib["idref"]] for each in package.iterfind("{*}spine/{*}itemref")]
    )


def epub_titles(body: bytes) -> list[str]:
    book = epub(body)
    pages = [book.chapter(name) for name in book.spine if name.startswith("practice-")]
    return ["".join(heading.itertext()) for page in pages for heading in page.iter(f"{XHTML}h1")]


def _flat(title: str) -> str:
    return " ".join(title.split())


def headings_of_cases(body: bytes) -> list[str]:
    """Return what the headings of a Word file say to which its contents lead, read as XML."""
    titles = []
    for paragraph in document(body).iter(f"{W}p"):
        mark = paragraph.find(f"{W}bookmarkStart")
        if mark is not None and mark.get(f"{W}name", "").startswith("practice-"):
            titles.append(said(paragraph))
    return titles


TITLES: dict[str, Callable[[bytes], list[str]]] = {
    "xlsx": lambda body: [rearmed(read_out(row["Title"])) for row in sheet_rows(body)],
    "pdf": lambda body: [title for title in bookmarks(body) if title not in map(str, LABELS.values())],
    "docx": headings_of_cases,
    "epub": epub_titles,
    "csv": lambda body: [rearmed(row["title"]) for row in csv_rows(body)],
    "json": lambda body: [row["answers"]["title"] for row in json.loads(body)["practices"]],
    "geojson": lambda body: [feature["properties"]["title"] for feature in features(body)],
    "atom": lambda body: [entry.title for entry in feed(body).entries],
    "bib": lambda body: [entry["title"] for entry in bibtex(body).values()],
    "ris": lambda body: [entry["title"] for entry in ris(body)],
    "csl.json": lambda body: [item["title"] for item in json.loads(body)],
}
"""How the titles are read, by ending."""
