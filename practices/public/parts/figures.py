"""The figures of a list: for each facet how many practices have each value, as bars that lead to those practices."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.listing.canonical import canonical
from practices.listing.filters import Practices
from practices.public.parts.facets import Facet, Facets, Value

LONGEST = 12
"""So many bars has a figure on the page, those with the most practices; a page of its own and the file have all."""
IN_THEIR_ORDER = {"year", "outcome", "evidence", "cost", "ongoing"}
"""Facets whose values have an order that says something."""
TITLES = {
    "country": _("By country"),
    "city": _("By city"),
    "topic": _("By topic"),
    "year": _("By the year in which they ran"),
    "ongoing": _("Still running"),
    "outcome": _("By outcome"),
    "evidence": _("By evidence"),
    "cost": _("By cost"),
    "language": _("By language"),
}


@dataclass(frozen=True)
class FigureBar:
    """A value, how many practices have it, the list that it counts, and its share of the longest bar in percent."""

    text: str | Promise
    count: int
    url: str
    share: float


@dataclass(frozen=True)
class Figure:
    name: str
    title: str | Promise
    bars: list[FigureBar]
    all_url: str = ""
    all_text: str = ""


def figures(asked: Practices, facets: Facets) -> list[Figure]:
    """Return a figure for each facet that has more than one value to compare."""
    return [found for facet in facets.all if (found := _figure(asked, facet))]


def figure_lines(asked: Practices, facets: Facets) -> Iterator[list[str]]:
    """Give all values of all facets as lines of a file: facet, value, words, practices, address."""
    for facet in facets.all:
        for value in facet.all:
            if value.count:
                yield [
                    facet.name,
                    value.value,
                    str(value.text),
                    str(value.count),
                    _address(asked, facet, value),
                ]


COLUMNS = ["facet", "value", "name", "practices", "address"]


def _figure(asked: Practices, facet: Facet) -> Figure | None:
    values = [value for value in facet.all if value.count]
    if len(values) <= 1:
        return None
    most = max(value.count for value in values)
    shown = (
        values if facet.name in IN_THEIR_ORDER else sorted(values, key=lambda value: -value.count)[:LONGEST]
    )
    bars = [
        FigureBar(value.text, value.count, _address(asked, facet, value), round(100 * value.count / most, 1))
        for value in shown
    ]
    is_cut = len(shown) < len(values)
    return Figure(
        facet.name,
        TITLES[facet.name],
        bars,
        facet.all_url if is_cut else "",
        facet.all_text if is_cut else "",
    )


def _address(asked: Practices, facet: Facet, value: Value) -> str:
    """Return the list that a value's figure counts: with it alone, and all else that is asked for."""
    alone: dict[str, Any] = {facet.name: value.value}
    return canonical(asked.query(**alone))
