"""The names of cities: which city does a person mean by one?"""

from collections import Counter
from collections.abc import Iterable
from math import asin, cos, radians, sin, sqrt

from practices.models import City
from practices.places.countries import country_name
from practices.text import fold

LARGE = 400
"""How many of a country's largest cities say where another is."""
EARTH = 6371


def fold_names(city: City) -> City:
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


def called_elsewhere(name: str, country: str, most: int) -> list[City]:
    """Return the cities of other countries with this name or alias; largest first."""
    folded = fold(name)
    found = City.objects.called(folded).exclude(country=country).largest_first()[:most]
    return list(found) if folded else []


def namesakes(cities: Iterable[City]) -> list[City]:
    """Return those of some cities whose country has another one of their name."""
    cities = list(cities)
    alike = City.objects.filter(
        country__in={city.country.code for city in cities}, sort_name__in={city.sort_name for city in cities}
    )
    found = Counter(alike.values_list("country", "sort_name")) if cities else {}
    return [city for city in cities if found[city.country.code, city.sort_name] > 1]


def nearest_large(cities: Iterable[City]) -> dict[int, tuple[City, int]]:
    """Return, by key, the nearest larger city of another name in a city's country, and how many kilometres it is away.

    It tells cities of one name apart where their regions do not. The largest
    of a country has none, nor has one that is nowhere.
    """
    found = {}
    large: dict[str, list[City]] = {}
    for city in cities:
        code = city.country.code
        if code not in large:
            placed = City.objects.in_country(code).exclude(latitude=None).largest_first()
            large[code] = list(placed.only("name", "latitude", "longitude", "population")[:LARGE])
        larger = [
            each for each in large[code] if each.population > city.population and each.name != city.name
        ]
        if city.latitude is not None and larger:
            away, _pk, nearest = min((_kilometres(city, each), each.pk, each) for each in larger)
            found[city.pk] = nearest, round(away)
    return found


def _kilometres(one: City, other: City) -> float:
    """Return the length of the great circle between two cities that are somewhere."""
    here, there = ((radians(each.latitude or 0), radians(each.longitude or 0)) for each in (one, other))
    across, along = (sin((b - a) / 2) ** 2 for a, b in zip(here, there, strict=True))
    return 2 * EARTH * asin(sqrt(across + cos(here[0]) * cos(there[0]) * along))
