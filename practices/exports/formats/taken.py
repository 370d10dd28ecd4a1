"""What somebody takes along: practices of a list or one alone, with where, when and under which licences."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from practices.choices import LICENCE_ADDRESSES
from practices.exports import citation
from practices.exports.citation import Citation
from practices.exports.record import NUMBER, TEXT, Schema, public_answers_of
from practices.models import Edition, version

LICENCE_NOT_STATED = "licence not stated"
ABOUT: dict[str, Schema] = {
    "title": TEXT,
    "catalogue": TEXT,
    "list": TEXT,
    "file": TEXT,
    "taken_on": TEXT | {"format": "date"},
    "catalogue_version": TEXT,
    "total": NUMBER,
    "licences": {"type": "object", "additionalProperties": TEXT},
    "attribution": TEXT,
}
"""The schema of what a file, or an answer of the API, says of itself: `Taken.about`."""


@dataclass(frozen=True)
class Taken:
    """`address` is that of the list or entry as a page, `file` that of the file; `portions` are read once.

    `title` names the list in words. `is_entry` says that it is one practice, whose title that is. `unread` takes the digests of
    pictures that the store of files did not give: what is made without them is not kept.
    """

    title: str
    address: str
    file: str
    total: int
    portions: Iterable[list[Edition]]
    version: str
    at: datetime
    is_entry: bool = False
    unread: set[str] = field(default_factory=set)

    @property
    def about(self) -> dict[str, Any]:
        """What a file says of itself: whose it is, of which list, when taken, and what may be done with it."""
        return {
            "title": self.title,
            "catalogue": settings.SITE_NAME,
            "list": self.address,
            "file": self.file,
            "taken_on": localdate(self.at).isoformat(),
            "catalogue_version": self.version,
            "total": self.total,
            "licences": {str(name): address for name, address in LICENCE_ADDRESSES.items()},
            "attribution": self.attribution,
        }

    @property
    def attribution(self) -> str:
        return _(
            "Each practice names its licence. Names and positions of cities are from GeoNames, CC BY 4.0."
        )

    @property
    def remark(self) -> str:
        """The same on one line, for formats that have no place of their own for it."""
        told = {
            "site": settings.SITE_NAME,
            "address": self.address,
            "day": localdate(self.at).isoformat(),
            "version": self.version,
        }
        return _("Taken from %(site)s, %(address)s, on %(day)s; catalogue version %(version)s") % told

    @property
    def site(self) -> str:
        return settings.SITE_URL

    @property
    def citations(self) -> Iterator[Citation]:
        return map(self.cite, self.editions)

    def cite(self, edition: Any) -> Citation:
        return citation.of_edition(edition, public_answers_of(edition), edition.change_note or "")

    def page_of(self, edition: Edition) -> str:
        """Return the address at which an edition is read."""
        return self.site + edition.get_absolute_url()

    @property
    def editions(self) -> Iterator[Edition]:
        for portion in self.portions:
            yield from portion


@dataclass(frozen=True)
class TakenEdition(Taken):
    """An old edition, which has an address and a citation of its own."""

    cited: Citation | None = None

    def cite(self, edition: Any) -> Citation:
        return self.cited or super().cite(edition)

    def page_of(self, edition: Edition) -> str:
        return self.address


def taken(title: str, address: str, file: str, total: int, portions: Iterable[list[Edition]]) -> Taken:
    """Return what is taken of a list now; addresses are given without the site's."""
    site = settings.SITE_URL
    return Taken(title, site + address, site + file, total, portions, str(version.now()), now())


def taken_entry(edition: Edition, file: str) -> Taken:
    """Return what is taken of one practice now."""
    of_one = taken(edition.title, edition.get_absolute_url(), file, 1, [[edition]])
    return replace(of_one, is_entry=True)


def taken_old(edition: Edition, cited: Citation, file: str) -> Taken:
    """Return what is taken of an old edition now."""
    file = settings.SITE_URL + file
    moment = str(version.now()), now()
    return TakenEdition(
        edition.title, cited.address, file, 1, [[edition]], *moment, is_entry=True, cited=cited
    )


def licence_of(edition: Edition) -> str:
    """Return the licence of an edition by its SPDX identifier, or that none is stated."""
    return edition.licence or LICENCE_NOT_STATED
