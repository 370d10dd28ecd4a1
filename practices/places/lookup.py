"""The look-up of typed cities: which do the names mean, and between which must a person choose?

Forms of entries and accounts ask it, and imports, where nobody can choose: `choose` is what differs.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.models import City
from practices.places import countries
from practices.places.cities import called, namesakes, nearest_large
from practices.text import fold

NONE_OF_THEM = "none"
SUGGESTIONS = 200
MOST_LINES, LONGEST_NAME, LAST_COMMAS = 100, 200, 3
"""What is looked up: nobody has more partners or longer names; whatever lies beyond stays as it was typed."""
MOST_ASKED = 20
"""Each costs a look at the large cities of its country, to tell those of one name apart."""


@dataclass(frozen=True)
class Several:
    """A name that several cities have, in the line that was typed; `chosen` is the slug of the one that is meant."""

    typed: str
    called: str
    country: str
    cities: list[City]
    chosen: str = ""

    @property
    def radio_name(self) -> str:
        """Return the name of the radio buttons that ask which is meant."""
        return f"which-{self.country.lower()}-{fold(self.called).replace(' ', '-')}"

    @cached_property
    def told_apart(self) -> list[tuple[City, str]]:
        return told_apart(self.cities)


def told_apart(cities: list[City]) -> list[tuple[City, str]]:
    """Return cities of one name, each with what tells it from the others: its region, and how large it is.

    Where a region is not known or not enough, it is the larger city that it is near.
    """
    alike = Counter((city.country.code, city.sort_name, city.region) for city in cities)
    unclear = [
        city
        for city in cities
        if not city.region or alike[city.country.code, city.sort_name, city.region] > 1
    ]
    near = nearest_large(unclear)
    return [
        (city, ", ".join(filter(None, (city.region, _near(near.get(city.pk)), _inhabitants(city)))))
        for city in cities
    ]


def described(cities: Iterable[City]) -> dict[int, str]:
    """Return, by key, each city with its country, and with where it lies if its country has others of its name."""
    cities = list(cities)
    where = {city.pk: where for city, where in told_apart(namesakes(cities))}
    return {city.pk: ", ".join(filter(None, (str(city), where.get(city.pk)))) for city in cities}


def _near(found: tuple[City, int] | None) -> str:
    return _("near %(city)s (%(km)d km)") % {"city": found[0].name, "km": found[1]} if found else ""


def _inhabitants(city: City) -> str:
    number = city.population
    said = ngettext("%(number)s inhabitant", "%(number)s inhabitants", number)
    return said % {"number": number_format(number, force_grouping=True)} if number else ""


@dataclass
class CityMatch:
    """What typed lines mean: the cities found, the lines that stay as typed, and the choices that are open."""

    cities: list[City] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    several: list[Several] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return any(not each.chosen for each in self.several)

    def ask(self, question: Several) -> None:
        """Ask each name once, and not too many at a time: what is not asked stays as typed, and its turn comes."""
        if len(self.several) < MOST_ASKED and question.radio_name not in {
            each.radio_name for each in self.several
        }:
            self.several.append(question)


type Choose = Callable[[Several], str]
"""Says which of several cities is meant: a slug, `NONE_OF_THEM`, or nothing that is known yet."""


def nobody(question: Several) -> str:
    return ""


def resolve_cities(
    lines: Iterable[str], country: str, *, kept: Collection[City] = (), choose: Choose = nobody
) -> CityMatch:
    """Return what lines mean in a country; a line may name another after a comma.

    `kept` are the cities that stand there already: of several, one of them is meant until another is chosen.
    """
    match = CityMatch()
    for number, line in enumerate(filter(None, (line.strip() for line in lines))):
        if number >= MOST_LINES or len(line) > LONGEST_NAME:
            match.typed.append(line)
            continue
        found = _resolve_line(match, line, *place(line, country), kept=kept, choose=choose)
        match.cities += [city for city in found if city not in match.cities]
        if not found:
            match.typed.append(line)
    return match


def resolve_city(
    line: str, country: str, *, kept: Collection[City] = (), choose: Choose = nobody
) -> CityMatch:
    """Return what a typed city means within a country; named with another country it stays as typed."""
    if place(line, country)[1] != country:
        return CityMatch(typed=[line])
    return resolve_cities([line], country, kept=kept, choose=choose)


def _resolve_line(
    match: CityMatch, line: str, name: str, country: str, *, kept: Collection[City], choose: Choose
) -> list[City]:
    found = called(name, country) or _of_region(name, country)
    if len(found) < 2:  # noqa: PLR2004  nothing to choose between
        return found
    question = Several(line, name, country, found)
    choice = choose(question)
    if not choice and (before := [city for city in found if city in kept]):
        return before
    if choice in {NONE_OF_THEM, *(city.slug for city in found)}:
        question = replace(question, chosen=choice)
    match.ask(question)
    return [city for city in found if city.slug == question.chosen]


def _of_region(name: str, country: str) -> list[City]:
    """Return the cities that are named with their region: "Springfield, Illinois"."""
    name, _comma, region = name.rpartition(",")
    return (
        [city for city in called(name, country) if fold(city.region) == fold(region)] if fold(region) else []
    )


def place(line: str, country: str) -> tuple[str, str]:
    """Return the name of a city and the code of its country: the one after a comma, else the given one."""
    commas = [
        position
        for position, sign in enumerate(line[-LONGEST_NAME:], max(0, len(line) - LONGEST_NAME))
        if sign == ","
    ]
    for comma in commas[-LAST_COMMAS:]:
        if code := countries.country_code(line[comma + 1 :]):
            return line[:comma].strip(), code
    return line, country


def typed_line(city: City, country: str) -> str:
    """Return a city as a person types it; one that has a region to be told from others, with all that it takes."""
    if city.region:
        return f"{city.name}, {city.region}, {city.country.name}"
    return city.name if city.country.code == country else f"{city.name}, {city.country.name}"


def suggestions(country: str) -> list[str]:
    """Return the names of a country's largest cities."""
    if not country:
        return []
    return list(City.objects.in_country(country).largest_first().values_list("name", flat=True)[:SUGGESTIONS])
