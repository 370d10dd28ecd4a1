"""DOCX: the book as a Word file to read, to cut and to paste from, with Word's own headings, lists and links."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from practices.answers.article import AnsweredQuestion, Item
from practices.exports.casebook.book import Book, Case, IndexEntry
from practices.exports.casebook.figures import PrintedPicture
from practices.exports.casebook.flow import flow, printable
from practices.exports.casebook.pdf import LABELS
from practices.exports.formats.taken import Taken
from practices.exports.word.markup import bookmark
from practices.exports.word.package import GUIDANCE, finished, new_document
from practices.exports.word.prose import BULLETED, LINKED, Prose

BOLD, _THIS_EDITION = "<w:b/>", _("This edition")


def write_docx(taken: Taken) -> Iterator[bytes]:
    """Give the whole file."""
    book = Book(taken)
    document = new_document(book.title, book.language, taken.at)
    yield finished(document, _Pages(book, Prose(document)).parts(), f"{book.site}, {book.address}")


class _Pages:
    """The paragraphs of a book."""

    def __init__(self, book: Book, prose: Prose) -> None:
        self.book, self.prose = book, prose

    def parts(self) -> Iterator[str]:
        if not self.book.is_single:
            yield from self._front()
        for case in self.book.cases:
            yield from self._case(case)
        if self.book.is_single:
            yield self._said(self.book.taken.remark, GUIDANCE)
        else:
            yield from self._index("places", self.book.by_place)
            yield from self._index("topics", self.book.by_topic)

    def _front(self) -> Iterator[str]:
        book = self.book
        yield self._said(book.title, "Title")
        yield self._said(f"{book.count}. {book.site}, {book.day}")
        yield self._linked(book.address, book.address)
        yield self._said(str(LABELS["about"]), "Heading1")
        yield self._said(book.taken.remark)
        yield self._said(book.taken.attribution)
        for licence, address in book.licences:
            yield self._linked(str(licence.label), address)
        yield self._told(str(LABELS["cite"]), book.citation)
        yield self._said(str(LABELS["contents"]), "Heading1")
        yield from (self._lead(case, case.article.place) for case in book.cases)

    def _case(self, case: Case) -> Iterator[str]:
        shown, prose = case.article, self.prose
        prose.language = case.language
        title = prose.words(printable(shown.title).strip())
        on_a_new_page = "" if self.book.is_single else "<w:pageBreakBefore/>"
        yield prose.paragraph(bookmark(case.key, case.cited.practice, title), "Heading1", on_a_new_page)
        if shown.summary:
            yield prose.paragraph(prose.words(printable(shown.summary)))
        prose.language = ""
        yield from (self._said(remark) for remark in case.remarks)
        yield from (self._fact(fact, fact.items) for fact in shown.facts)
        for part in shown.parts:
            yield self._said(str(part.title), "Heading2")
            for passage in part.passages:
                yield from self._passage(passage, case, is_alone=passage.label == part.title)
        yield self._said(str(_THIS_EDITION), "Heading2")
        yield from (self._told(label, text, address) for label, text, address in case.colophon)

    def _passage(self, passage: AnsweredQuestion, case: Case, *, is_alone: bool) -> Iterator[str]:
        figures = case.figures_in(passage)
        if not (passage.html or passage.is_heading or figures):
            yield self._fact(passage, case.items_in(passage))
            return
        if not is_alone:
            yield self._said(str(passage.label), "Heading3")
        self.prose.language = case.language
        yield self.prose.text(flow(passage.html))
        for figure in figures:
            yield from self._figure(figure)
        yield from (self.prose.paragraph(self._item(item), BULLETED) for item in case.items_in(passage))
        self.prose.language = ""

    def _figure(self, figure: PrintedPicture) -> Iterator[str]:
        """Give a picture and, beneath it, its caption and whose it is."""
        prose = self.prose
        drawn = prose.picture(figure.content, figure.alt, *figure.size)
        yield prose.paragraph(drawn, properties="<w:keepNext/>")
        if figure.caption:
            yield prose.paragraph(prose.words(figure.caption), "Caption", "<w:keepNext/>")
        licence, address = figure.licence
        named = prose.words(licence, LINKED if address else "")
        yield prose.paragraph(
            prose.words(figure.credit) + (prose.link(named, address) if address else named), GUIDANCE
        )

    def _fact(self, passage: AnsweredQuestion, values: list[Item]) -> str:
        """Return a short answer on one line, after its question."""
        between = self.prose.words(", ")
        items = between.join(map(self._item, values))
        return self.prose.paragraph(self.prose.words(f"{passage.label}: ", BOLD) + items)

    def _item(self, item: Item) -> str:
        address = f"{self.book.taken.site}{item.url}" if item.url.startswith("/") else item.url
        words = self.prose.words(printable(str(item.text)), LINKED if address else "")
        note = self.prose.words(f" ({printable(str(item.note))})") if item.note else ""
        return (self.prose.link(words, address) if address else words) + note

    def _index(self, name: str, entries: list[IndexEntry]) -> Iterator[str]:
        yield self._said(str(LABELS[name]), "Heading1")
        for entry in entries:
            yield self._said(entry.name, "Heading2")
            yield from (self._lead(case, case.article.city) for case in entry.cases)

    def _lead(self, case: Case, place: str) -> str:
        """Return a line that leads to a practice within the file."""
        words = self.prose.words(printable(case.article.title), LINKED)
        where = self.prose.words(f", {printable(place)}" if place else "")
        return self.prose.paragraph(self.prose.link(words, f"#{case.key}") + where, BULLETED)

    def _told(self, label: str, text: str, address: str = "") -> str:
        words = self.prose.words(printable(text), LINKED if address else "")
        said = self.prose.link(words, address) if address else words
        return self.prose.paragraph(self.prose.words(f"{label}: ", BOLD) + said)

    def _linked(self, text: str, address: str) -> str:
        return self.prose.paragraph(self.prose.link(self.prose.words(text, LINKED), address))

    def _said(self, text: str, style: str = "") -> str:
        return self.prose.paragraph(self.prose.words(printable(text)), style)
