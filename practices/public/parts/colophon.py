"""The colophon of an edition: its number, date and licence, and how to cite it. Is it the one on line, or an old one?"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from practices.choices import LICENCE_ADDRESSES, Licence
from practices.models import Edition, Snapshot
from practices.public.parts.article import Article


@dataclass(frozen=True)
class Colophon:
    """`address` never changes: that of the practice for the edition on line, its own for an old one."""

    title: str
    place: str
    number: int
    at: datetime
    licence: str
    address: str
    change_note: str = ""

    @property
    def licence_name(self) -> str | Promise:
        return Licence(self.licence).label

    @property
    def licence_url(self) -> str:
        return LICENCE_ADDRESSES[Licence(self.licence)] if self.licence else ""

    @property
    def citation(self) -> str:
        """Return how to name the edition in a text of one's own."""
        return _("%(place)s: “%(title)s”. %(site)s, edition %(number)d, %(date)s.") % {
            "place": self.place,
            "title": self.title,
            "site": settings.SITE_NAME,
            "number": self.number,
            "date": date_format(localtime(self.at), "j F Y"),
        }


def of_edition(edition: Edition, article: Article, change_note: str) -> Colophon:
    """Return the colophon of what is on line."""
    address = settings.SITE_URL + reverse("practices:short", args=[edition.practice_id])
    number, at = edition.number, edition.published_at
    return Colophon(article.title, article.place, number, at, edition.licence, address, change_note)


def of_snapshot(snapshot: Snapshot, article: Article, slug: str) -> Colophon:
    """Return the colophon of an old edition of the practice with a slug."""
    number = snapshot.edition or 0
    address = settings.SITE_URL + reverse("practices:edition", args=[slug, number])
    licence, note = snapshot.licence, snapshot.change_note
    return Colophon(article.title, article.place, number, snapshot.at, licence, address, note)
