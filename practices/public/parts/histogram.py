"""The years as bars, one for each year in which practices ran."""

from dataclasses import dataclass

from practices.choices import NOT_STATED
from practices.listing.filters import Practices
from practices.public.parts.facets import Facet

WIDTH, HEIGHT, LEAST, GAP = 264, 72, 2, 1
"""The picture in its own units; what brings anything is at least so high, and bars stand so far apart."""


@dataclass(frozen=True)
class Bar:
    """A year: where its bar stands, and the query that asks for this year alone, or lets it go."""

    year: str
    count: int
    is_chosen: bool
    query: str
    x: float
    width: float
    height: float

    @property
    def y(self) -> float:
        return HEIGHT - self.height

    @property
    def inner(self) -> float:
        return round(max(self.width - GAP, 1), 2)


@dataclass(frozen=True)
class Histogram:
    bars: list[Bar]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def first(self) -> str:
        return self.bars[0].year

    @property
    def last(self) -> str:
        return self.bars[-1].year


def histogram(asked: Practices, years: Facet) -> Histogram:
    values = [value for value in years.all if value.value != NOT_STATED]
    most = max([value.count for value in values]) or 1
    step = WIDTH / len(values)
    bars = [
        Bar(
            year=value.value,
            count=value.count,
            is_chosen=value.is_chosen,
            query=asked.query(year="" if value.is_chosen else value.value),
            x=round(number * step, 2),
            width=round(step, 2),
            height=round(max(LEAST, value.count / most * HEIGHT), 2) if value.count else 0,
        )
        for number, value in enumerate(values)
    ]
    return Histogram(bars)
