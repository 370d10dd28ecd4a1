"""The counts of facets: how many editions are behind each value?

Of all originals they are counted once a version: in the facet index if that is held, else by the database from narrow rows
that an index of its own holds: places, topics, and an edition's years and choices. Of some, pass them: they are counted in
the facet index, and the database is asked for nothing.
An edition counts once for each value.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Max, Min, Value, When
from django.utils import timezone

from practices.choices import NOT_STATED, UNLISTED
from practices.models import Edition, Place
from practices.models.edition import (
    CHOICES,
    YEARS,
    first_published,
    month_begins,
    translation_keys,
)
from practices.models.per_version import once_a_version
from practices.period import Period
from practices.search import facet_index
from practices.search.facet_index import (
    ANSWERS,
    CITIES,
    COUNTRIES,
    TOPICS,
    Column,
    CountedAnswers,
    Found,
    held,
    summed,
)

type Among = Found | None
type Group = tuple[tuple[Any, ...], int]
"""Some answers, and how many editions have them."""
type Wanted = Mapping[str, Collection[str]]
"""The values asked for, by parameter; an empty collection asks for nothing."""

LANGUAGE = ("language",)
PARTS: dict[tuple[str, ...], Callable[[CountedAnswers], tuple[Any, ...]]] = {
    CHOICES: lambda said: said.choices,
    YEARS: lambda said: (said.period.start, said.period.end, said.period.ongoing),
    LANGUAGE: lambda said: (said.language,),
}
"""Which columns are counted together, and where the facet index has them."""


@dataclass(frozen=True)
class Groups:
    """How many editions have the same answers in some columns."""

    columns: tuple[str, ...]
    rows: list[Group]

    @property
    def total(self) -> int:
        return sum(count for _answers, count in self.rows)

    def by(self, column: str, wanted: Wanted) -> Counter[str]:
        """Count each value of a column among what all other columns ask for."""
        others = {name: values for name, values in wanted.items() if name != column}
        found = Counter[str]()
        for answers, count in self.rows:
            if self._fits(answers, others):
                found[answers[self.columns.index(column)] or NOT_STATED] += count
        return found

    def _fits(self, answers: tuple[Any, ...], wanted: Wanted) -> bool:
        values = zip(self.columns, answers, strict=True)
        return all((value or NOT_STATED) in wanted[name] for name, value in values if wanted.get(name))


def choices(among: Among = None) -> Groups:
    """Return how many editions have the same outcome, evidence and cost."""
    return Groups(CHOICES, _grouped(CHOICES, among))


def by_language(among: Among = None) -> Counter[str]:
    """Count the editions in each language."""
    return Groups(LANGUAGE, _grouped(LANGUAGE, among)).by("language", {})


@dataclass(frozen=True)
class Periods:
    """How many editions ran in the same period."""

    rows: list[tuple[Period, int]]
    this_year: int

    def by_year(self, *, only_ongoing: bool) -> Counter[str]:
        """Count the editions that ran in each year, and those without any."""
        found = Counter[str]()
        for period, count in self.rows:
            if period.ongoing or not only_ongoing:
                found.update(dict.fromkeys(self._years(period), count))
        return found

    def ongoing(self, years: Collection[str]) -> int:
        """Count what is still running, among what ran in one of the years if any are given."""
        return sum(
            count
            for period, count in self.rows
            if period.ongoing and (not years or not set(years).isdisjoint(self._years(period)))
        )

    def _years(self, period: Period) -> Iterable[str]:
        if period == Period(None, None, ongoing=False):
            return [NOT_STATED]
        first, last = period.first(self.this_year), period.last(self.this_year)
        return map(str, range(first or 0, (last or -1) + 1))


def periods(among: Among = None, *, this_year: int) -> Periods:
    return Periods([(Period(*answers), count) for answers, count in _grouped(YEARS, among)], this_year)


def by_country(among: Among = None) -> Counter[str]:
    """Count the editions with a place in each country, by code."""
    return _by_country() if among is None else COUNTRIES.counted(among)


@once_a_version
def _by_country() -> Counter[str]:
    if COUNTRIES.is_held:
        return COUNTRIES.counted(facet_index.originals())
    return summed(_rows(Place.objects, Count("edition", distinct=True), "country"))


def by_city(among: Among = None) -> Counter[int | str]:
    """Count the editions with a place in each city, by key; those of a whole country and of unlisted cities by name."""
    return _by_city() if among is None else CITIES.counted(among)


@once_a_version
def _by_city() -> Counter[int | str]:
    if CITIES.is_held:
        return CITIES.counted(facet_index.originals())
    rows = _rows(Place.objects, Count("pk"), "city", "is_unlisted")
    return summed((city or (UNLISTED if unlisted else NOT_STATED), count) for city, unlisted, count in rows)


def by_topic(among: Among = None) -> Counter[int | None]:
    """Count the editions about each topic, by key; among some, None has those about none."""
    if among is None:
        return _by_topic()
    if TOPICS.counts(among):
        return TOPICS.counted(among) + Counter({None: (among - facet_index.about_anything()).count})
    rows = Edition.objects.filter(pk__in=among.keys).order_by().values_list("topics")
    return Counter(dict(rows.annotate(editions=Count("pk"))))


@once_a_version
def _by_topic() -> Counter[int | None]:
    if TOPICS.is_held:
        return summed(TOPICS.numbers(facet_index.originals()))
    return summed(_rows(Edition.topics.through.objects, Count("pk"), "topic"))


def by_topic_and_country(
    among: Among = None, *, topics: Collection[int] = (), countries: Collection[str] = ()
) -> Counter[tuple[int, str]]:
    """Count the editions about each topic with a place in each country, by the topic's key and the country's code.

    With `topics` or `countries` only these: all of 100,000 practices take twice as long as a page has.
    """
    some = facet_index.everything() - facet_index.translated() if among is None else among
    found, by_code = Counter[tuple[int, str]](), held(COUNTRIES)
    for topic, keys in held(TOPICS).items():
        if topic in topics or not topics:
            about = some & Found.of(keys)
            for code in countries or by_code:
                found[topic, code] = about.among(by_code.get(code, ()))
    return +found


def by_month(among: Among = None) -> Counter[str]:
    """Count the editions that were first published in each month, such as 2026-05, where the site is."""
    return _by_month() if among is None else MONTHS.counted(among) if _months() else Counter()


@once_a_version
def _by_month() -> Counter[str]:
    months = _months()
    return summed(_by_each_month(months)) if months else Counter()


def _by_each_month(months: Sequence[tuple[int, int]]) -> Any:
    """Return how many editions an index has between the ends of each month, less those that are translations."""
    parts = [
        _counted(
            Edition.objects.filter(first_published(*month)).annotate(month=_month([month])),
            ("month",),
            Count("pk"),
        )
        for month in months
    ]
    translations = Edition.objects.filter(pk__in=translation_keys()).annotate(month=_month(months))
    parts.append(_counted(translations, ("month",), 0 - Count("pk")))
    return parts[0].union(*parts[1:], all=True).order_by()


@once_a_version
def _months() -> list[tuple[int, int]]:
    """Return the months from that of the first edition to that of the last."""
    found = Edition.objects.aggregate(first=Min("first_published_at"), last=Max("first_published_at"))
    if not found["first"]:
        return []
    first, last = (timezone.localtime(at, timezone.get_default_timezone()) for at in found.values())
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [(number // 12, number % 12 + 1) for number in numbers]


def _month(months: Sequence[tuple[int, int]]) -> Case | Value:
    """Return in which of these months an edition was first published, found by halving: dates of an index are compared."""
    if len(months) == 1:
        ((year, month),) = months
        return Value(f"{year}-{month:02}")
    before, after = months[: len(months) // 2], months[len(months) // 2 :]
    earlier = When(first_published_at__lt=month_begins(*after[0]), then=_month(before))
    return Case(earlier, default=_month(after))


MONTHS: Column[str] = Column(
    lambda: Edition.objects.annotate(month=_month(_months())), "pk", "month", read=str
)


@once_a_version
def with_topic() -> int:
    """Count the editions that have a topic at all."""
    if TOPICS.is_held:
        return (facet_index.originals() & facet_index.about_anything()).count
    rows = Edition.topics.through.objects.annotate(all=Value(1))
    return summed(_rows(rows, Count("edition", distinct=True), "all"))[1]


@once_a_version
def country_codes() -> list[str]:
    """Return the codes of all countries that have practices."""
    return list(Place.objects.order_by().values_list("country", flat=True).distinct())


@once_a_version
def span(this_year: int) -> tuple[int, int]:
    """Return the first and the last year in which any edition ran."""
    if ANSWERS.is_held:
        said = {year for answers in held(ANSWERS) for year in (answers.period.start, answers.period.end)}
    else:
        ends = [most(column) for most in (Min, Max) for column in ("period_start", "period_end")]
        said = {*Edition.objects.aggregate(*ends).values()}
    years = [year for year in said if year] or [this_year]
    return min(years), max(*years, this_year)


def _rows(rows: Any, count: Count, *columns: str) -> Any:
    """Return how many editions have the same values in some columns, all but translations.

    All rows are counted, and then those of translations: looking each row up among them would take five times as long.
    """
    grouped = rows.order_by().values_list(*columns)
    fewer = grouped.filter(edition__in=translation_keys()).annotate(count=0 - count)
    return grouped.annotate(count=count).union(fewer, all=True).order_by()


def _grouped(columns: tuple[str, ...], among: Among) -> list[Group]:
    """Count the editions with the same in some columns."""
    return _all_grouped(columns) if among is None else _grouped_among(among, columns)


def _grouped_among(among: Found, columns: tuple[str, ...]) -> list[Group]:
    part = PARTS[columns]
    return list(summed((part(said), count) for said, count in among.answers).items())


@once_a_version
def _all_grouped(columns: tuple[str, ...]) -> list[Group]:
    if ANSWERS.is_held:
        return _grouped_among(facet_index.originals(), columns)
    fewer = _counted(Edition.objects.filter(pk__in=translation_keys()), columns, 0 - Count("pk"))
    return _read(_counted(Edition.objects.all(), columns, Count("pk")).union(fewer, all=True).order_by())


def _counted(editions: Any, columns: tuple[str, ...], count: Any) -> Any:
    return editions.order_by().values_list(*columns).annotate(count=count)


def _read(rows: Iterable[tuple[Any, ...]]) -> list[Group]:
    return [(tuple(answers), count) for *answers, count in rows]
