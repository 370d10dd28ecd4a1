"""Two things at once in a table: topics by countries, and the years and months in which practices came."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from practices.listing.canonical import addresses
from practices.listing.parameters import month_name
from practices.listing.results import ResultSet
from practices.public.parts import names
from practices.search import counts

LARGEST = 12
"""So many rows and columns has a table on the page; the file has all."""
SHADES = 4
"""From the lightest, for what is there at all, to the darkest, for the most."""
SHORT_MONTH = "M"
TOPIC, COUNTRY, PUBLISHED = "topic", "country", "published"

type Line = tuple[str, str, str, int, str]
"""Of a file: which parameters, their values, in words, how many practices, and the list that it counts."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How many practices, the list that it counts, and how dark it is; nothing leads nowhere."""

    count: int
    url: str = ""
    shade: int = 0


@dataclass(frozen=True)
class CrossRow:
    """A row with its cells, and the numbers at its end."""

    text: str
    url: str
    cells: list[Cell]
    ends: Sequence[int] = ()


@dataclass(frozen=True)
class Crosstab:
    """A table: `heads` are its columns, `ends` those of numbers alone; `left_out` says what only the file has."""

    heads: list[str]
    rows: list[CrossRow]
    ends: Sequence[str] = ()
    left_out: str = ""


class TopicsByCountry:
    """How many practices about each topic are from each country, of those asked for, or else of the largest.

    `is_whole` counts all of them, which takes twice as long.
    """

    def __init__(self, results: ResultSet, *, is_whole: bool = False) -> None:
        asked, among = results.asked, results.results_except(TOPIC, COUNTRY)
        self.address = addresses(asked.query, TOPIC, COUNTRY)
        self.topic_address = addresses(asked.query, TOPIC)
        keys = {slug: key for key, slug, _name in names.shown_topics()}
        slugs = {key: slug for slug, key in keys.items()}
        self.texts = {slug: name for _key, slug, name in names.shown_topics()}
        by_topic, by_country = counts.by_topic(among), counts.by_country(among)
        found = Counter({slugs[key]: count for key, count in by_topic.items() if key in slugs})
        self.topics = _largest(found, asked.read(TOPIC))
        self.countries = _largest(by_country, asked.read(COUNTRY))
        most = None if is_whole else LARGEST
        self.shown_topics, self.shown_countries = self.topics[:most], self.countries[:most]
        self.counted = Counter[tuple[str, str]]()
        if self.shown_topics and self.shown_countries:
            shown = [keys[slug] for slug in self.shown_topics]
            counted = counts.by_topic_and_country(among, topics=shown, countries=self.shown_countries)
            self.counted.update({(slugs[key], code): count for (key, code), count in counted.items()})

    def table(self) -> Crosstab | None:
        """Return the table; None where there is only one topic or country, which the other figures have."""
        if min(len(self.topics), len(self.countries)) <= 1 or not self.counted:
            return None
        most = max(self.counted.values())
        rows = [
            CrossRow(
                self.texts[slug],
                self.topic_address(slug),
                [self._cell(slug, code, most) for code in self.shown_countries],
            )
            for slug in self.shown_topics
        ]
        heads = [names.country(code) for code in self.shown_countries]
        return Crosstab(heads, rows, left_out=_left_out(len(self.topics), len(self.countries)))

    def lines(self) -> Iterator[Line]:
        for (slug, code), count in sorted(self.counted.items()):
            said = f"{self.texts[slug]}, {names.country(code)}"
            yield f"{TOPIC},{COUNTRY}", f"{slug},{code}", said, count, self.address(slug, code)

    def _cell(self, slug: str, code: str, most: int) -> Cell:
        count = self.counted[slug, code]
        return Cell(count, self.address(slug, code), _shade(count, most)) if count else Cell(0)


def topics_by_country(results: ResultSet) -> Crosstab | None:
    """Return the table of a page; nothing is counted where one topic or country is asked for, as there is no table then."""
    if 1 in {len(results.asked.read(name)) for name in (TOPIC, COUNTRY)}:
        return None
    return TopicsByCountry(results).table()


def _largest(counted: Counter[str], wanted: Iterable[str]) -> list[str]:
    """Return those asked for that bring anything, or all, those with the most practices first."""
    chosen = set(wanted) or counted.keys()
    return sorted(counted.keys() & chosen, key=lambda each: (-counted[each], each))


class Growth:
    """How many practices were first published in each year and month."""

    def __init__(self, results: ResultSet) -> None:
        self.address = addresses(results.asked.query, PUBLISHED)
        self.counted = counts.by_month(results.results_except(PUBLISHED))
        self.years = Counter[str]()
        for month, count in self.counted.items():
            self.years[month.partition("-")[0]] += count

    def table(self) -> Crosstab | None:
        """Return the last years with their months, the newest first; None while there are no practices."""
        if not self.counted:
            return None
        first, last = int(min(self.years)), int(max(self.years))
        most, total, rows = max(self.counted.values()), 0, []
        for year in map(str, range(first, last + 1)):
            total += self.years[year]
            months = [f"{year}-{month:02}" for month in range(1, 13)]
            address = self.address(year) if self.years[year] else ""
            rows.append(
                CrossRow(
                    year, address, [self._cell(each, most) for each in months], (self.years[year], total)
                )
            )
        heads = [date_format(date(last, month, 1), SHORT_MONTH) for month in range(1, 13)]
        left_out = _("Years before these are in the file.") if len(rows) > LARGEST else ""
        return Crosstab(heads, rows[: -LARGEST - 1 : -1], (_("All year"), _("So far")), left_out)

    def lines(self) -> Iterator[Line]:
        for value, count in sorted((self.counted + self.years).items()):
            yield PUBLISHED, value, month_name(value), count, self.address(value)

    def _cell(self, month: str, most: int) -> Cell:
        count = self.counted[month]
        return Cell(count, self.address(month), _shade(count, most)) if count else Cell(0)


def _shade(count: int, most: int) -> int:
    return -(-SHADES * count // most)


def _left_out(topics: int, countries: int) -> str:
    if max(topics, countries) <= LARGEST:
        return ""
    said = _(
        "Shown are %(topics)d of %(all_topics)d topics and %(countries)d of %(all_countries)d countries, those with the most practices. The file has all."
    )
    return said % {
        "topics": min(topics, LARGEST),
        "all_topics": topics,
        "countries": min(countries, LARGEST),
        "all_countries": countries,
    }
