"""The facets beside the list: which values can be chosen, and how many practices does each one bring?

A facet's counts are those of one value, given what all other parameters ask for. All of it takes twelve questions of
the database at most, whatever the number of practices and values; what no filter narrows is counted once a version.
"""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from practices import choices
from practices.choices import NOT_STATED, UNLISTED, Choices
from practices.listing.canonical import canonical
from practices.listing.parameters import FIRST_YEAR, LAST_YEAR
from practices.listing.results import ResultSet
from practices.models.per_version import once_a_version
from practices.public.parts import names
from practices.search import counts
from practices.text import fold

AT_ONCE = 8
"""How many values of a list show beside the practices, unless more are chosen; the others have a page of their own."""
PAGES = {
    "country": "countries",
    "city": "cities",
    "topic": "topics",
    "year": "years",
}
"""The facets whose values have a page of their own, and the last word of its address."""
CHOICE_LISTS = {
    "outcome": choices.outcomes,
    "evidence": choices.evidences,
    "cost": choices.costs,
}


@dataclass(frozen=True, slots=True)
class Value:
    value: str
    text: str | Promise
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A parameter with its values: those that show beside the practices, and all of them."""

    name: str
    label: str | Promise
    values: list[Value]
    all: list[Value]
    all_url: str = ""
    all_text: str = ""
    least: int = 1

    @property
    def has_choice(self) -> bool:
        """Whether there is anything to choose: values enough, or more than that no practice says it."""
        brings = [value for value in self.all if value.count and value.value != NOT_STATED]
        return len(brings) >= self.least or any(value.is_chosen for value in self.all)


class Facets:
    """The facets of a result, each counted when it is looked at."""

    def __init__(self, results: ResultSet) -> None:
        self.results, self.asked = results, results.asked
        self.this_year = timezone.localdate().year

    @property
    def shown(self) -> dict[str, Facet | list[Facet]]:
        """All facets by name, counted now: a page asks the database for nothing while it is rendered."""
        names = ("country", "city", "topic", "year", "span", "ongoing", "choices")
        return {name: getattr(self, name) for name in names}

    @property
    def all(self) -> list[Facet]:
        return [self.country, self.city, self.topic, self.year, self.ongoing, *self.choices]

    def named(self, name: str) -> Facet:
        """Return one of the facets that have a page of their own, or of those that are chosen from a list."""
        facet: Facet = getattr(self, name) if name in PAGES else self._choice(name)
        return facet

    @cached_property
    def country(self) -> Facet:
        texts, asked = names.shown_countries(), self.asked.read("country")
        if strangers := asked.keys() - dict(texts):
            texts = sorted([*texts, *((code, str(asked[code])) for code in strangers)], key=_folded)
        return self._first("country", texts, counts.by_country(self.results.results_except("country")))

    @cached_property
    def city(self) -> Facet:
        keyed, cities = counts.by_city(self.results.results_except("city")), names.shown_cities()
        totals = Counter({slug: keyed[key] for key, slug, _name in cities})
        totals.update({value: keyed[value] for value in names.WITHOUT_CITY})
        texts: Choices = [(slug, name) for _key, slug, name in cities]
        asked = self.asked.read("city")
        if strangers := asked.keys() - totals.keys():
            texts = sorted([*texts, *((slug, asked[slug]) for slug in strangers)], key=_folded)
        texts.append((NOT_STATED, names.WITHOUT_CITY[NOT_STATED]))
        if counts.by_city()[UNLISTED] or UNLISTED in asked:
            texts.append((UNLISTED, names.WITHOUT_CITY[UNLISTED]))
        return self._first("city", texts, totals)

    @cached_property
    def topic(self) -> Facet:
        keyed, topics = counts.by_topic(self.results.results_except("topic")), names.shown_topics()
        totals = Counter({slug: keyed[key] for key, slug, _name in topics})
        totals[NOT_STATED] = self._originals() - counts.with_topic() if self._is_all("topic") else keyed[None]
        texts: Choices = [(slug, name) for _key, slug, name in topics]
        return self._first("topic", [*texts, (NOT_STATED, _("Not stated"))], totals)

    def _originals(self) -> int:
        """Return how many practices there are, where nothing but topics is asked for."""
        return counts.choices().total

    @cached_property
    def periods(self) -> counts.Periods:
        """The periods, whatever years are asked for."""
        return counts.periods(self.results.results_except("year", "ongoing"), this_year=self.this_year)

    @cached_property
    def year(self) -> Facet:
        """The years; those chosen show, as the bars show the others."""
        totals = self.periods.by_year(only_ongoing=bool(self.asked.read("ongoing")))
        chosen = [int(year) for year in self.asked.read("year") if year != NOT_STATED]
        first, last = counts.span(self.this_year)
        years = range(max(min([first, *chosen]), FIRST_YEAR), min(max([last, *chosen]), LAST_YEAR) + 1)
        texts: Choices = [(str(year), str(year)) for year in years]
        return self._first("year", [*texts, (NOT_STATED, _("Not stated"))], totals, most=0)

    @property
    def span(self) -> list[tuple[str, str | Promise, str]]:
        """The fields for the first and the last year, each with its name, label and the year in force."""
        wanted = [("year_from", _("from"), min), ("year_to", _("to"), max)]
        return [(name, label, pick(self.asked.read(name), default="")) for name, label, pick in wanted]

    @cached_property
    def ongoing(self) -> Facet:
        totals = Counter({"1": self.periods.ongoing(list(self.asked.read("year")))})
        return self._first("ongoing", [("1", _("Still running"))], totals)

    @cached_property
    def choices(self) -> list[Facet]:
        """The facets of the answers that are chosen from a list, and of the language."""
        return [*(self._choice(name) for name in CHOICE_LISTS), self._language]

    @property
    def _language(self) -> Facet:
        """The languages: all of them show, if there is more than one."""
        totals = counts.by_language(self.results.results_except("language"))
        texts: Choices = [
            *((value, text) for value, text in choices.languages()),
            (NOT_STATED, _("Not stated")),
        ]
        return replace(self._first("language", texts, totals, most=len(texts)), least=2)

    def _choice(self, name: str) -> Facet:
        wanted = {other: list(self.asked.read(other)) for other in CHOICE_LISTS}
        totals = self.results.choices.by(name, wanted)
        return self._first(name, [*_choices(name), (NOT_STATED, _("Not stated"))], totals)

    def _is_all(self, *names: str) -> bool:
        return not self.asked.is_narrow(*names)

    def _first(self, name: str, texts: Choices, totals: Counter[str], *, most: int = AT_ONCE) -> Facet:
        """Return a facet that shows what is chosen and brings most, so many values, and has the others behind it.

        What brings nothing shows only if it is chosen.
        """
        chosen, label = self.asked.read(name), self.asked.filters[name].label
        values = [Value(value, text, totals[value], value in chosen) for value, text in texts]
        choosable = [value for value in values if value.count or value.is_chosen]
        if len(choosable) <= most:
            return Facet(name, label, choosable, values)
        best = sorted(choosable, key=lambda value: (not value.is_chosen, -value.count))[
            : max(most, len(chosen))
        ]
        first = {value.value for value in best}
        shown = [value for value in choosable if value.value in first]
        return Facet(name, label, shown, values, *self._way(name, values))

    def _way(self, name: str, values: list[Value]) -> tuple[str, str]:
        """Return where all values of a facet are, and how the way there is called."""
        if name not in PAGES:
            return "", ""
        address = canonical(self.asked.query(), name=route(name))
        return address, all_of(name, sum(value.value not in names.WITHOUT_CITY for value in values))


def route(name: str) -> str:
    """Return the name of the route to all values of a facet."""
    return f"all-{PAGES[name]}"


def all_of(name: str, count: int) -> str:
    """Return what so many values of a facet are called together."""
    texts = {
        "country": ngettext("All %(count)d country", "All %(count)d countries", count),
        "city": ngettext("All %(count)d city", "All %(count)d cities", count),
        "topic": ngettext("All %(count)d topic", "All %(count)d topics", count),
        "year": ngettext("All %(count)d year", "All %(count)d years", count),
    }
    return texts[name] % {"count": count}


@once_a_version
def _choices(name: str) -> Choices:
    return [(value, str(text)) for value, text in CHOICE_LISTS[name]()]


def _folded(choice: tuple[str, str | Promise]) -> str:
    return fold(str(choice[1]))
