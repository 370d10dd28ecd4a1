"""The version of the catalogue: which state of it is this, that a kept page or an ETag is good for?"""

import time
from hashlib import sha256
from math import inf

from django.conf import settings
from django.db import connection, models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.database_errors import DATABASE_AWAY

ONLY = 1
ADDED = 2**16
"""What is only added raises the number by this, and all else by one: numbers that leave the same rest have nothing between
them that took anything away. A release from before knows no additions, which is safe. It is fewer nanoseconds than an approval takes,
so that the number stays behind the clock that begins it."""
AROUND = ("SITE_URL", "SITE_NAME", "OPERATOR_NAME", "CONTACT_EMAIL", "NOTICE", "READ_ONLY")
"""The settings whose words stand on every page."""
LAST_SECONDS, LAST_COUNTS = 1, 8
"""How long pages of the last version may stand in for those that are being made; of how many versions the count is known."""

_asked: dict[str, float] = {}
_heard: dict[str, float] = {}
_known: dict[str, str] = {}
_counts: dict[str, tuple[int, int]] = {}
_counts_of: dict[str, tuple[int, int]] = {}
"""By version, the last few: pages of older ones may still be under way."""
_left: dict[str, tuple[str, float]] = {}
"""The last version, and when this process left it, if all that came after it only added something."""


class Version(models.Model):
    """The one row that every public change raises, in its own transaction; read and written by the functions below.

    `began` is the number that the count began with: what was read below it was of a database of another moment.
    """

    number = models.BigIntegerField()
    began = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = _("version of the catalogue")
        verbose_name_plural = _("versions of the catalogue")

    def __str__(self) -> str:
        return str(self.number)


def invalidate_pages(*, only_adds: bool = False) -> None:
    """Raise the version; called in the transaction of every change that the public can see.

    What `only_adds` takes nothing away from what was public: for a moment pages of the last version may be shown.
    """
    if not Version.objects.filter(pk=ONLY).update(number=F("number") + (ADDED if only_adds else 1)):
        # The clock begins the count, so that an emptied or restored database does not repeat old numbers.
        began = time.time_ns()
        Version.objects.create(pk=ONLY, number=began, began=began)


def begin_anew() -> None:
    """Count from the clock again: a database of another moment has a number that is not to be counted on a second time."""
    Version.objects.all().delete()
    invalidate_pages()


def now() -> int:
    """Return the version as the database has it at this moment."""
    return _count()[1]


def _count() -> tuple[int, int]:
    """Return which count this is, by the number that it began with, and how far it is."""
    return Version.objects.filter(pk=ONLY).values_list("began", "number").first() or (0, 0)


def current() -> str:
    """Return what all kept pages depend on: release, version, day, and what settings say on each page, as text.

    It is looked up at most once in `VERSION_SECONDS` by a process. While the database is away, the last one that was
    heard is good for `OUTAGE_SECONDS`; then its error is raised.
    """
    if (heard := known()) is not None:
        return heard
    database, moment = _database(), time.monotonic()
    try:
        count = _count()
    except DATABASE_AWAY:
        if moment - _heard.get(database, -inf) >= settings.OUTAGE_SECONDS:
            raise
    else:
        _hear(database, count, moment)
    _asked[database] = moment
    return _known[database]


def _hear(database: str, count: tuple[int, int], moment: float) -> None:
    number = count[1]
    said = f"{settings.RELEASE}.{number}.{timezone.localdate():%Y%m%d}.{_around()}"
    last = _known.get(database, "")
    if said != last:
        _left.pop(database, None)
        if number > (before := _counts.get(database, count)[1]) and number % ADDED == before % ADDED:
            _left[database] = last, moment
    _known[database], _counts[database], _heard[database] = said, count, moment
    _counts_of[said] = count
    for old in list(_counts_of)[:-LAST_COUNTS]:
        _counts_of.pop(old, None)


def count_of(said: str) -> tuple[int, int]:
    """Return which count a version is of, by the number that it began with, and how far it was: what is made for it is no older.

    Another thread may have heard of a later one meanwhile. Of one that is long gone it is a count that no other continues.
    """
    return _counts_of.get(said, (0, 0))


def _around() -> str:
    """Return a short text that changes with what settings say on every page."""
    said = [str(getattr(settings, name)) for name in AROUND]
    return sha256("\0".join(said).encode()).hexdigest()[:8]


def last() -> str | None:
    """Return the version before the one that is known, while its pages may be shown: nothing was taken away since."""
    said, moment = _left.get(_database(), ("", -inf))
    return said if time.monotonic() - moment < LAST_SECONDS else None


def known() -> str | None:
    """Return what is current if that was looked up in the last `VERSION_SECONDS`; the database is not asked."""
    database = _database()
    is_fresh = time.monotonic() - _asked.get(database, -inf) < settings.VERSION_SECONDS
    return _known[database] if is_fresh else None


def _database() -> str:
    return str(connection.settings_dict["NAME"])
