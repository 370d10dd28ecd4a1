"""EPUB 3: the book for readers of screens of every size: pages of XHTML in an archive, with what they are and their order.

EbookLib would write it, but its licence (AGPL) asks more of whoever runs a site than ours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.template.loader import get_template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from practices.answers.article import AnsweredQuestion, Item
from practices.choices import RIGHT_TO_LEFT
from practices.exports.casebook.book import Book, Case, IndexEntry
from practices.exports.casebook.flow import Flow, flow, printable
from practices.exports.formats.taken import Taken
from practices.text import NO_XML

MIMETYPE = "application/epub+zip"
CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


@dataclass(frozen=True)
class Chapter:
    """A page of the book, in its order."""

    name: str
    title: str
    body: str
    spoken: str = ""

    @property
    def file(self) -> str:
        return f"{self.name}.xhtml"


def write_epub(taken: Taken) -> Iterator[bytes]:
    """Give the whole file, whose first part says what it is."""
    book = Book(taken)
    chapters = list(_chapters(book))
    pages = {"META-INF/container.xml": CONTAINER, "package.opf": _package(book, chapters)}
    pages["nav.xhtml"] = _page("practices/casebook/nav.xhtml", book, _("Contents"), chapters=chapters)
    pages["style.css"] = get_template("practices/casebook/style.css").render()
    pages |= {chapter.file: chapter.body for chapter in chapters}
    at = taken.at.timetuple()[:6]
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr(ZipInfo("mimetype", at), MIMETYPE, ZIP_STORED)
        for name, page in pages.items():
            archive.writestr(ZipInfo(name, at), page, ZIP_DEFLATED)
        for digest, figure in book.figures.items():
            archive.writestr(ZipInfo(f"pictures/{digest}.jpg", at), figure.content, ZIP_STORED)
    yield file.getvalue()


def _chapters(book: Book) -> Iterator[Chapter]:
    if not book.is_single:
        title = printable(book.title)
        yield Chapter("title", title, _page("practices/casebook/title.xhtml", book, title))
    for case in book.cases:
        yield _of_case(case, book)
    if not book.is_single:
        yield _index("places", _("Index by place"), book, book.by_place)
        yield _index("topics", _("Index by topic"), book, book.by_topic)
    title = _("About this casebook")
    yield Chapter(
        "about", title, _page("practices/casebook/about.xhtml", book, title, licences=book.licences)
    )


def _of_case(case: Case, book: Book) -> Chapter:
    shown, title = case.article, printable(case.article.title)
    more = {
        "case": case,
        "spoken": _spoken(case),
        "summary": printable(shown.summary),
        "facts": [_passage(fact, book, fact.items) for fact in shown.facts],
        "parts": [
            {
                "title": part.title,
                "passages": [
                    _passage(passage, book, case.items_in(passage)) | {"figures": case.figures_in(passage)}
                    for passage in part.passages
                ],
            }
            for part in shown.parts
        ],
        "colophon": [(label, printable(text), address) for label, text, address in case.colophon],
    }
    return Chapter(
        case.key, title, _page("practices/casebook/chapter.xhtml", book, title, **more), _spoken(case)
    )


def _index(name: str, title: str, book: Book, entries: list[IndexEntry]) -> Chapter:
    told = [
        {"name": printable(entry.name), "lines": [_line(case) for case in entry.cases]} for entry in entries
    ]
    return Chapter(name, title, _page("practices/casebook/index.xhtml", book, title, entries=told))


def _line(case: Case) -> dict[str, Any]:
    place, title = printable(case.article.place), printable(case.article.title)
    return {"file": f"{case.key}.xhtml", "title": title, "place": place, "spoken": _spoken(case)}


def _package(book: Book, chapters: list[Chapter]) -> str:
    languages = dict.fromkeys([book.language, *sorted({case.language for case in book.cases})])
    more = {
        "chapters": chapters,
        "identifier": book.taken.file,
        "languages": list(languages),
        "licences": book.licences,
        "modified": book.taken.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return _page("practices/casebook/package.opf", book, printable(book.title), **more)


def _page(name: str, book: Book, title: str, **more: Any) -> str:
    return NO_XML.sub("", get_template(name).render({"book": book, "title": title, **more}))


def _spoken(case: Case) -> SafeString:
    """Return the attributes of an element that says in which language its words are."""
    direction = "rtl" if case.language in RIGHT_TO_LEFT else "ltr"
    return format_html(' lang="{0}" xml:lang="{0}" dir="{1}"', case.language, direction)


def _passage(passage: AnsweredQuestion, book: Book, items: list[Item]) -> dict[str, Any]:
    return {
        "label": passage.label,
        "items": [_item(item, book) for item in items],
        "text": xhtml(flow(passage.html)),
    }


def _item(item: Item, book: Book) -> dict[str, str]:
    address = f"{book.taken.site}{item.url}" if item.url.startswith("/") else item.url
    return {"text": printable(str(item.text)), "address": address, "note": printable(str(item.note))}


def xhtml(parts: Flow) -> SafeString:
    """Return a text as XML has it."""
    return mark_safe("".join(map(_element, parts)))  # noqa: S308  escaped below


def _element(part: Any) -> str:
    if isinstance(part, str):
        return conditional_escape(printable(part))
    if part.tag == "br":
        return "<br/>"
    inner = xhtml(part.inner)
    if part.tag == "a" and part.address:
        return format_html('<a href="{}">{}</a>', part.address, inner)
    return inner if part.tag == "a" else f"<{part.tag}>{inner}</{part.tag}>"
