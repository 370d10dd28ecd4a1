"""How long editors take: of all their last decisions together, never of one, so that nothing is said of single entries."""

from collections import Counter
from dataclasses import dataclass
from statistics import median

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.models import Event
from practices.models.per_version import once_a_version

MEASURED, LEAST_MEASURED = 200, 20
"""How many decisions, the last ones, are looked at, and how many there have to be for anything to be said."""
DAY = 24 * 60 * 60
SPANS: list[tuple[float, str | Promise]] = [
    (3, _("Up to 3 days")),
    (7, _("4 to 7 days")),
    (14, _("8 to 14 days")),
    (30, _("15 to 30 days")),
    (float("inf"), _("More than 30 days")),
]
"""Up to so many days, and how that is called."""


@dataclass(frozen=True)
class Pace:
    """How many decisions there were, how many days half of them took at most, and how many took how long."""

    decisions: int
    median_days: int
    spans: list[tuple[str | Promise, int]]


@once_a_version
def pace() -> Pace | None:
    """Return how long the last decisions took from submission; None while there are few."""
    spans = Event.objects.decisions().values_list("submitted_at", "at")[:MEASURED]
    days = [-(-(decided - submitted).total_seconds() // DAY) for submitted, decided in spans]
    if len(days) < LEAST_MEASURED:
        return None
    counted = Counter(next(most for most, _text in SPANS if each <= most) for each in days)
    return Pace(len(days), round(median(days)), [(text, counted[most]) for most, text in SPANS])
