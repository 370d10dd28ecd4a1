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
from practices.places.cities import called, called_elsewhere, namesakes, nearest_large
from practices.text import beginning, fold

NONE_OF_THEM = "none"
SUGGESTIONS = 200
MOST_LINES, LONGEST_NAME, LAST_COMMAS, CODE = 100, 200, 3, 2
"""What is looked up: nobody has more partners or longer names; whatever lies beyond stays as it was typed."""
MOST_ABROAD = 10
"""How many cities of other countries are offered for one name."""
MOST_ASKED = 20
"""Each costs a look at the large cities of its country, to tell those of one name apart."""


OF_CHOICES, OF_PARTNERS = "which-", "partner-"
"""How the names of radio buttons begin that ask which city is meant, and how they go on where it is a partner."""


@dataclass(frozen=True)
class Several:
    """A name that several cities have, or one abroad, in the line that was typed; `chosen` is the slug of what is meant."""

    typed: str
    called: str
    country: str
    cities: list[City]
    chosen: str = ""
    is_partner: bool = False

    @property
    def radio_name(self) -> str:
        """Return the name of the radio buttons that ask which is meant: a partner of the same name is asked about apart."""
        begins = OF_CHOICES + OF_PARTNERS if self.is_partner else OF_CHOICES
        return f"{begins}{self.country.lower()}-{fold(self.called).replace(' ', '-')}"

    @property
    def is_abroad(self) -> bool:
        """Whether no city of the country has the name, but others have."""
        return bool(self.country and self.cities) and all(
            city.country.code != self.country for city in self.cities
        )

    @property
    def needs_choice(self) -> bool:
        """Whether a person has to say which is meant, or whether any is."""
        return len(self.cities) > 1 or self.is_abroad

    @property
    def countries(self) -> str:
        """Return the names of the countries that have such a city."""
        return ", ".join(dict.fromkeys(str(city.country.name) for city in self.cities))

    @cached_property
    def told_apart(self) -> list[tuple[City, str]]:
        return told_apart(self.cities)


def name_in(radio_name: str) -> str:
    """Return the city that the name of radio buttons is about, with the code of its country."""
    return radio_name.removeprefix(OF_CHOICES).removeprefix(OF_PARTNERS)


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
    lines: Iterable[str],
    country: str,
    *,
    kept: Collection[City] = (),
    choose: Choose = nobody,
    abroad: bool = False,
) -> CityMatch:
    """Return what lines mean in a country, as those of partners are asked about; a line may name another after a comma or in brackets.

    `kept` are the cities that stand there already: of several, one of them is meant until another is chosen, but none
    that has a line of its own. With `abroad` it is asked which city of another country is meant by a name that the
    country does not have.
    """
    match = CityMatch()
    questions = [
        _unread(line)
        if number >= MOST_LINES or len(line) > LONGEST_NAME
        else which_partner(line, country, abroad=abroad)
        for number, line in enumerate(filter(None, (line.strip() for line in lines)))
    ]
    named = [question.cities[0] for question in questions if question.cities and not question.needs_choice]
    free = [city for city in kept if city not in named]
    for question in questions:
        _resolve(match, question, kept=free, choose=choose)
    return match


def resolve_city(
    line: str, country: str, *, kept: Collection[City] = (), choose: Choose = nobody, abroad: bool = False
) -> CityMatch:
    """Return what a typed city means within a country, the only one in which it may lie before somebody chooses."""
    line, match = line.strip(), CityMatch()
    is_within = place(line, country)[1] == country
    if not line:
        return match
    if len(line) > LONGEST_NAME or not (is_within or abroad):
        question = _unread(line)
    else:
        question = which_city(line, country, abroad=abroad) if is_within else which_lead(line, country)
    _resolve(match, question, kept=kept if is_within else (), choose=choose)
    return match


def _unread(line: str) -> Several:
    """Return a line that stays as it was typed."""
    return Several(line, line, "", [])


def which_city(line: str, country: str, *, abroad: bool = True) -> Several:
    """Return a line with the cities that it may mean: of its country or, if that has none of the name, of others."""
    name, code = place(line, country)
    cities = called(name, code) or _of_region(name, code)
    if abroad and code and not cities:
        cities = called_elsewhere(name, code, MOST_ABROAD)
    return Several(line, name, code, cities)


def which_partner(line: str, country: str, *, abroad: bool = True) -> Several:
    """Return the line of a partner as `which_city` does."""
    return replace(which_city(line, country, abroad=abroad), is_partner=True)


def which_lead(line: str, country: str) -> Several:
    """Return a typed city as `which_city` does, where another country than its own is named, too."""
    name, code = place(line, country)
    if code == country:
        return which_city(line, country)
    return Several(line, name, country, called(name, code) or _of_region(name, code))


def _resolve(match: CityMatch, question: Several, *, kept: Collection[City] = (), choose: Choose) -> None:
    """Add what a line means, and ask when a person has to say it."""
    cities = question.cities
    if question.needs_choice:
        choice = choose(question)
        before = [city for city in cities if city in kept] if not choice else []
        if choice in {NONE_OF_THEM, *(city.slug for city in cities)}:
            question = replace(question, chosen=choice)
        if not before:
            match.ask(question)
        cities = before or [city for city in cities if city.slug == question.chosen]
    match.cities += [city for city in cities if city not in match.cities]
    if not cities:
        match.typed.append(question.typed)


def abroad(question: Several) -> str:
    """Return what to tell of a city that is in another country than the one that is chosen."""
    said = {"city": beginning(question.called), "countries": question.countries}
    return _("%(city)s is in %(countries)s. Change the country?") % said


def wrong_country(typed: str, country: str, kept_typed: Collection[str]) -> str:
    """Return what a city that stands as it was typed contradicts of its country, or an empty text.

    Whoever has said that none of the others is meant is not asked again; a country that is named beside it stays named.
    """
    if not country or len(typed) > LONGEST_NAME:
        return ""
    question = which_lead(typed, country)
    if question.is_abroad and question.radio_name not in kept_typed:
        return abroad(question)
    if place(typed, country)[1] != country:
        return _("This names another country than the one that is chosen.")
    return ""


def _of_region(name: str, country: str) -> list[City]:
    """Return the cities that are named with their region: "Springfield, Illinois"."""
    name, _comma, region = name.rpartition(",")
    return (
        [city for city in called(name, country) if fold(city.region) == fold(region)] if fold(region) else []
    )


def place(line: str, country: str) -> tuple[str, str]:
    """Return the name of a city and the code of its country: the one after a comma or in brackets, else the given one.

    Two letters in brackets are a province: Italians write "Bari (BA)".
    """
    name, bracket, bracketed = line[:LONGEST_NAME].rstrip().removesuffix(")").rpartition("(")
    is_bracketed = bracket and line.rstrip().endswith(")") and len(fold(bracketed)) > CODE
    if is_bracketed and (code := countries.country_code(bracketed)):
        return name.strip(), code
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
