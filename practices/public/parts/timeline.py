"""The timeline of a list: in each year, how many practices ran, and how many of these still do?"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.choices import NOT_STATED
from practices.listing.canonical import addresses, canonical
from practices.public.parts.crosstab import Line
from practices.public.parts.facets import Facets

WIDTH, HEIGHT, ARROW, LEAST = 640, 160, 20, 2
"""The picture in its own units: what is at all is at least so high, and what goes on has so much room to the right."""
MOST_YEARS = 40
"""So many years are drawn, the last ones; the page of the years has all."""
YEAR, ONGOING = "year", "ongoing"


@dataclass(frozen=True, slots=True)
class YearBar:
    """A year: how many ran in it, how many of these still do, and the lists of both; its bar stands on that of the latter."""

    year: str
    count: int
    url: str
    going: int
    going_url: str
    x: float
    height: float
    going_height: float

    @property
    def y(self) -> float:
        return round(HEIGHT - self.height, 1)

    @property
    def going_y(self) -> float:
        return round(HEIGHT - self.going_height, 1)

    @property
    def title(self) -> str:
        said = ngettext(
            "%(year)s: %(count)d practice, %(going)d still running",
            "%(year)s: %(count)d practices, %(going)d still running",
            self.count,
        )
        return said % {"year": self.year, "count": self.count, "going": self.going}


@dataclass(frozen=True)
class Way:
    """What stands beside the years: words, how many practices, and their list."""

    text: str
    count: int
    url: str


@dataclass(frozen=True)
class Timeline:
    bars: list[YearBar]
    step: float
    beside: list[Way]
    all_url: str
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def open_at(self) -> YearBar | None:
        """The last year that what is still running has reached: from its bar an arrow goes on."""
        return next((bar for bar in reversed(self.bars) if bar.going), None)


class Years:
    """The years of a list, one after the other, whatever years it asks for."""

    def __init__(self, facets: Facets) -> None:
        self.asked, periods = facets.asked, facets.periods
        self.address = addresses(self.asked.query, YEAR)
        self.going_address = addresses(self.asked.query, YEAR, ONGOING)
        self.counted = periods.by_year(only_ongoing=bool(self.asked.read(ONGOING)))
        self.going = periods.by_year(only_ongoing=True)
        self.unknown = self.counted.pop(NOT_STATED, 0)
        self.open_ended = periods.ongoing([])

    def timeline(self) -> Timeline | None:
        """Return the last years with those between them in which nothing ran; None where none is known."""
        if not self.counted:
            return None
        last = max(map(int, self.counted))
        first = max(min(map(int, self.counted)), last - MOST_YEARS + 1)
        most, step = max(self.counted.values()), (WIDTH - ARROW) / (last - first + 1)
        bars = [
            self._bar(str(year), round((year - first) * step, 1), most) for year in range(first, last + 1)
        ]
        is_cut = any(int(year) < first for year in self.counted)
        all_url = canonical(self.asked.query(), name="all-years") if is_cut else ""
        return Timeline(bars, round(step, 1), list(self._beside()), all_url)

    def lines(self) -> Iterator[Line]:
        years = {**self.counted, NOT_STATED: self.unknown}
        for year, count in sorted(years.items()):
            text = _("Not stated") if year == NOT_STATED else year
            if count:
                yield YEAR, year, text, count, self.address(year)
            if going := self.going[year]:
                text = _("%(year)s, still running") % {"year": year}
                yield f"{YEAR},{ONGOING}", f"{year},1", text, going, self.going_address(year, "1")

    def _bar(self, year: str, x: float, most: int) -> YearBar:
        count, going = self.counted[year], self.going[year]
        heights = [round(max(LEAST, HEIGHT * each / most), 1) if each else 0 for each in (count, going)]
        urls = self.address(year) if count else "", self.going_address(year, "1") if going else ""
        return YearBar(year, count, urls[0], going, urls[1], x, *heights)

    def _beside(self) -> Iterator[Way]:
        if self.open_ended:
            address = canonical(self.asked.query(year="", ongoing="1"))
            yield Way(_("Still running"), self.open_ended, address)
        if self.unknown:
            yield Way(_("Period not stated"), self.unknown, self.address(NOT_STATED))
