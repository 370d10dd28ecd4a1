"""The numbers of practices by country, city and topic. Every place of an edition counts once, partners too."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django_countries import countries as known

from practices.choices import NOT_STATED, UNLISTED
from practices.listing.parameters import CITY_UNLISTED
from practices.models import City, Edition, Place, Topic
from practices.models.edition import translation_keys
from practices.search import counts
from practices.text import fold

LONGEST_NAMES = 200
"""So many characters name the cities of a country that are in no list yet."""


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

    @property
    def slug(self) -> str:
        """The last word of the address of a country or city."""
        return self.url.rstrip("/").rpartition("/")[2]


def countries(*, most: int | None = None) -> list[WayIn]:
    """Return the countries that have practices, by name; with `most`, those with the most practices, most first."""
    counted = counts.by_country()
    named = sorted(((code, str(known.name(code))) for code in counted), key=lambda each: fold(each[1]))
    shown = sorted(named, key=lambda each: -counted[each[0]])[:most] if most else named
    return [
        WayIn(code, name, reverse("practices:country", args=[code.lower()]), counted[code])
        for code, name in shown
    ]


def cities(*, country: str = "", among: counts.Among = None) -> list[WayIn]:
    """Return the cities that have practices, or some of these, by name."""
    counted = counts.by_city(among)
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
        for city in rows
    ]


def without_city(country: str) -> list[WayIn]:
    """Return the ways to what the cities of a country's practices leave out: all of the country, and unlisted cities."""
    found = Edition.objects.originals().in_countries(country)
    rows = Place.objects.filter(city=None, edition__in=found).order_by().values_list("is_unlisted")
    counted = {
        UNLISTED if is_unlisted else NOT_STATED: count
        for is_unlisted, count in rows.annotate(editions=Count("edition", distinct=True))
    }
    ways = []
    if NOT_STATED in counted:
        address = _address(country, NOT_STATED)
        ways.append(WayIn(country, str(_("The whole country")), address, counted[NOT_STATED]))
    if UNLISTED in counted:
        named = {way.code: way.name for way in unlisted()}.get(country, str(CITY_UNLISTED))
        ways.append(WayIn(country, named, _address(country, UNLISTED), counted[UNLISTED]))
    return ways


def unlisted() -> list[WayIn]:
    """Return for each country the cities that are in no list yet, named together as they were typed."""
    typed = Edition.objects.originals().filter(city=None).exclude(city_typed="")
    names = defaultdict[str, list[str]](list)
    for country, name in typed.order_by("city_typed").values_list("country", "city_typed"):
        names[country].append(name)
    return [
        WayIn(
            country,
            Truncator(", ".join(dict.fromkeys(those))).chars(LONGEST_NAMES),
            _address(country, UNLISTED),
            len(those),
        )
        for country, those in names.items()
    ]


def _address(country: str, city: str) -> str:
    return f"{reverse('practices:list')}?country={country}&city={city}"


def topics() -> list[Topic]:
    """Return all topics by name, each with its `count`; a retired one as long as it has practices."""
    originals = Count("editions", filter=~Q(editions__in=translation_keys()))
    shown = Topic.objects.annotate(count=originals).exclude(is_retired=True, count=0)
    return sorted(shown, key=lambda topic: fold(topic.name))
