"""Does the list of cities that we ship hold what pages, filters and contributors need?"""

import csv
import gzip
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from django_countries import countries

from practices.text import fold
from tests import examples

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
COLUMNS = [
    "geoname_id",
    "name",
    "country",
    "latitude",
    "longitude",
    "population",
    "slug",
    "aliases",
    "region",
]

# What people type, by the slug of the one city that they mean in that country.
TYPED = {
    ("AU", "ballarat"): ["Ballarat"],
    ("AU", "logan-city"): ["Logan"],
    ("AU", "melton"): ["Melton"],
    ("CA", "montreal"): ["Montréal", "Montreal"],
    ("CH", "geneva"): ["Genève", "Geneva", "Genf"],
    ("CH", "neuchatel"): ["Neuchâtel"],
    ("CH", "zurich"): ["Zurich", "Zürich"],
    ("CY", "limassol"): ["Limassol", "Lemesos"],
    ("DE", "koln"): ["Köln", "Cologne"],
    ("DE", "neukolln"): ["Berlin Neukölln", "Neukölln"],
    ("DK", "aarhus"): ["Aarhus", "Århus"],
    ("ES", "donostia-san-sebastian"): ["San Sebastián", "Donostia-San Sebastian", "Donostia"],
    ("ES", "tenerife"): ["Tenerife"],
    ("GB", "calderdale"): ["Calderdale"],
    ("GB", "camden-gb"): ["Camden", "Camden Town"],
    ("GB", "kirklees"): ["Kirklees"],
    ("GB", "lewisham"): ["Lewisham"],
    ("GR", "ioannina"): ["Ioannina", "Ιωάννινα"],
    ("GR", "patras"): ["Patras", "Pátra", "Πάτρα"],
    ("IS", "reykjavik"): ["Reykjavik", "Reykjavík"],
    ("IT", "reggio-nell-emilia"): ["Reggio Emilia", "Reggio nell'Emilia"],
    ("IT", "turin"): ["Turin", "Torino"],
    ("KR", "ansan"): ["Ansan", "Ansan-si", "안산"],
    ("KR", "guro"): ["Guro", "Guro-gu"],
    ("MX", "mexico-city"): ["Mexico City", "Ciudad de México", "Mexico"],
    ("NL", "s-hertogenbosch"): ["'s-Hertogenbosch", "Den Bosch"],
    ("PL", "wroclaw"): ["Wrocław", "Wroclaw"],
    ("PT", "lisbon"): ["Lisbon", "Lisboa"],
    ("RO", "cluj-napoca"): ["Cluj-Napoca", "Cluj"],
    ("SE", "botkyrka"): ["Botkyrka", "Botkyrka kommun"],
    ("TR", "osmangazi"): ["Osmangazi", "Bursa Osmangazi"],
    ("UA", "kyiv"): ["Kyiv", "Kiev", "Київ"],
    ("UA", "pavlohrad"): ["Pavlograd", "Pavlohrad"],
    ("UA", "vinnytsia"): ["Vinnytsia", "Vinnitsya", "Vinnitsa", "Вінниця"],
    ("US", "new-york-city"): ["New York", "NYC"],
}

# The slugs of the first practices' cities: addresses that must never change.
FROZEN = {
    ("CH", "Geneva"): "geneva",
    ("ES", "Barcelona"): "barcelona",
    ("ES", "Bilbao"): "bilbao",
    ("ES", "Salt"): "salt",
    ("GB", "Bradford"): "bradford",
    ("GB", "Camden"): "camden-gb",
    ("GB", "Kirklees"): "kirklees",
    ("GB", "Leeds"): "leeds",
    ("IE", "Galway"): "galway",
    ("IT", "Turin"): "turin",
    ("KR", "Ansan"): "ansan",
    ("MX", "Mexico City"): "mexico-city",
    ("NO", "Bergen"): "bergen",
    ("PT", "Braga"): "braga",
    ("SE", "Botkyrka"): "botkyrka",
    ("UA", "Pavlohrad"): "pavlohrad",
}


