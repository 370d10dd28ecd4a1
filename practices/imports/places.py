"""The places of entries from elsewhere: which country and city is meant, when nobody can be asked?"""

import re
from dataclasses import dataclass, field

from practices.models import City
from practices.places import cities, countries
from practices.text import fold

SLUG = re.compile(r"[a-z0-9-]+")
FAR_LARGER = 10
"""How many times larger a city must be than its namesakes to be meant without asking."""


@dataclass(frozen=True)
class Meant:
    """The city that a text means, if it means exactly one; `several` says that it may mean more than one."""

    city: City | None = None
    several: bool = False


@dataclass
class Places:
    """What texts mean; each is looked up once."""

    _known: dict[tuple[str, str], Meant] = field(default_factory=dict)

    def meant(self, text: str, country: str) -> Meant:
        """Return the city of a country by slug, name or alias; another country may follow after a comma."""
        if (text, country) not in self._known:
            self._known[text, country] = _meant(text, country)
        return self._known[text, country]


def _meant(text: str, country: str) -> Meant:
    found = _in_country(text, country)
    name, _comma, after = text.rpartition(",")
    if not (found.city or found.several) and name and (named := countries.called(after)):
        return _in_country(name.strip(), named)
    return found


def _in_country(text: str, country: str) -> Meant:
    if not country:
        return Meant()
    if SLUG.fullmatch(text) and (by_slug := City.objects.in_country(country).filter(slug=text).first()):
        return Meant(by_slug)
    found = cities.called(text, country)
    same_name = [city for city in found if city.name == text]
    if one := _only(found) or _only(same_name) or _far_larger(found, text):
        return Meant(one)
    return Meant(several=bool(found))


def _only(found: list[City]) -> City | None:
    return found[0] if len(found) == 1 else None


def _far_larger(found: list[City], text: str) -> City | None:
    """Return the largest city if it has the name itself and nobody can mean another; 0 inhabitants are unknown."""
    if not found or found[0].sort_name != fold(text):
        return None
    largest, rest = found[0], found[1:]
    smaller = all(0 < city.population * FAR_LARGER <= largest.population for city in rest)
    return largest if smaller else None
