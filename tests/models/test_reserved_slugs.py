"""Words that addresses need: does no slug take one, and is each word of a route among them?"""

import csv
import gzip
import re
from collections.abc import Iterable

import pytest
from django.conf import settings
from django.test import Client
from django_countries import countries

from practices.models import City, Topic
from practices.models.old_slug import SlugKind
from practices.models.reserved_slugs import RESERVED
from practices.urls import urlpatterns
from tests.builders import make_editor, published
from tests.pages import client_of

BESIDE = {"practice": "practices/", "country": "places/", "city": "places/<slug:code>/", "topic": "topics/"}
"""Where in an address a slug stands."""
ROUTES = [str(each.pattern) for each in urlpatterns if each.pattern]


def unreserved(routes: Iterable[str]) -> list[tuple[str, str]]:
    """Return the words of routes that stand where a slug may stand, and are not reserved."""
    found = [
        (kind, re.split(r"[/.]", route.removeprefix(start))[0])
        for route in routes
        for kind, start in BESIDE.items()
        if route.startswith(start)
    ]
    return [(kind, word) for kind, word in found if word and "<" not in word and word not in RESERVED[kind]]


def test_each_word_of_a_route_that_could_be_a_slug_is_reserved() -> None:
    assert [
        kind for kind, start in BESIDE.items() if not any(r.startswith(f"{start}<slug:") for r in ROUTES)
    ] == []
    assert unreserved(ROUTES) == []
    later = [
        "practices/map/",
        "practices/cities/<int:page>/",
        "places/europe/",
        "practices/near/",
        "practices/far.svg",
        "topics/a-z/",
    ]
    assert unreserved([*later, "places/<slug:code>/near/"]) == [
        ("practice", "near"),
        ("practice", "far"),
        ("topic", "a-z"),
        ("city", "near"),
    ]


def test_each_kind_that_has_slugs_has_its_words() -> None:
    assert set(RESERVED) == {*SlugKind.values, "country"}


def test_no_country_and_no_city_of_the_list_has_such_an_address() -> None:
    assert RESERVED["country"] & {code.lower() for code in dict(countries)} == set()
    with gzip.open(
        settings.BASE_DIR / "fixtures" / "cities.csv.gz", "rt", encoding="utf-8", newline=""
    ) as file:
        assert RESERVED["city"] & {row["slug"] for row in csv.DictReader(file)} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["Map", "Cities", "The map"])
def test_practice_is_found_elsewhere(title: str) -> None:
    practice = published(title=title)
    assert practice.slug == {"Map": "map-bergen", "Cities": "cities-bergen", "The map": "the-map"}[title]
    assert Client().get(practice.get_absolute_url()).status_code == 200


@pytest.mark.django_db
def test_city_and_topic_are_told_to_take_another_word() -> None:
    client = client_of(make_editor())
    city = {"name": "Map", "country": "SE", "population": 0, "aliases": "", "slug": ""}
    client.post("/admin/practices/city/add/", city)
    assert City.objects.get(country="SE").slug == "map-sweden"
    for slug in ("", "none"):
        topic = {"name": "None", "slug": slug, "description": "", "position": 1}
        assert client.post("/admin/practices/topic/add/", topic).status_code == 200
    assert Topic.objects.filter(name="None").count() == 0
    assert (
        "Addresses of the site need this word."
        in client.post("/admin/practices/topic/add/", topic).content.decode()
    )
