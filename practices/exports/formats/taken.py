"""What somebody takes along: practices of a list or one alone, with where, when and under which licences."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from practices.choices import LICENCE_ADDRESSES
from practices.models import Edition, version

LICENCE_NOT_STATED = "licence not stated"


@dataclass(frozen=True)
class Taken:
    """`address` is that of the list or entry as a page, `file` that of the file; `portions` are read once.

    `title` names the list in words.
    """

    title: str
    address: str
    file: str
    total: int
    portions: Iterable[list[Edition]]
    version: int
    at: datetime

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
        return _("Taken from %(site)s, %(address)s, on %(day)s; catalogue version %(version)d") % told

    @property
    def editions(self) -> Iterator[Edition]:
        for portion in self.portions:
            yield from portion


def taken(title: str, address: str, file: str, total: int, portions: Iterable[list[Edition]]) -> Taken:
    """Return what is taken now; addresses are given without the site's."""
    site = settings.SITE_URL
    return Taken(title, site + address, site + file, total, portions, version.now(), now())


def licence_of(edition: Edition) -> str:
    """Return the licence of an edition by its SPDX identifier, or that none is stated."""
    return edition.licence or LICENCE_NOT_STATED
