"""The reading of a period, for people: which years were found in it, and do they contradict each other?"""

import re
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from practices.period import LAST_YEAR, LATE, Period, read_shape

RANGE = re.compile(r"y(?=[wm]{0,2}[-tu][wm]{0,2}y|[wm,]{0,3}e[wm]{0,2}y)")
"""In a shape, a year that a range begins with; the next year ends it."""
TOO_LATE = re.compile(rf"[-tusba][wm]{{0,2}}{LATE}|{LATE}[wm]{{0,2}}[-ta]")
"""A number after the last year, where a year stands."""


@dataclass(frozen=True)
class Reading:
    """What was understood of an answer, as a sentence; `is_doubtful` when it may not be what was meant."""

    text: str
    is_doubtful: bool = False


def period_reading(text: str) -> Reading | None:
    """Return what was understood of a period as it was typed, and nothing of an empty one."""
    if not text.strip():
        return None
    if message := contradiction(text):
        return Reading(message, is_doubtful=True)
    period = Period.parse(text)
    if period.start and period.start > timezone.localdate().year:
        said = _("We read: %(meant)s. This is still to come: is the year right?")
        return Reading(said % {"meant": period.meaning() or str(period)}, is_doubtful=True)
    if period.ongoing and not period.start:
        return Reading(_("We read: still running. We found no year in which it began."))
    if meant := period.meaning():
        return Reading(_("We read: %(meant)s.") % {"meant": meant})
    return Reading(_("We found no year in this: nobody will find it by year."), is_doubtful=True)


def contradiction(text: str) -> str:
    """Return what cannot be about the years of a period, in a sentence with the cure, or an empty text."""
    shape, named = read_shape(text)
    if TOO_LATE.search(shape) or (LATE in shape and not named):
        return _("A year here is after %(last)d. Write the years in which it ran.") % {"last": LAST_YEAR}
    for found in RANGE.finditer(shape):
        first = shape.count("y", 0, found.start())
        start, end = named[first][0], named[first + 1][-1]
        if end < start:
            said = _("The end, %(end)d, is before the start, %(start)d. Write the earlier year first.")
            return said % {"start": start, "end": end}
    return ""
