"""The years as bars, one for each year in which practices ran."""

from dataclasses import dataclass

from django.utils.translation import ngettext

from practices.choices import NOT_STATED
from practices.listing.filters import Practices
from practices.public.parts.facets import Facet

WIDTH, HEIGHT, LEAST = 264, 72, 2
"""The picture in its own units; what brings anything is at least so high."""
MOST_BARS = 40
"""So many years are drawn, the last ones; the page of the years has all of them."""
NO_YEAR = "year=0"
"""How a year stands in an address, for which each year is put."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A year: what its bar says and where it stands, and the query that asks for it alone, or lets it go."""

    label: str
    is_chosen: bool
    query: str
    x: float
    height: float

    @property
    def y(self) -> float:
        return round(HEIGHT - self.height, 1)


@dataclass(frozen=True)
class Histogram:
    bars: list[Bar]
    step: float
    first: str
    last: str
    width: int = WIDTH
    height: int = HEIGHT


def histogram(asked: Practices, years: Facet) -> Histogram:
    """Return a bar for each year that brings something, or is chosen."""
    values = [value for value in years.all if value.value != NOT_STATED][-MOST_BARS:]
    most = max([value.count for value in values]) or 1
    step = round(WIDTH / len(values), 1)
    any_year, no_year = asked.query(year=NO_YEAR.partition("=")[2]), asked.query(year="")
    bars = [
        Bar(
            label=ngettext("%(year)s: %(count)d practice", "%(year)s: %(count)d practices", value.count)
            % {"year": value.value, "count": value.count},
            is_chosen=value.is_chosen,
            query=no_year if value.is_chosen else any_year.replace(NO_YEAR, f"year={value.value}"),
            x=round(number * WIDTH / len(values), 1),
            height=round(max(LEAST, value.count / most * HEIGHT), 1) if value.count else 0,
        )
        for number, value in enumerate(values)
        if value.count or value.is_chosen
    ]
    return Histogram(bars, step, values[0].value, values[-1].value)
