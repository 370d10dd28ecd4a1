"""The cities that are suggested while somebody types: which may be meant, whatever the script and the spelling?"""

from dataclasses import dataclass

from practices.models import City
from practices.places import countries
from practices.places.cities import namesakes
from practices.places.lookup import LONGEST_NAME, Several, place, told_apart, typed_line
from practices.search.city_names import city_names
from practices.text import fold

MOST_SUGGESTED = 8
SHORTEST, SHORTEST_MISSPELT, LONGEST_MISSPELT = 2, 4, 30
"""Letters of what is looked for: fewer name half of the world; what is longer, or shorter, is no misspelt name."""
IDEOGRAPHIC = "\u2e80"
"""The first sign of the scripts in which one sign may be a name."""


@dataclass(frozen=True)
class SuggestedCity:
    """A city to choose: what a person would type for it, and which of several of its name it is."""

    city: City
    typed: str
    where: str

    @property
    def row(self) -> dict[str, str]:
        """Return what a script needs to offer it and to send it."""
        country = self.city.country
        line, within = place(self.typed, country.code)
        return {
            "name": self.city.name,
            "where": ", ".join(filter(None, (str(country.name), self.where))),
            "typed": self.typed,
            "country": country.code,
            "which": Several("", self.city.name, country.code, []).radio_name,
            "which_partner": Several("", line, within, [], is_partner=True).radio_name,
            "slug": self.city.slug,
        }


def suggested_cities(text: str, country: str) -> list[SuggestedCity]:
    """Return the cities that a text begins to name, or nearly: those of a country first, then of countries with practices.

    A country that is begun behind a comma is kept to.
    """
    name, _, rest = text[:LONGEST_NAME].partition(",")
    within = countries.beginning_with(rest)
    folded = fold(name if within else text[:LONGEST_NAME])
    if len(folded) < SHORTEST and not folded > IDEOGRAPHIC:
        return []
    names = city_names()
    keys = names.beginning(folded, country, within, MOST_SUGGESTED)
    if not keys and SHORTEST_MISSPELT <= len(folded) <= LONGEST_MISSPELT:
        keys = names.near(folded, country, within, MOST_SUGGESTED)
    rows = City.objects.in_bulk(keys)
    found = [rows[key] for key in keys if key in rows]
    where = {city.pk: where for city, where in told_apart(namesakes(found))}
    return [SuggestedCity(city, typed_line(city, country), where.get(city.pk, "")) for city in found]
