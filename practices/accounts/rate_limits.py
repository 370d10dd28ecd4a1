"""The rate limits: counted in the database, so that all processes share the numbers of settings.LIMITS."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from practices.models import Attempt

SKEW = timedelta(
    minutes=1
)  # clocks of two servers; what stands further ahead was written by a clock that jumped

LONGEST_KEY = 64

type Windows = Iterable[tuple[int, int]]


class TooMany(Exception):
    """The limit is reached; `wait` is the number of seconds until the next try is open."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"Try again in {wait} s")
        self.wait = wait


@dataclass
class Tries:
    """What one try has used up; a try that succeeded gives it back."""

    attempts: list[Attempt] = field(default_factory=list)

    def give_back(self) -> None:
        Attempt.objects.filter(pk__in=[attempt.pk for attempt in self.attempts]).delete()
        self.attempts = []


def spend(what: str, **whose: object) -> Tries:
    """Count one try, for each limit that settings.LIMITS names under `what`; raise `TooMany` when one is reached.

    `whose` says for whom each limit counts (`account=`, `ip=`); one that is not given is not asked.
    A limit that is reached already is only read: whoever goes on trying makes the database write nothing. Else the row
    is written before it is counted: of many at once, never more pass than the limit says. Nothing is counted while the site
    can only be read: the bound of statements alone holds then.
    """
    now, tries = timezone.now(), Tries()
    for per, windows in settings.LIMITS[what].items():
        if per not in whose or settings.READ_ONLY:
            continue
        key = _key(what, per, str(whose[per]))
        wait = _wait(key, windows, now, others=True)
        if not wait:
            tries.attempts.append(Attempt.objects.create(key=key, at=now))
            wait = _wait(key, windows, now)
        if wait:
            tries.give_back()
            raise TooMany(wait)
    return tries


def _key(what: str, per: str, who: str) -> str:
    """Return what is limited, so that its rows are known when they are old, and a digest of for whom."""
    digest = salted_hmac("practices.limits", f"{what}|{per}|{who}", algorithm="sha256").hexdigest()
    return f"{what}.{digest}"[:LONGEST_KEY]


def _wait(key: str, windows: Windows, now: datetime, *, others: bool = False) -> int:
    """Return how many seconds to wait before the next try; none when this one, or one beside the others, is open."""
    tried = Attempt.objects.filter(key=key, at__lte=now + SKEW).order_by("-at", "-pk")
    wait = 0
    for most, seconds in windows:
        window, before = timedelta(seconds=seconds), most - others
        last = tried.filter(at__gt=now - window).values_list("at", flat=True)[before : before + 1]
        if last:
            wait = max(wait, 1 + int((last[0] + window - now).total_seconds()))
    return wait


def longest(*limited: str) -> int:
    """Return how many seconds a try is counted by any limit, or by those of what is named."""
    return max(
        seconds
        for what in limited or settings.LIMITS
        for windows in settings.LIMITS[what].values()
        for _most, seconds in windows
    )


def delete_expired() -> int:
    """Delete what no limit counts any more; return how many rows that were."""
    now, all_of_them = timezone.now(), Attempt.objects.all()
    old = [(all_of_them.filter(key__startswith=f"{what}."), longest(what)) for what in settings.LIMITS]
    return sum(
        rows.filter(at__lt=now - timedelta(seconds=seconds)).delete()[0]
        for rows, seconds in [*old, (all_of_them, longest())]
    )
