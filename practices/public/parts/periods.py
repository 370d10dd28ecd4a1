"""The periods of a practice and of others of its city, as lines on one scale of years."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from django.utils import timezone
from django.utils.safestring import SafeString

from practices.choices import is_foreign
from practices.models import Edition
from practices.period import Period
from practices.templatetags.page import language_name, spoken

ROOM = 4.0
"""At each end of the scale so much of its length is left, which an open end runs through."""
SCALE = 100.0


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A practice with its period in words, and its language if it is foreign; `x` and `width` are where it is known to have run, nothing where no year is known."""

    title: str
    url: str
    spoken: SafeString
    language: str
    said: str
    x: float = 0
    width: float = 0
    is_open_before: bool = False
    is_open_after: bool = False

    @property
    def end(self) -> float:
        return round(self.x + self.width, 1)

    @property
    def left(self) -> float:
        """How much of the scale follows it."""
        return round(SCALE - self.end, 1)


@dataclass(frozen=True)
class PeriodLines:
    lines: list[PeriodLine]
    first: int
    last: int


def period_lines(own: Edition, others: Sequence[Edition]) -> PeriodLines | None:
    """Return the lines from the earliest on, those without a year last, the practice's own leading nowhere.

    None where there is no other practice, or none has a year: then there is nothing to see.
    """
    this_year = timezone.localdate().year
    years = [_years(each.parsed_period, this_year) for each in (own, *others)]
    known = list(chain.from_iterable(filter(None, years)))
    if not others or not known:
        return None
    first, last = min(known), max(known)
    unit = (SCALE - 2 * ROOM) / (last - first + 1)
    dated = sorted(
        zip((own, *others), years, strict=True), key=lambda each: (each[1] or (last + 1,), each[0].pk)
    )
    return PeriodLines(
        [_line(edition, span, first, unit, is_own=edition is own) for edition, span in dated], first, last
    )


def _years(period: Period, this_year: int) -> tuple[int, int] | None:
    first, last = period.first(this_year), period.last(this_year)
    return (first, last) if first and last else None


def _line(
    edition: Edition, span: tuple[int, int] | None, first: int, unit: float, *, is_own: bool
) -> PeriodLine:
    said = edition.parsed_period.meaning()
    url = "" if is_own else edition.get_absolute_url()
    language = language_name(edition.language) if is_foreign(edition.language) else ""
    named = edition.title, url, spoken(edition.language), language, said
    if span is None:
        return PeriodLine(*named)
    x, width = ROOM + (span[0] - first) * unit, (span[1] - span[0] + 1) * unit
    period = edition.parsed_period
    return PeriodLine(
        *named,
        round(x, 1),
        round(width, 1),
        is_open_before=period.start is None,
        is_open_after=period.ongoing,
    )
