"""The numbers of practices by country, city and topic. Every place of an edition counts once, partners too."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries import countries as known

from practices.choices import NOT_STATED, UNLISTED
from practices.listing.parameters import CITY_UNLISTED
from practices.models import City, Edition, Topic
from practices.models.edition import translation_keys
from practices.search import counts
from practices.text import fold


@dataclass(frozen=True)
class WayIn:
    """A way into the list: a country or city, and how many practices are behind it; of a city also where it lies."""

    code: str
    name: str
    url: str
    count: int
    position: tuple[float, float] | None = None
    population: int = 0

    def __str__(self) -> str:
        return self.name


def countries(*, most: int | None = None) -> list[WayIn]:
    """Return the countries that have practices, by name; with `most`, those with the most practices, most first."""
    counted = counts.by_country()
    named = sorted(((code, str(known.name(code))) for code in counted), key=lambda each: fold(each[1]))
    shown = sorted(named, key=lambda each: -counted[each[0]])[:most] if most else named
    return [
        WayIn(code, name, reverse("practices:country", args=[code.lower()]), counted[code])
        for code, name in shown
    ]


def cities(*, country: str = "", most: int | None = None) -> list[WayIn]:
    """Return the cities that have practices, by name; with `most`, those with the most practices, most first."""
    counted = counts.by_city()
    rows = City.objects.filter(pk__in=[key for key in counted if isinstance(key, int)]).order_by(
        "sort_name", "slug"
    )
    if country:
        rows = rows.in_country(country)
    return [
        WayIn(
            city.country.code,
            city.name,
            city.get_absolute_url(),
            counted[city.pk],
            city.position,
            city.population,
        )
        for city in (sorted(rows, key=lambda city: -counted[city.pk])[:most] if most else rows)
    ]


def without_city(country: str) -> list[WayIn]:
    """Return the ways to what the cities of a country's practices leave out: all of the country, and unlisted cities."""
    counted = counts.by_city(Edition.objects.originals().in_countries(country))
    names = {NOT_STATED: _("The whole country"), UNLISTED: CITY_UNLISTED}
    address = f"{reverse('practices:list')}?country={country}&city="
    return [
        WayIn(country, str(name), address + value, counted[value])
        for value, name in names.items()
        if counted[value]
    ]


def topics() -> list[Topic]:
    """Return all topics by name, each with its `count`; a retired one as long as it has practices."""
    originals = Count("editions", filter=~Q(editions__in=translation_keys()))
    shown = Topic.objects.annotate(count=originals).exclude(is_retired=True, count=0)
    return sorted(shown, key=lambda topic: fold(topic.name))
