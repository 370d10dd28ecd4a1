"""The facets beside the list: which values can be chosen, and how many practices does each one bring?

A facet's counts are those of one value, given what all other parameters ask for. All of it takes eleven questions of
the database at most, whatever the number of practices and values.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from practices import choices
from practices.choices import NOT_STATED, UNLISTED, Choices
from practices.listing.parameters import CITY_UNLISTED, FIRST_YEAR, LAST_YEAR
from practices.listing.results import ResultSet
from practices.models import City, Topic
from practices.search import counts
from practices.text import fold

AT_ONCE, MOST_BEFORE_CUT = 6, 8
"""How many values of a long list show at once, and from how many on it is cut."""
WITHOUT_CITY = {NOT_STATED: _("A whole country, no city"), UNLISTED: CITY_UNLISTED}
"""What practices may have instead of a city of the list."""
CHOICE_LISTS = {
    "outcome": choices.outcomes,
    "evidence": choices.evidences,
    "cost": choices.costs,
}


@dataclass(frozen=True)
class Value:
    value: str
    text: str | Promise
    count: int
    is_chosen: bool

    @property
    def is_open(self) -> bool:
        """Whether choosing it makes sense: it brings something, or it is chosen and can be let go."""
        return bool(self.count) or self.is_chosen


@dataclass(frozen=True)
class Facet:
    """A parameter with its values: those that show at once, and the others."""

    name: str
    label: str | Promise
    values: list[Value]
    hidden_values: list[Value]

    @property
    def all(self) -> list[Value]:
        return self.values + self.hidden_values

    @property
    def has_choice(self) -> bool:
        """Whether there is anything to choose: more than that no practice says it."""
        return any(value.is_chosen or (value.count and value.value != NOT_STATED) for value in self.all)


class Facets:
    """Everything beside a list, counted when it is made."""

    def __init__(self, results: ResultSet) -> None:
        self.results, self.asked = results, results.asked
        self.this_year = timezone.localdate().year
        by_country = counts.by_country(results.results_except("country"))
        self.countries = set(by_country if self._is_all("country") else counts.country_codes())
        """The codes of all countries that have practices, whatever is asked for."""
        self.country = self._country(by_country)
        self.city = self._city()
        self.topic = self._topic()
        periods = counts.periods(results.results_except("year", "ongoing"), this_year=self.this_year)
        self.year = self._year(periods)
        self.ongoing = self._ongoing(periods)
        self.choices = [self._choice(name) for name in CHOICE_LISTS]
        """The facets of the answers that are chosen from a list."""

    @property
    def all(self) -> list[Facet]:
        return [self.country, self.city, self.topic, self.year, self.ongoing, *self.choices]

    def _country(self, totals: Counter[str]) -> Facet:
        codes = sorted(
            {*self.countries, *self.asked.read("country")}, key=lambda code: fold(str(countries.name(code)))
        )
        return self._truncated("country", [(code, countries.name(code)) for code in codes], totals)

    def _city(self) -> Facet:
        keyed = counts.by_city(self.results.results_except("city"))
        known = keyed if self._is_all("city") else counts.by_city()
        cities = list(City.objects.filter(pk__in=[key for key in known if key not in WITHOUT_CITY]))
        totals = Counter({city.slug: keyed[city.pk] for city in cities}) + Counter()
        totals |= Counter({value: keyed[value] for value in WITHOUT_CITY})
        names = Counter(city.name for city in cities)
        texts: Choices = [(city.slug, city.name if names[city.name] == 1 else str(city)) for city in cities]
        strangers = [choice for choice in self.asked.read("city").items() if choice[0] not in dict(texts)]
        texts += [choice for choice in strangers if choice[0] not in WITHOUT_CITY]
        texts.sort(key=lambda choice: fold(str(choice[1])))
        texts.append((NOT_STATED, WITHOUT_CITY[NOT_STATED]))
        if known[UNLISTED] or UNLISTED in self.asked.read("city"):
            texts.append((UNLISTED, WITHOUT_CITY[UNLISTED]))
        return self._truncated("city", texts, totals)

    def _topic(self) -> Facet:
        keyed = counts.by_topic(self.results.results_except("topic"))
        rows = sorted(Topic.objects.all(), key=lambda topic: fold(topic.name))
        totals = Counter({topic.slug: keyed[topic.pk] for topic in rows})
        totals[NOT_STATED] = self._originals() - counts.with_topic() if self._is_all("topic") else keyed[None]
        texts: Choices = [(topic.slug, str(topic)) for topic in rows]
        return self._truncated("topic", [*texts, (NOT_STATED, _("Not stated"))], totals)

    def _originals(self) -> int:
        """Return how many practices there are, where nothing but topics is asked for."""
        asks_for_topics = self.asked.read("topic")
        return self.asked.queryset_except("topic").count() if asks_for_topics else self.results.choices.total

    def _year(self, periods: counts.Periods) -> Facet:
        totals = periods.by_year(only_ongoing=bool(self.asked.read("ongoing")))
        chosen = [int(year) for year in self.asked.read("year") if year != NOT_STATED]
        first, last = counts.span(self.this_year)
        years = range(max(min([first, *chosen]), FIRST_YEAR), min(max([last, *chosen]), LAST_YEAR) + 1)
        texts: Choices = [(str(year), str(year)) for year in years]
        return self._whole("year", [*texts, (NOT_STATED, _("Not stated"))], totals)

    def _ongoing(self, periods: counts.Periods) -> Facet:
        totals = Counter({"1": periods.ongoing(list(self.asked.read("year")))})
        return self._whole("ongoing", [("1", _("Still running"))], totals)

    def _choice(self, name: str) -> Facet:
        wanted = {other: list(self.asked.read(other)) for other in CHOICE_LISTS}
        totals = self.results.choices.by(name, wanted)
        return self._whole(name, [*CHOICE_LISTS[name](), (NOT_STATED, _("Not stated"))], totals)

    def _is_all(self, *names: str) -> bool:
        return not self.asked.is_narrow(*names)

    def _whole(self, name: str, texts: Choices, totals: Counter[str]) -> Facet:
        return Facet(name, self.asked.filters[name].label, list(self._values(name, texts, totals)), [])

    def _truncated(self, name: str, texts: Choices, totals: Counter[str]) -> Facet:
        """Return a facet that shows what is chosen and brings most at once, and the others behind it."""
        values = list(self._values(name, texts, totals))
        label = self.asked.filters[name].label
        if len(values) <= MOST_BEFORE_CUT:
            return Facet(name, label, values, [])
        most = sorted(values, key=lambda value: (not value.is_chosen, -value.count))
        chosen = sum(value.is_chosen for value in values)
        first = {value.value for value in most[: max(AT_ONCE, chosen)]}
        return Facet(name, label, *_parted(values, first))

    def _values(self, name: str, texts: Choices, totals: Counter[str]) -> Iterator[Value]:
        chosen = self.asked.read(name)
        yield from (Value(value, text, totals[value], value in chosen) for value, text in texts)


def _parted(values: Iterable[Value], first: set[str]) -> tuple[list[Value], list[Value]]:
    values = list(values)
    return (
        [value for value in values if value.value in first],
        [value for value in values if value.value not in first],
    )
