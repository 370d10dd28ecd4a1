"""PDF: the book as typst sets it. Texts go there as data, so that nothing in them is ever read as its language."""

import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from practices.answers.article import AnsweredQuestion, Item
from practices.exports.casebook.book import Book, Case, IndexEntry
from practices.exports.casebook.figures import PrintedPicture
from practices.exports.casebook.flow import Flow, breakable, flow
from practices.exports.formats.taken import Taken
from practices.exports.typesetting import press

LABELS = {
    "about": _("About this casebook"),
    "cite": _("How to cite"),
    "contents": _("Contents"),
    "licences": _("Licences"),
    "places": _("Index by place"),
    "topics": _("Index by topic"),
}


PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}">'
    '<image width="{0}" height="{1}" href="data:image/jpeg;base64,{2}"/></svg>'
)
"""The form in which the bytes of a picture fit into data that are text; the file has them as they are."""


def write_pdf(taken: Taken) -> Iterator[bytes]:
    """Give the whole file; raises what `press.typeset` raises."""
    book = Book(taken)
    pictures = {digest: _svg(figure) for digest, figure in book.figures.items()}
    said = book_data(book) | {"pictures": pictures}
    of_pictures = sum(map(len, pictures.values()))
    yield press.typeset("book.typ", json.dumps(said, ensure_ascii=False), of_pictures=of_pictures)


def _svg(figure: PrintedPicture) -> str:
    return PICTURE.format(*figure.dots, b64encode(figure.content).decode())


def book_data(book: Book) -> dict[str, Any]:
    """Return all that the page `book.typ` says, without the bytes of its pictures."""
    return {
        "labels": {name: str(label) for name, label in LABELS.items()},
        "language": book.language,
        "site": breakable(book.site),
        "title": breakable(book.title),
        "count": book.count,
        "day": book.day,
        "address": book.address,
        "is_single": book.is_single,
        "attribution": book.taken.attribution,
        "citation": breakable(book.citation),
        "remark": breakable(book.taken.remark),
        "licences": [[str(licence.label), address] for licence, address in book.licences],
        "cases": [_case(case, book) for case in book.cases],
        "places": [_entry(entry, with_city=True) for entry in book.by_place],
        "topics": [_entry(entry, with_city=False) for entry in book.by_topic],
    }


def _case(case: Case, book: Book) -> dict[str, Any]:
    shown = case.article
    return {
        "key": case.key,
        "title": breakable(shown.title),
        "language": case.language,
        "place": breakable(shown.place),
        "period": breakable(shown.period),
        "summary": breakable(shown.summary),
        "remarks": [breakable(remark) for remark in case.remarks],
        "facts": [_passage(fact, book, fact.items) for fact in shown.facts],
        "parts": [
            {
                "title": str(part.title),
                "passages": [
                    _passage(passage, book, case.items_in(passage))
                    | {"figures": [*map(_figure, case.figures_in(passage))]}
                    for passage in part.passages
                ],
            }
            for part in shown.parts
        ],
        "colophon": [[label, breakable(text), address] for label, text, address in case.colophon],
    }


def _passage(passage: AnsweredQuestion, book: Book, items: list[Item]) -> dict[str, Any]:
    return {
        "label": str(passage.label),
        "items": [_item(item, book) for item in items],
        "flow": _plain(flow(passage.html)),
    }


def _figure(figure: PrintedPicture) -> dict[str, Any]:
    width, height = figure.size
    return {
        "picture": figure.digest,
        "width": width,
        "height": height,
        "alt": figure.alt,
        "caption": breakable(figure.caption),
        "credit": breakable(figure.credit),
        "licence": figure.licence,
    }


def _item(item: Item, book: Book) -> list[str]:
    address = f"{book.taken.site}{item.url}" if item.url.startswith("/") else item.url
    return [breakable(str(item.text)), address, breakable(str(item.note))]


def _plain(parts: Flow) -> list[Any]:
    return [
        breakable(part) if isinstance(part, str) else [part.tag, part.address, _plain(part.inner)]
        for part in parts
    ]


def _entry(entry: IndexEntry, *, with_city: bool) -> dict[str, Any]:
    return {
        "name": breakable(entry.name),
        "cases": [
            [
                case.key,
                breakable(case.article.title),
                case.language,
                breakable(case.article.city if with_city else case.article.place),
            ]
            for case in entry.cases
        ],
    }
