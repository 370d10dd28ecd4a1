"""The working days between two days: is a wait still within its target, and how long do waits usually take?"""

from datetime import date, timedelta
from statistics import median

from django.utils import timezone

from practices.models import Event

FRIDAY = 4
MEASURED, LEAST_MEASURED = 20, 5
"""How many decisions, the last ones, say how long one takes, and how many there have to be to say so."""


def working_days(since: date, until: date) -> int:
    """Return how many days from Monday to Friday begin after `since`, up to `until`; holidays count as days.

    Whole weeks are counted at once, so that a wait of years takes no longer than one of days.
    """
    weeks, rest = divmod(max((until - since).days, 0), 7)
    days = (since + timedelta(days=number) for number in range(1, rest + 1))
    return weeks * 5 + sum(day.weekday() <= FRIDAY for day in days)


def usual_days() -> int | None:
    """Return how many working days the last decisions of editors took, as their median; None while there are few."""
    spans = Event.objects.decisions().values_list("submitted_at", "at")[:MEASURED]
    days = [working_days(timezone.localdate(since), timezone.localdate(until)) for since, until in spans]
    return round(median(days)) if len(days) >= LEAST_MEASURED else None
