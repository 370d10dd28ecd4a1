"""The counts of facets: how many editions are behind each value?

Counted from narrow rows that an index holds: places, topics, and an edition's years and choices. Pass the editions to
count among, or nothing for all originals: then no other table is read, and the pages of a version share what was found.
An edition counts once for each value.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any

from django.db import connection
from django.db.models import Case, Count, Max, Min, Value, When
from django.utils import timezone

from practices.choices import NOT_STATED, UNLISTED
from practices.models import Edition, Place
from practices.models.edition import (
    CHOICES,
    YEARS,
    EditionQuerySet,
    first_published,
    month_begins,
    translation_keys,
)
from practices.models.per_version import once_a_version
from practices.period import Period
from practices.search.result_ids import ResultIds

type Among = EditionQuerySet | ResultIds | None
type Group = tuple[tuple[Any, ...], int]
"""Some answers, and how many editions have them."""
type Wanted = Mapping[str, Collection[str]]
"""The values asked for, by parameter; an empty collection asks for nothing."""


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
    return Groups(CHOICES, _grouped(among, CHOICES))


def by_language(among: Among = None) -> Counter[str]:
    """Count the editions in each language."""
    return Groups(("language",), _grouped(among, ("language",))).by("language", {})


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
    return Periods([(Period(*answers), count) for answers, count in _grouped(among, YEARS)], this_year)


def _whole_once[Key](count: Callable[[Among], Counter[Key]]) -> Callable[..., Counter[Key]]:
    """Return a count that is made once a version among everything."""
    whole = once_a_version(partial(count, None))

    @wraps(count)
    def counted(among: Among = None) -> Counter[Key]:
        return whole() if among is None else count(among)

    return counted


@_whole_once
def by_country(among: Among) -> Counter[str]:
    """Count the editions with a place in each country, by code."""
    return _summed(_rows(Place.objects, among, Count("edition", distinct=True), "country"))


@_whole_once
def by_city(among: Among) -> Counter[int | str]:
    """Count the editions with a place in each city, by key; those of a whole country and of unlisted cities by name."""
    rows = _rows(Place.objects, among, Count("pk"), "city", "is_unlisted")
    return _summed((city or (UNLISTED if unlisted else NOT_STATED), count) for city, unlisted, count in rows)


@_whole_once
def by_topic(among: Among) -> Counter[int | None]:
    """Count the editions about each topic, by key; among some, None has those about none."""
    if among is not None:
        return _summed((topic, count) for (topic,), count in _grouped(among, ("topics",)))
    return _summed(_rows(Edition.topics.through.objects, None, Count("pk"), "topic"))


def by_topic_and_country(
    among: Among = None, *, topics: Collection[int] = (), countries: Collection[str] = ()
) -> Counter[tuple[int, str]]:
    """Count the editions about each topic with a place in each country, by the topic's key and the country's code.

    With `topics` or `countries` only these: all of 100,000 practices take twice as long as a page has. The rows of topics
    and places are joined by the edition's key: Django would look up each edition in between, wide rows.
    """
    places = Place.objects.order_by().values_list("country", "edition").distinct()
    kept = places.exclude(edition__in=translation_keys()) if among is None else _among(places, among)
    if countries:
        kept = kept.filter(country__in=countries)
    statement, given = kept.query.sql_with_params()
    table = connection.ops.quote_name(Edition.topics.through._meta.db_table)
    joined = (
        f"SELECT topics.topic_id, places.country, COUNT(*) FROM {table} topics"  # noqa: S608  the words are Django's
        f" JOIN ({statement}) places ON places.edition = topics.edition_id"
    )
    if topics:
        joined += f" WHERE topics.topic_id IN ({', '.join(['%s'] * len(topics))})"
    joined += " GROUP BY 1, 2"
    given = (*given, *topics)
    with connection.cursor() as cursor:
        cursor.execute(joined, given)
        return Counter({(topic, country): count for topic, country, count in cursor.fetchall()})


@_whole_once
def by_month(among: Among) -> Counter[str]:
    """Count the editions that were first published in each month, such as 2026-05, where the site is."""
    months = _months()
    if not months:
        return Counter()
    if among is None:
        return _summed(_by_each_month(months))
    editions = among.editions if isinstance(among, ResultIds) else among
    return _summed(_counted(editions.annotate(month=_month(months)), ("month",), Count("pk")))


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


@once_a_version
def with_topic() -> int:
    """Count the editions that have a topic at all."""
    rows = Edition.topics.through.objects.annotate(all=Value(1))
    return _summed(_rows(rows, None, Count("edition", distinct=True), "all"))[1]


@once_a_version
def country_codes() -> list[str]:
    """Return the codes of all countries that have practices."""
    return list(Place.objects.order_by().values_list("country", flat=True).distinct())


@once_a_version
def span(this_year: int) -> tuple[int, int]:
    """Return the first and the last year in which any edition ran."""
    found = Edition.objects.aggregate(
        start=Min("period_start"), end=Min("period_end"), last=Max("period_end"), late=Max("period_start")
    )
    years = [year for year in found.values() if year] or [this_year]
    return min(years), max(*years, this_year)


def _rows(rows: Any, among: Among, count: Count, *columns: str) -> Any:
    """Return how many editions have the same values in some columns; without editions to count among, all but translations.

    All rows are counted, and then those of translations: looking each row up among them would take five times as long.
    """
    grouped = rows.order_by().values_list(*columns)
    if among is not None:
        return _among(grouped, among).annotate(count=count)
    fewer = grouped.filter(edition__in=translation_keys()).annotate(count=0 - count)
    return grouped.annotate(count=count).union(fewer, all=True).order_by()


def _among(rows: Any, among: EditionQuerySet | ResultIds) -> Any:
    return among.of(rows, "edition") if isinstance(among, ResultIds) else rows.filter(edition__in=among)


def _grouped(among: Among, columns: tuple[str, ...]) -> list[Group]:
    if among is None:
        return _all_grouped(columns)
    editions = among.editions if isinstance(among, ResultIds) else among
    return _read(_counted(editions, columns, Count("pk")))


@once_a_version
def _all_grouped(columns: tuple[str, ...]) -> list[Group]:
    fewer = _counted(Edition.objects.filter(pk__in=translation_keys()), columns, 0 - Count("pk"))
    return _read(_counted(Edition.objects.all(), columns, Count("pk")).union(fewer, all=True).order_by())


def _counted(editions: Any, columns: tuple[str, ...], count: Any) -> Any:
    return editions.order_by().values_list(*columns).annotate(count=count)


def _read(rows: Iterable[tuple[Any, ...]]) -> list[Group]:
    return [(tuple(answers), count) for *answers, count in rows]


def _summed[Key](rows: Iterable[tuple[Key, int]]) -> Counter[Key]:
    """Add up the counts of each value; what comes to nothing is left out."""
    found = Counter[Key]()
    for value, count in rows:
        found[value] += count
    return +found
