"""The table of formats: in which forms can a list or an entry be taken along?

Addresses, links, tests and the rest loop over `FORMATS`: one more is one more row.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.exports.casebook.epub import MIMETYPE, write_epub
from practices.exports.casebook.pdf import write_pdf
from practices.exports.casebook.word import write_docx
from practices.exports.formats.feed import write_atom
from practices.exports.formats.map_data import write_geojson
from practices.exports.formats.references import write_bibtex, write_csl, write_ris
from practices.exports.formats.separated import separated, write_csv
from practices.exports.formats.structured import write_json
from practices.exports.formats.taken import Taken
from practices.exports.formats.workbook import sheet, write_xlsx
from practices.exports.word.package import WORD

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_AT_ONCE = 5_000
"""Practices of a file that is made as a whole before it is sent."""
MOST_PRINTED = 300
"""Practices of a casebook: some 700 pages, five seconds of a processor and 650 MB."""


@dataclass(frozen=True)
class Format:
    """`ending` stands at the end of an address; `most` is how many practices a file holds at most.

    One with `newest` has so many, those that were published last, whatever the order of the list. What `is_saved` goes
    to a file, other forms open where they are asked for. `of_edition` are forms of old editions, too.
    Tables `tabulate` any columns and lines. What `is_book` shows the long
    answers as their page does, and takes so long that it is made beside the requests.
    """

    ending: str
    label: str | Promise
    media_type: str
    write: Callable[[Taken], Iterator[bytes]]
    most: int | None = None
    newest: int | None = None
    is_saved: bool = True
    of_entry: bool = True
    of_edition: bool = False
    is_book: bool = False
    tabulate: Callable[[list[str], Iterable[list[str]]], Iterator[bytes]] | None = None

    @property
    def list_name(self) -> str:
        """The name of the route of lists in this form."""
        return f"list_{self.ending}"

    @property
    def entry_name(self) -> str:
        """The name of the route of one practice in this form."""
        return f"entry_{self.ending}"

    @property
    def edition_name(self) -> str:
        """The name of the route of an old edition in this form."""
        return f"edition_{self.ending}"

    @property
    def type(self) -> str:
        """The media type alone."""
        return self.media_type.partition(";")[0]

    def fits(self, total: int) -> bool:
        """Say whether so many practices can be had in this form."""
        return self.most is None or total <= self.most


FORMATS: dict[str, Format] = {
    each.ending: each
    for each in (
        Format("xlsx", _("Spreadsheet (XLSX)"), XLSX, write_xlsx, most=MOST_AT_ONCE, tabulate=sheet),
        Format(
            "pdf",
            _("Pages to print (PDF)"),
            "application/pdf",
            write_pdf,
            most=MOST_PRINTED,
            is_saved=False,
            of_edition=True,
            is_book=True,
        ),
        Format("docx", _("Text (Word)"), WORD, write_docx, most=MOST_PRINTED, of_edition=True, is_book=True),
        Format(
            "epub", _("E-book (EPUB)"), MIMETYPE, write_epub, most=MOST_PRINTED, of_edition=True, is_book=True
        ),
        Format("csv", _("CSV"), "text/csv; charset=utf-8", write_csv, tabulate=separated),
        Format("json", _("JSON"), "application/json", write_json, is_saved=False, of_edition=True),
        Format("geojson", _("Map data (GeoJSON)"), "application/geo+json", write_geojson, is_saved=False),
        Format(
            "atom",
            _("Feed (Atom)"),
            "application/atom+xml; charset=utf-8",
            write_atom,
            newest=100,
            is_saved=False,
            of_entry=False,
        ),
        Format("bib", _("BibTeX"), "application/x-bibtex; charset=utf-8", write_bibtex, of_edition=True),
        Format(
            "ris", _("RIS"), "application/x-research-info-systems; charset=utf-8", write_ris, of_edition=True
        ),
        Format(
            "csl.json", _("CSL-JSON"), "application/vnd.citationstyles.csl+json", write_csl, of_edition=True
        ),
    )
}
"""Every form, by its ending."""
