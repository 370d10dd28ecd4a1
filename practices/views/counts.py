"""How many practices are there, by country, city and topic? Every place of an edition counts once, partners too."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django_countries import countries as known

from practices.models import Place, Topic
from practices.text import fold

ORIGINAL = Q(edition__practice__translation_of=None)


@dataclass(frozen=True)
class Way:
    """A way into the list: a country or city, and how many practices are behind it."""

    code: str
    name: str
    url: str
    count: int


def countries() -> list[Way]:
    """Return the countries that have practices, by name."""
    rows = (
        Place.objects.filter(ORIGINAL)
        .order_by()
        .values_list("country")
        .annotate(count=Count("edition", distinct=True))
    )
    ways = [
        Way(code, str(known.name(code)), reverse("practices:country", args=[code.lower()]), count)
        for code, count in rows
    ]
    return sorted(ways, key=lambda way: fold(way.name))


def cities(*, country: str = "", most: int | None = None) -> list[Way]:
    """Return the cities that have practices, by name; with `most`, those with the most practices, most first."""
    rows = Place.objects.filter(ORIGINAL, city__isnull=False)
    if country:
        rows = rows.filter(country=country)
    counted = (
        rows.values_list("country", "city__name", "city__slug", "city__sort_name")
        .annotate(count=Count("edition"))
        .order_by(*(["-count"] if most else []), "city__sort_name", "city__slug")
    )
    return [
        Way(code, name, reverse("practices:city", args=[code.lower(), slug]), count)
        for code, name, slug, _sort_name, count in counted[:most]
    ]


def topics() -> QuerySet[Topic]:
    """Return all topics in the programme's order, each with its `count`."""
    return Topic.objects.annotate(
        count=Count("editions", filter=Q(editions__practice__translation_of=None)),
    ).order_by("position", "slug")
