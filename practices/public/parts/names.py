"""The names of countries, cities and topics as pages show them, in their order: made once a version."""

from collections import Counter
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries import countries as known

from practices.choices import NOT_STATED, UNLISTED, Choices
from practices.listing.parameters import CITY_UNLISTED
from practices.models import City, Topic
from practices.models.per_version import once_a_version
from practices.places.lookup import typed_line
from practices.search import counts
from practices.text import fold

WITHOUT_CITY = {NOT_STATED: _("A whole country, no city"), UNLISTED: CITY_UNLISTED}
"""What practices may have instead of a city of the list."""


def country(code: str) -> str:
    return _country(code, get_language())


@cache
def _country(code: str, language: str | None) -> str:
    return str(known.name(code))


@once_a_version
def shown_countries() -> Choices:
    """Return the countries that have practices by name, each with its code."""
    return sorted(
        ((code, country(code)) for code in counts.by_country()), key=lambda each: fold(str(each[1]))
    )


@once_a_version
def shown_cities() -> list[tuple[int, str, str]]:
    """Return the cities that have practices, by name: key, slug and name, with the country where two have one name."""
    keys = [key for key in counts.by_city() if key not in WITHOUT_CITY]
    rows = City.objects.filter(pk__in=keys)
    texts = list(rows.values_list("pk", "slug", "name"))
    named = Counter(name for _pk, _slug, name in texts)
    alike = rows.filter(name__in=[name for name, count in named.items() if count > 1])
    lines = {city.pk: typed_line(city, "") for city in alike}
    texts = [(pk, slug, lines.get(pk, name)) for pk, slug, name in texts]
    return sorted(texts, key=lambda city: fold(city[-1]))


@once_a_version
def shown_topics() -> list[tuple[int, str, str]]:
    """Return all topics by name: key, slug and name."""
    rows = sorted(Topic.objects.all(), key=lambda topic: fold(topic.name))
    return [(topic.pk, topic.slug, str(topic)) for topic in rows]
