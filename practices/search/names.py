"""The names in a query: which topics, countries and cities do its words name, whether or not a practice has them?"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.functional import Promise
from django_countries import countries as known

from practices.models import City, Topic
from practices.places import countries
from practices.text import fold

LONGEST_NAME, MOST_ASKED, MOST_CITIES = 4, 3, 500
"""How many words of a text are taken together; of how many words, and among how many cities, the name is looked up."""
LARGE = 100_000
"""Inhabitants of a city that is meant rather than a country that is called so in a further language: Brasilia in Finnish is Brazil."""


@dataclass(frozen=True)
class Named:
    """What words name: a topic with its address, or a country by its code, with a city or part if it is one of that country."""

    words: tuple[str, ...]
    name: str | Promise
    country: str = ""
    url: str = ""

    @property
    def country_name(self) -> str:
        return str(known.name(self.country))

    @property
    def is_part(self) -> bool:
        return bool(self.country) and countries.is_part(str(self.name))

    @property
    def is_city(self) -> bool:
        return bool(self.country) and str(self.name) != self.country_name and not self.is_part

    @property
    def typed(self) -> str:
        """The words, folded."""
        return " ".join(self.words)


def named(text: str, strange: Collection[str]) -> list[Named]:
    """Return what a text names by its strange words and their neighbours, longer names first; all words are folded."""
    words, asked = fold(text).split(), [word for word in strange if word][:MOST_ASKED]
    if not asked:
        return []
    cities, topics = _cities(asked), {fold(topic.name): topic for topic in Topic.objects.all()}
    found: list[Named] = []
    for phrase in _phrases(words, asked):
        taken = {word for each in found for word in each.words}
        if taken.isdisjoint(phrase) and (meant := _meant(phrase, cities, topics)):
            found.append(meant)
    return found


def _phrases(words: list[str], asked: list[str]) -> Iterator[tuple[str, ...]]:
    """Give words in a row that have an asked one among them, the most words first."""
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            phrase = tuple(words[start : start + length])
            if not set(asked).isdisjoint(phrase):
                yield phrase


def _meant(phrase: tuple[str, ...], cities: dict[str, City], topics: dict[str, Topic]) -> Named | None:
    name = " ".join(phrase)
    if topic := topics.get(name):
        return Named(phrase, str(topic), url=topic.get_absolute_url())
    city = cities.get(name)
    is_large = bool(city and city.population >= LARGE)
    if code := countries.code_in_our_languages(name) if is_large else countries.country_code(name):
        return Named(phrase, name.title() if countries.is_part(name) else str(known.name(code)), code)
    if city:
        return Named(phrase, city.name, city.country.code)
    return None


def _cities(asked: list[str]) -> dict[str, City]:
    """Return the largest city of each name that has one of the words in it."""
    having = reduce(or_, (Q(names__contains=word) for word in asked))
    rows = (
        City.objects.filter(having)
        .only("name", "country", "names", "population")
        .largest_first()[:MOST_CITIES]
    )
    cities: dict[str, City] = {}
    for city in rows:
        for name in filter(None, city.names.split("|")):
            cities.setdefault(name, city)
    return cities
