"""How many practices are there, by country, city and topic? Every place of an edition counts once, partners too."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django_countries import countries as known

from practices.models import City, Topic
from practices.models.edition import translations
from practices.search import facets
from practices.text import fold


@dataclass(frozen=True)
class Way:
    """A way into the list: a country or city, and how many practices are behind it; of a city also where it lies."""

    code: str
    name: str
    url: str
    count: int
    position: tuple[float, float] | None = None
    population: int = 0

    def __str__(self) -> str:
        return self.name


def countries() -> list[Way]:
    """Return the countries that have practices, by name."""
    ways = [
        Way(code, str(known.name(code)), reverse("practices:country", args=[code.lower()]), count)
        for code, count in facets.by_country().items()
    ]
    return sorted(ways, key=lambda way: fold(way.name))


def cities(*, country: str = "", most: int | None = None) -> list[Way]:
    """Return the cities that have practices, by name; with `most`, those with the most practices, most first."""
    counted = facets.by_city()
    rows = City.objects.filter(pk__in=[key for key in counted if key]).order_by("sort_name", "slug")
    if country:
        rows = rows.in_country(country)
    ways = [
        Way(
            city.country.code,
            city.name,
            city.get_absolute_url(),
            counted[city.pk],
            city.position,
            city.population,
        )
        for city in rows
    ]
    return sorted(ways, key=lambda way: -way.count)[:most] if most else ways


def topics() -> QuerySet[Topic]:
    """Return all topics in the programme's order, each with its `count`."""
    originals = Count("editions", filter=~Q(editions__in=translations()))
    return Topic.objects.annotate(count=originals).order_by("position", "slug")
