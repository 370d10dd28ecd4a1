"""The places of entries from elsewhere: which country and city is meant, when nobody can be asked?"""

import re
from dataclasses import dataclass, field

from practices.models import City
from practices.places.lookup import CityMatch, Several, resolve_cities
from practices.text import fold

SLUG = re.compile(r"[a-z0-9-]+")
FAR_LARGER = 10
"""How many times larger a city must be than its namesakes to be meant without asking."""


@dataclass
class Places:
    """What texts mean; each is looked up once."""

    _known: dict[tuple[str, str], CityMatch] = field(default_factory=dict)

    def meant(self, text: str, country: str) -> CityMatch:
        """Return the city of a country by slug, name or alias; another country may follow after a comma."""
        if (text, country) not in self._known:
            self._known[text, country] = _by_slug(text, country) or resolve_cities(
                [text], country, choose=likeliest
            )
        return self._known[text, country]


def _by_slug(text: str, country: str) -> CityMatch | None:
    found = (
        City.objects.in_country(country).filter(slug=text) if SLUG.fullmatch(text) else City.objects.none()
    )
    return CityMatch(cities=list(found)) if found else None


def likeliest(question: Several) -> str:
    """Return the slug of the city that nobody can take for another, if there is one.

    It is the only one that has the name itself and in that spelling, or the largest by far; 0 inhabitants are unknown.
    """
    same_name = [city for city in question.cities if city.name == question.called]
    if len(same_name) == 1:
        return same_name[0].slug
    largest, *rest = question.cities
    smaller = all(0 < city.population * FAR_LARGER <= largest.population for city in rest)
    return largest.slug if smaller and largest.sort_name == fold(question.called) else ""
