"""Is each country in a part of the world, and is each part's map wide enough for its cities?"""

import csv
import gzip

import pytest
from django_countries import countries

from catalogue.env import ROOT
from practices.models.reserved_slugs import RESERVED
from practices.places.map.framing import HIGHEST, WIDE, region_frame, world_frame
from practices.places.regions import REGIONS

POLES = {"AQ"}
LESS = {"mediterranean": 0.85, "oceania": 0.95}
"""The share of the cities that a map shows: of France the south, of the ocean's islands those of the west."""
BEYOND = {"PT", "ES", "RU", "US", "CA"}
"""Countries of which the map of a part of the world leaves something out: islands in the ocean, Siberia, Alaska."""


def cities() -> list[tuple[str, tuple[float, float]]]:
    with gzip.open(ROOT / "fixtures" / "cities.csv.gz", "rt", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return [(row["country"], (float(row["longitude"]), float(row["latitude"]))) for row in rows]


CITIES = cities()


def test_each_country_is_in_a_part_of_the_world() -> None:
    codes = [code for region in REGIONS.values() for code in region.codes]
    assert set(codes) == {code for code, _name in countries} - POLES


def test_words_of_the_addresses_are_no_countries_and_reserved() -> None:
    assert all(len(slug) > 2 and slug in RESERVED["country"] for slug in REGIONS)


@pytest.mark.parametrize("slug", REGIONS)
def test_map_is_neither_flat_nor_tall_and_has_nearly_all_cities(slug: str) -> None:
    region = REGIONS[slug]
    frame = region_frame(region.extent)
    assert (frame.width, HIGHEST / 2 <= frame.height <= HIGHEST) == (WIDE, True)
    seen = [
        all((0 <= x <= frame.width, 0 <= y <= frame.height))
        for code, position in CITIES
        if code in region.codes - BEYOND
        for x, y in frame.units([position])
    ]
    assert sum(seen) >= LESS.get(slug, 0.99) * len(seen)


def test_map_of_the_world_has_all_cities() -> None:
    frame = world_frame()
    for _code, position in CITIES:
        ((x, y),) = frame.units([position])
        assert 0 <= x <= frame.width
        assert 0 <= y <= frame.height
