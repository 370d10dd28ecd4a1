"""The links to the files of a list or practice: in which forms can this be taken along?"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from practices.exports.formats.table import FORMATS, Format
from practices.listing.canonical import canonical
from practices.listing.filters import Practices


@dataclass(frozen=True)
class FileLink:
    """A form, and the address at which something stands in it."""

    form: Format
    address: str


def list_title(asked: Practices) -> str:
    """Return what a list is called: what it asks for, in words."""
    chosen = ", ".join(str(chip.text) for chip in asked.chips())
    return _("Practices: %(chosen)s") % {"chosen": chosen} if chosen else _("Practices")


def of_list(query: str, total: int) -> list[FileLink]:
    """Return the forms of a list of so many practices, which an address asks for by this query."""
    return [
        FileLink(form, canonical(query, name=form.list_name)) for form in FORMATS.values() if form.fits(total)
    ]


def of_old_edition(slug: str, number: int) -> Iterator[FileLink]:
    """Give the forms of an old edition of a practice."""
    for form in FORMATS.values():
        if form.of_edition:
            yield FileLink(form, reverse(f"practices:{form.edition_name}", args=[slug, number]))


def of_entry(slug: str) -> Iterator[FileLink]:
    """Give the forms of one practice."""
    for form in FORMATS.values():
        if form.of_entry:
            yield FileLink(form, reverse(f"practices:{form.entry_name}", args=[slug]))
