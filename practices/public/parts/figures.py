"""The figures of a list, each with what it counts in words, as bars and tables on a page and as lines of a file."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.listing.canonical import addresses, canonical
from practices.listing.filters import Practices
from practices.listing.results import ResultSet
from practices.models import Edition
from practices.public.parts.crosstab import Growth, Line, TopicsByCountry
from practices.public.parts.facets import Facet, Facets
from practices.public.parts.timeline import Years

LONGEST, SHORT = 12, 5
"""So many bars has a figure on the page, and beside a place or topic, those with the most practices; the file has all."""
IN_THEIR_ORDER = {"outcome", "evidence", "cost"}
"""Facets whose values have an order that says something."""
MATRIX, YEARS, GROWTH, PACE = "matrix", "year", "growth", "decisions"
TITLES = {
    "country": _("By country"),
    "city": _("By city"),
    "topic": _("By topic"),
    MATRIX: _("Topics by countries"),
    YEARS: _("By the year in which they ran"),
    "outcome": _("By outcome"),
    "evidence": _("By evidence"),
    "cost": _("By cost"),
    "language": _("By language"),
    GROWTH: _("Growth of the catalogue"),
    PACE: _("How long editors take"),
}
"""The figures by name, in the order of the file."""
FIGURES = list(TITLES)
DESCRIPTIONS = {
    "country": _("A practice counts in each of its countries, whether it leads or takes part."),
    "city": _("A practice counts in each of its cities, whether it leads or takes part."),
    "topic": _("A practice has up to five topics, and counts in each."),
    MATRIX: _(
        "How many practices about a topic are from a country; the stronger the colour, the more. A practice counts once in each of its topics and countries."
    ),
    YEARS: _(
        "Each bar is how many practices ran in that year. Its lower, hatched part still runs: the arrow says that its end is open. Where only the end is known, a practice counts in that year alone."
    ),
    "outcome": _("What became of practices that have ended."),
    "evidence": _("How it is known what a practice has brought about."),
    "cost": _("What a practice costs a year, staff left out."),
    "language": _("The language that a practice is written in here."),
    GROWTH: _(
        "How many practices were first published here in each month, of those that are on line today; the stronger the colour, the more."
    ),
    PACE: _("From submission to the decision to publish, to send back or to reject, weekends included."),
}


@dataclass(frozen=True)
class FigureBar:
    """A value, how many practices have it, the list that it counts, and its share of the longest bar in percent."""

    text: str | Promise
    count: int
    url: str
    share: float


@dataclass(frozen=True)
class Heading:
    """What a figure is called, what it counts, and where it is to be had as a file."""

    title: str | Promise
    description: str | Promise
    file_url: str


def figure_headings(asked: Practices) -> dict[str, Heading]:
    """Return the heading of each figure by its name."""
    return {
        name: Heading(title, DESCRIPTIONS[name], canonical(asked.query(), name="figure_file", more=[name]))
        for name, title in TITLES.items()
    }


@dataclass(frozen=True)
class Figure:
    name: str
    heading: Heading
    bars: list[FigureBar]
    all_url: str = ""
    all_text: str = ""


def figures(asked: Practices, facets: Facets) -> list[Figure]:
    """Return a figure for each facet that has more than one value to compare."""
    return [found for facet in _compared(facets) if (found := figure(asked, facet))]


@dataclass(frozen=True)
class ShortFigures:
    """A few figures of a place or topic, and the way to all of them."""

    figures: list[Figure]
    all_url: str


def short_figures(names: Sequence[str], **wanted: str) -> ShortFigures | None:
    """Return some figures of what one parameter asks for; None where there is nothing to compare."""
    asked = Practices(QueryDict(urlencode(wanted)), Edition.objects.originals())
    facets = Facets(ResultSet(asked))
    found = [figure(asked, facets.named(name), longest=SHORT) for name in names]
    shown = [each for each in found if each]
    return ShortFigures(shown, canonical(asked.query(), name="insights")) if shown else None


COLUMNS = ["facet", "value", "name", "practices", "address"]


def figure_lines(results: ResultSet, names: Iterable[str] = FIGURES) -> Iterator[Line]:
    """Give the lines of some figures: of a facet, or several at once, the value, in words, practices, address."""
    facets = Facets(results)
    made: dict[str, Callable[[], Iterable[Line]]] = {
        MATRIX: lambda: TopicsByCountry(results, is_whole=True).lines(),
        YEARS: lambda: Years(facets).lines(),
        GROWTH: lambda: Growth(results).lines(),
        PACE: tuple,
    }
    bars = {facet.name: facet for facet in _compared(facets)} if {*names} - made.keys() else {}
    for name in names:
        yield from made[name]() if name in made else _lines(results.asked, bars[name])


def _compared(facets: Facets) -> list[Facet]:
    return [facets.country, facets.city, facets.topic, *facets.choices]


def _lines(asked: Practices, facet: Facet) -> Iterator[Line]:
    address = addresses(asked.query, facet.name)
    for value in facet.all:
        if value.count:
            yield facet.name, value.value, str(value.text), value.count, address(value.value)


def figure(asked: Practices, facet: Facet, *, longest: int = LONGEST) -> Figure | None:
    """Return the figure of a facet, or None where it has no two values to compare."""
    values = [value for value in facet.all if value.count]
    if len(values) <= 1:
        return None
    most = max(value.count for value in values)
    shown = (
        values if facet.name in IN_THEIR_ORDER else sorted(values, key=lambda value: -value.count)[:longest]
    )
    address = addresses(asked.query, facet.name)
    bars = [
        FigureBar(value.text, value.count, address(value.value), round(100 * value.count / most, 1))
        for value in shown
    ]
    is_cut = len(shown) < len(values)
    return Figure(
        facet.name,
        figure_headings(asked)[facet.name],
        bars,
        facet.all_url if is_cut else "",
        facet.all_text if is_cut else "",
    )
