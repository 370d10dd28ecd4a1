"""The version of the catalogue: which state of it is this, that a kept page or an ETag is good for?"""

import time
from math import inf

from django.conf import settings
from django.db import connection, models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.database_errors import DATABASE_AWAY

ONLY = 1

_asked: dict[str, float] = {}
_heard: dict[str, float] = {}
_known: dict[str, str] = {}


class Version(models.Model):
    """The one row that every public change raises, in its own transaction; read and written by the functions below."""

    number = models.BigIntegerField()

    class Meta:
        verbose_name = _("version of the catalogue")
        verbose_name_plural = _("versions of the catalogue")

    def __str__(self) -> str:
        return str(self.number)


def invalidate_pages() -> None:
    """Raise the version; called in the transaction of every change that the public can see."""
    if not Version.objects.filter(pk=ONLY).update(number=F("number") + 1):
        # The clock begins the count, so that an emptied or restored database does not repeat old numbers.
        Version.objects.create(pk=ONLY, number=time.time_ns())


def begin_anew() -> None:
    """Count from the clock again: a database of another moment has a number that is not to be counted on a second time."""
    Version.objects.all().delete()
    invalidate_pages()


def now() -> int:
    """Return the version as the database has it at this moment."""
    return Version.objects.filter(pk=ONLY).values_list("number", flat=True).first() or 0


def current() -> str:
    """Return what all kept pages depend on: the release, the version, and the day, as text.

    It is looked up at most once in `VERSION_SECONDS` by a process. While the database is away, the last one that was
    heard is good for `OUTAGE_SECONDS`; then its error is raised.
    """
    if (heard := known()) is not None:
        return heard
    database, moment = _database(), time.monotonic()
    try:
        number = now()
    except DATABASE_AWAY:
        if moment - _heard.get(database, -inf) >= settings.OUTAGE_SECONDS:
            raise
    else:
        _known[database] = f"{settings.RELEASE}.{number}.{timezone.localdate():%Y%m%d}"
        _heard[database] = moment
    _asked[database] = moment
    return _known[database]


def known() -> str | None:
    """Return what is current if that was looked up in the last `VERSION_SECONDS`; the database is not asked."""
    database = _database()
    is_fresh = time.monotonic() - _asked.get(database, -inf) < settings.VERSION_SECONDS
    return _known[database] if is_fresh else None


def _database() -> str:
    return str(connection.settings_dict["NAME"])
