"""A citation: how is an edition named in a text of somebody's own, today or in twenty years?

The author is the place: cities answer for their practices. The address never changes: the number of the practice for the
edition on line, that of its own for an old one.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from practices.answers.codec import TYPED, Answers
from practices.choices import LICENCE_ADDRESSES, Licence
from practices.models import Edition, Snapshot
from practices.places.countries import country_name


@dataclass(frozen=True)
class Citation:
    practice: int
    number: int
    title: str
    place: str
    at: datetime
    licence: str
    address: str
    language: str
    topics: tuple[str, ...]
    summary: str = ""
    change_note: str = ""

    @property
    def key(self) -> str:
        """A name for lists of references, the same for the same edition."""
        return f"practice{self.practice}edition{self.number}"

    @property
    def day(self) -> str:
        return localtime(self.at).date().isoformat()

    @property
    def licence_name(self) -> str | Promise:
        return Licence(self.licence).label if self.licence else _("licence not stated")

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


def of_edition(edition: Edition, answers: Answers, change_note: str) -> Citation:
    """Return the citation of what is on line, which answers so."""
    address = settings.SITE_URL + reverse("practices:short", args=[edition.practice_id])
    return Citation(
        practice=edition.practice_id,
        number=edition.number,
        at=edition.published_at,
        licence=edition.licence,
        address=address,
        summary=edition.teaser,
        change_note=change_note,
        **_said(answers),
    )


def of_snapshot(snapshot: Snapshot, answers: Answers, slug: str) -> Citation:
    """Return the citation of an old edition of the practice with a slug, which answered so."""
    number = snapshot.edition or 0
    return Citation(
        practice=snapshot.practice_id,
        number=number,
        at=snapshot.at,
        licence=snapshot.licence,
        address=settings.SITE_URL + reverse("practices:edition", args=[slug, number]),
        change_note=snapshot.change_note,
        **_said(answers),
    )


def _said(answers: Answers) -> Answers:
    city = answers["city"].name if answers["city"] else answers[TYPED["city"]]
    return {
        "title": answers["title"],
        "place": ", ".join(filter(None, (city, country_name(answers["country"])))),
        "language": answers["language"],
        "topics": tuple(topic.name for topic in answers["topics"]),
    }
