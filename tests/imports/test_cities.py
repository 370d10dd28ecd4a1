"""The cities and topics that we ship: what a load adds and renews, and what it leaves alone."""

import csv
import gzip
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practices.imports.cities import Counts, load_cities, load_topics
from practices.models import City, OldSlug, Rename, Topic
from practices.models.old_slug import SlugKind
from practices.places.cities import called
from practices.search import renames
from practices.search.engine import is_found
from tests.builders import make_city, published

pytestmark = pytest.mark.django_db

TURIN = {
    "geoname_id": "3165524",
    "name": "Turin",
    "country": "IT",
    "latitude": "45.0705",
    "longitude": "7.6868",
    "population": "847287",
    "slug": "turin",
    "aliases": "Torino|Турин",
    "region": "",
}


def list_of(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "cities.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(TURIN))
        writer.writeheader()
        writer.writerows(rows)
    return path


def loaded(folder: Path, **changed: str) -> Counts:
    return load_cities(list_of(folder, TURIN | changed))


def turin() -> dict[str, Any]:
    city = City.objects.get(geoname_id=3165524)
    fields = ("slug", "name", "country", "latitude", "longitude", "population", "aliases")
    return {field: getattr(city, field) for field in fields}


@pytest.mark.thorough
@pytest.mark.long
def test_whole_list_is_loaded_once_and_a_second_time_costs_two_queries() -> None:
    assert load_cities() == Counts(34_006, 34_006)
    with CaptureQueriesContext(connection) as captured:
        assert load_cities() == Counts(34_006, 0)
    statements = [query["sql"].split()[0] for query in captured]
    assert statements == ["SELECT", "SELECT"]  # and no transaction, for which others would wait on SQLite
    for name, country, slug in (("Torino", "IT", "turin"), ("Pavlograd", "UA", "pavlohrad")):
        assert [city.slug for city in called(name, country)] == [slug]
    botkyrka = City.objects.get(slug="botkyrka")
    assert (botkyrka.geoname_id, botkyrka.latitude, botkyrka.population) == (None, 59.2, 0)


def test_load_can_be_of_some_cities_only() -> None:
    assert load_cities(only={"bergen", "salt"}) == Counts(2, 2)
    assert sorted(City.objects.values_list("slug", flat=True)) == ["bergen", "salt"]


def test_city_that_lacks_something_gets_it_from_the_list(tmp_path: Path) -> None:
    loaded(tmp_path)
    City.objects.update(latitude=None, longitude=None, population=0)
    assert loaded(tmp_path, aliases="Torino") == Counts(1, 0, 1)
    assert (turin()["latitude"], turin()["population"]) != (None, 0)
    assert loaded(tmp_path, aliases="Torino") == Counts(1, 0)


def test_what_editors_corrected_stays(tmp_path: Path) -> None:
    loaded(tmp_path)
    theirs = {"name": "Torino", "latitude": 45.1, "longitude": 7.7, "population": 900_000}
    City.objects.update(**theirs)
    loaded(tmp_path)
    assert {name: turin()[name] for name in theirs} == theirs
    assert loaded(tmp_path) == Counts(1, 0)
    assert [city.name for city in called("turin", "IT")] == ["Torino"]


def test_slug_is_never_changed_and_country_neither(tmp_path: Path) -> None:
    loaded(tmp_path)
    assert loaded(tmp_path, slug="torino") == Counts(1, 0)
    assert loaded(tmp_path, country="FR", name="Elsewhere") == Counts(1, 0)
    assert (turin()["slug"], turin()["name"], turin()["country"]) == ("turin", "Turin", "IT")


def test_practices_on_line_are_found_by_aliases_that_the_list_adds(tmp_path: Path) -> None:
    loaded(tmp_path, aliases="Torino")
    published(country="IT", city=City.objects.get())
    assert not is_found("taurinum")
    assert loaded(tmp_path, aliases="Torino|Taurinum") == Counts(1, 0, 1)
    assert renames.follow_next()
    assert is_found("taurinum")
    assert loaded(tmp_path, aliases="Torino|Taurinum") == Counts(1, 0)
    assert not Rename.objects.exists()


def test_aliases_that_no_practice_needs_leave_no_note(tmp_path: Path) -> None:
    loaded(tmp_path, aliases="Torino")
    assert loaded(tmp_path, aliases="Torino|Taurinum") == Counts(1, 0, 1)
    assert not Rename.objects.exists()


def test_what_editors_made_is_kept(tmp_path: Path) -> None:
    theirs = make_city("Little Village", "IT")
    loaded(tmp_path)
    City.objects.filter(slug="turin").update(aliases=["Torino", "Турин", "Augusta Taurinorum"])
    assert loaded(tmp_path) == Counts(1, 0)
    assert turin()["aliases"] == ["Torino", "Турин", "Augusta Taurinorum"]
    assert loaded(tmp_path, aliases="Torino|Taurinum") == Counts(1, 0, 1)
    assert turin()["aliases"] == ["Torino", "Турин", "Augusta Taurinorum", "Taurinum"]
    assert City.objects.get(slug="little-village") == theirs


def test_city_that_left_the_list_or_changed_its_address_is_kept(tmp_path: Path) -> None:
    ours = {"geoname_id": "", "slug": "our-town", "name": "Our Town"}
    loaded(tmp_path, **ours)
    town = City.objects.get()
    town.slug = "our-city"
    town.save()
    OldSlug.objects.create(kind=SlugKind.CITY, slug="our-town", target=town.pk)
    assert loaded(tmp_path, **ours) == Counts(1, 0)
    assert loaded(tmp_path) == Counts(1, 1)
    assert sorted(City.objects.values_list("slug", flat=True)) == ["our-city", "turin"]


def test_topics_come_in_the_order_of_the_list_and_stay_as_editors_left_them() -> None:
    assert load_topics() == Counts(21, 21)
    topics = list(Topic.objects.order_by("position"))
    assert [topic.position for topic in topics] == list(range(1, 22))
    assert topics[0].slug == "anti-discrimination-and-equality"
    assert all(topic.description for topic in topics)
    first, second, third = topics[:3]
    first.description = "Our words."
    first.save()
    second.slug = "rumours"
    second.save()
    OldSlug.objects.create(kind=SlugKind.TOPIC, slug="anti-rumour-methodologies", target=second.pk)
    second.name = "rumours"
    second.save()
    third.delete()
    assert load_topics() == Counts(21, 1)
    assert Topic.objects.get(pk=first.pk).description == "Our words."
    assert Topic.objects.filter(slug="anti-rumour-methodologies").count() == 0
    assert Topic.objects.get(slug=third.slug).position == 3