@cache
def cities() -> list[dict[str, str]]:
    with gzip.open(FIXTURES / "cities.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def slugs_by_name() -> dict[tuple[str, str], set[str]]:
    """Return the slugs of the cities that bear a folded name or alias in a country."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for city in cities():
        for name in names(city):
            found[city["country"], fold(name)].add(city["slug"])
    return found


def names(row: dict[str, str]) -> list[str]:
    return [name for name in (row["name"], *row["aliases"].split("|")) if name]


def extra() -> list[dict[str, str]]:
    with (FIXTURES / "cities_extra.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_list_has_the_columns_and_the_places_above_15000_inhabitants() -> None:
    assert list(cities()[0]) == COLUMNS
    assert len(cities()) > 34_000


def test_list_carries_no_time_so_that_deriving_it_again_gives_the_same_file() -> None:
    assert (FIXTURES / "cities.csv.gz").read_bytes()[4:8] == b"\0\0\0\0"


def test_list_stays_small() -> None:
    assert (FIXTURES / "cities.csv.gz").stat().st_size < 1_300_000


def test_geoname_ids_are_unique_and_in_order() -> None:
    numbers = [int(city["geoname_id"]) for city in cities() if city["geoname_id"]]
    assert numbers == sorted(set(numbers))


def test_slugs_are_unique() -> None:
    assert len({city["slug"] for city in cities()}) == len(cities())


def test_slugs_are_plain_and_leave_the_filter_its_word() -> None:
    odd = [city for city in cities() if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", city["slug"])]
    assert odd == []
    assert "none" not in {city["slug"] for city in cities()}


def test_slug_is_the_name_for_the_largest_bearer_then_with_country_then_with_number() -> None:
    bearers = [city for city in cities() if (city["country"], city["name"]) == ("US", "Rochester")]
    bearers.sort(key=lambda city: -int(city["population"]))
    assert [city["slug"] for city in bearers] == ["rochester", "rochester-us", "rochester-5091872"]


def test_countries_have_a_name() -> None:
    assert {city["country"] for city in cities()} - {code for code, _name in countries} == set()


def test_coordinates_are_on_earth() -> None:
    outside = [
        city for city in cities() if abs(float(city["latitude"])) > 90 or abs(float(city["longitude"])) > 180
    ]
    assert outside == []


def test_aliases_differ_from_the_name_and_from_each_other() -> None:
    doubled = [city for city in cities() if len({fold(name) for name in names(city)}) < len(names(city))]
    assert doubled == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("country", "slug", "typed"),
    [(country, slug, typed) for (country, slug), spellings in TYPED.items() for typed in spellings],
)
def test_typed_city_is_found_as_exactly_one(country: str, slug: str, typed: str) -> None:
    assert slugs_by_name()[country, fold(typed)] == {slug}


def test_cities_of_the_first_practices_are_found_under_their_frozen_slugs() -> None:
    places = {(practice["country"], practice["city"]) for practice in examples.listed()}
    found = {(country, city): slugs_by_name()[country, fold(city)] for country, city in places}
    assert found == {place: {slug} for place, slug in FROZEN.items()}


def test_handmade_rows_have_been_derived_into_the_list() -> None:
    by_number = {city["geoname_id"]: city for city in cities() if city["geoname_id"]}
    ours = {(city["country"], city["name"]): city for city in cities() if not city["geoname_id"]}
    for row in extra():
        listed = by_number[row["geoname_id"]] if row["geoname_id"] else ours[row["country"], row["name"]]
        assert {fold(name) for name in names(row)} - {fold(name) for name in names(listed)} == set()
        assert listed["country"] == row["country"]


def test_handmade_places_are_where_they_say() -> None:
    ours = {
        row["name"]: (float(row["latitude"]), float(row["longitude"]))
        for row in cities()
        if not row["geoname_id"]
    }
    assert ours == {
        row["name"]: (float(row["latitude"]), float(row["longitude"]))
        for row in extra()
        if not row["geoname_id"]
    }


def test_cities_of_one_name_in_a_country_have_their_regions() -> None:
    named = defaultdict(list)
    for city in cities():
        named[city["country"], fold(city["name"])].append(city["region"])
    assert sorted(named["US", "springfield"])[:3] == ["Illinois", "Massachusetts", "Missouri"]
    alone = [regions for regions in named.values() if len(regions) > 1 and "" in regions]
    assert len(alone) <= 5, alone
    assert sum(city["region"] != "" for city in cities()) < 3_000
