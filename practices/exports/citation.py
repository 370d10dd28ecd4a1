"""A citation: how is an edition named in a text of somebody's own, today or in twenty years?

The author is the place: cities answer for their practices. What was written for this catalogue from a source elsewhere has
the catalogue as its author: no city wrote those words. The address never changes: the number of the practice for the
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
from practices.models import Edition, Practice, Snapshot
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
    source: str = ""
    summary: str = ""
    change_note: str = ""

    @property
    def author(self) -> str:
        """Who wrote the text: the place, or the catalogue if there is a source from which it was written here."""
        return settings.SITE_NAME if self.source else self.place

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
        by_the_catalogue = _("%(site)s: “%(title)s” (%(place)s). Edition %(number)d, %(date)s.")
        by_the_place = _("%(place)s: “%(title)s”. %(site)s, edition %(number)d, %(date)s.")
        return (by_the_catalogue if self.source else by_the_place) % {
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
        source=edition.practice.source_url,
        summary=edition.teaser,
        change_note=change_note,
        **_said(answers),
    )


def of_snapshot(snapshot: Snapshot, answers: Answers, practice: Practice) -> Citation:
    """Return the citation of an old edition of a practice that is on line, which answered so."""
    number = snapshot.edition or 0
    return Citation(
        practice=practice.pk,
        number=number,
        at=snapshot.at,
        licence=snapshot.licence,
        address=settings.SITE_URL + reverse("practices:edition", args=[practice.slug, number]),
        source=practice.source_url,
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
