"""Which city a file means, when nobody can be asked."""

from pathlib import Path

import pytest

from tests.builders import make_city
from tests.imports.written import imported

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("country", "typed", "slug"),
    [
        ("ES", "Salt", "salt"),
        ("ES", "Salt, ES", "salt"),
        ("CH", "Genève", "geneva"),
        ("GB", "leeds, United Kingdom", "leeds"),
        ("US", "rochester-us", "rochester-us"),
        ("GB", "Richmond upon Thames", "richmond-large"),
        ("GB", "Richmond", "richmond-small"),
        ("US", "Springfield", "springfield"),
    ],
)
def test_city_is_resolved_where_only_one_can_be_meant(
    tmp_path: Path, country: str, typed: str, slug: str
) -> None:
    make_city("Salt", "ES")
    make_city("Geneva", "CH", aliases=["Genève"])
    make_city("Leeds", "GB")
    make_city("Rochester", "US", slug="rochester-us", population=112_225)
    make_city("Richmond upon Thames", "GB", slug="richmond-large", population=190_000, aliases=["Richmond"])
    make_city("Richmond", "GB", slug="richmond-small", population=8_000)
    make_city("Springfield", "US", population=170_000)
    make_city("Springfield", "US", slug="springfield-2", population=17_000)
    practice, said = imported(tmp_path, country=country, city=typed)
    assert (practice.city and practice.city.slug, practice.city_typed, said) == (slug, "", [])


@pytest.mark.parametrize(
    ("country", "typed", "why"),
    [
        ("US", "Rochester", "may be one of several cities"),
        ("US", "Midway", "may be one of several cities"),
        ("NO", "Rochester", "is not found in the list of cities"),
        ("NO", "Salt, ES", "is not found in the list of cities"),
        ("NO", "Nowhere", "is not found in the list of cities"),
        ("", "Salt", "is not found in the list of cities"),
    ],
)
def test_city_stays_as_typed_where_nobody_can_tell(
    tmp_path: Path, country: str, typed: str, why: str
) -> None:
    make_city("Salt", "ES")
    make_city("Rochester", "US", population=209_802)
    make_city("Rochester", "US", slug="rochester-us", population=112_225)
    make_city("Midway", "US", population=50_000)
    make_city("Midway", "US", slug="midway-of-unknown-size")
    practice, said = imported(tmp_path, country=country, city=typed)
    assert (practice.city, practice.city_typed) == (None, typed)
    assert said == [f"entry 1, “A table”: City: “{typed}” {why}; it stays as typed."]


def test_partner_cities_are_of_the_own_country_unless_they_say_another(tmp_path: Path) -> None:
    oslo, bergen_us = make_city("Oslo", "NO"), make_city("Bergen", "US", slug="bergen-us")
    practice, said = imported(tmp_path, partner_cities=["Oslo", "Bergen, USA", "Bergen", "Oslo"])
    assert set(practice.partner_cities.all()) == {oslo, bergen_us}
    assert practice.partner_cities_typed == "Bergen"
    assert len(said) == 1
