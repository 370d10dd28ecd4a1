"""Which city does a person mean by a name?"""

from practices.models import City
from practices.search.countries import country_name
from practices.text import fold


def index(city: City) -> City:
    """Write the folded names by which a city is found and sorted; the city is not saved."""
    names = dict.fromkeys(fold(name) for name in [city.name, *city.aliases])
    city.names = "|" + "|".join(name for name in names if name) + "|"
    city.sort_name = fold(city.name)[:200]
    return city


def sort_place(country: str, city: City | None, typed: str = "") -> str:
    """Return what an edition's place is sorted by: its country, then its city, be it only typed."""
    return f"{fold(country_name(country))} {city.sort_name if city else fold(typed)}".strip()


def called(name: str, country: str) -> list[City]:
    """Return the cities of a country with this name or alias, whatever the accents and capitals; largest first."""
    folded = fold(name)
    return list(City.objects.in_country(country).called(folded).largest_first()) if folded else []
