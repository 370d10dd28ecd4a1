"""Does a map of many places show each city once, as a dot that leads to it or nearer, and no two on one spot?"""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.places.regions import REGIONS
from practices.public.parts.counts import WayIn
from practices.public.parts.world_map import CELL, WorldMap, of_region, of_results, of_world

LONGEST_LAND = 24_000
"""Characters of the paths of a map."""


def way(name: str, code: str, position: tuple[float, float] | None, count: int = 1) -> WayIn:
    return WayIn(code, name, f"/places/{code.lower()}/{name.lower()}/", count, position)


BERGEN, OSLO = way("Bergen", "NO", (5.33, 60.39), 3), way("Oslo", "NO", (10.75, 59.91))
DRAMMEN, MALMO = way("Drammen", "NO", (10.2, 59.74)), way("Malmo", "SE", (13.0, 55.6))
LISBON, MADRID = way("Lisbon", "PT", (-9.14, 38.72)), way("Madrid", "ES", (-3.7, 40.42))
TOKYO = way("Tokyo", "JP", (139.7, 35.7))
TUNIS, MEXICO = way("Tunis", "TN", (10.18, 36.8)), way("Mexico", "MX", (-99.1, 19.4))


def dots(found: WorldMap) -> list[tuple[list[str], str]]:
    wide, _narrow = found.layers
    return [([way.name for way in dot.ways], dot.url) for dot in wide.dots]


def test_one_city_is_a_dot_that_leads_to_it() -> None:
    found = of_world("World", [MEXICO])
    assert dots(found) == [(["Mexico"], "/places/mx/mexico/")]
    (dot,) = found.layers[0].dots
    assert (dot.title, dot.is_many, found.notes) == ("Mexico: 1 practice", False, [])
    assert found.taking_part.startswith("M")


def test_neighbours_are_one_dot_that_leads_to_their_country() -> None:
    assert dots(of_region(REGIONS["europe"], [OSLO, DRAMMEN])) == [(["Drammen", "Oslo"], "/places/no/")]


def test_neighbours_of_several_countries_are_one_dot_that_leads_to_a_smaller_part_of_the_world() -> None:
    assert dots(of_world("World", [OSLO, MALMO])) == [(["Malmo", "Oslo"], "/places/europe/")]
    assert dots(of_world("World", [MADRID, way("Rabat", "MA", (-5.0, 36.0))])) == [
        (["Madrid", "Rabat"], "/places/mediterranean/")
    ]


def test_neighbours_that_no_smaller_part_has_lead_to_their_practices() -> None:
    near = way("Goteborg", "SE", (11.97, 57.7)), way("Frederikshavn", "DK", (10.53, 57.44))
    (found,) = dots(of_region(REGIONS["europe"], near))
    assert found == (["Frederikshavn", "Goteborg"], "/practices/?city=frederikshavn&city=goteborg")


def test_map_says_what_its_dots_mean_and_what_it_lacks() -> None:
    unknown = way("Haven", "NO", None)
    found = of_region(REGIONS["europe"], [LISBON, OSLO, DRAMMEN, MEXICO, unknown])
    assert [dot.title for dot in found.layers[0].dots] == ["Drammen, Oslo", "Lisbon: 1 practice"]
    assert found.notes == [
        "A dot with a number stands for so many cities and leads nearer.",
        "The larger the dot, the more practices.",
        "2 cities are not on the map, as their positions are not known or lie beyond it.",
    ]


def nowhere(ways: object, extent: object) -> str:
    return "/"


def test_results_are_seen_as_near_as_all_of_them_can_be() -> None:
    whole = of_world("World", [])
    near = {
        name: of_results("Here", ways, codes, nowhere).net
        for name, ways, codes in (
            ("norway", [BERGEN, OSLO], {"NO": 2}),
            ("mediterranean", [MADRID, TUNIS], {"ES": 1, "TN": 1}),
            ("europe", [LISBON, BERGEN], {"PT": 1, "NO": 1}),
            ("world", [TOKYO, MEXICO], {"JP": 1, "MX": 1}),
        )
    }
    assert near["mediterranean"] == of_region(REGIONS["mediterranean"], []).net
    assert near["europe"] == of_region(REGIONS["europe"], []).net
    assert near["world"] == whole.net
    assert near["norway"] not in {near["europe"], near["world"]}
    assert of_results("Here", [], {}, nowhere).layers[0].dots == []


def test_country_without_a_city_is_shaded() -> None:
    shaded, plain = (
        of_results("Here", [BERGEN], codes, nowhere).taking_part for codes in (["NO", "SE"], ["NO", "ZZ"])
    )
    assert len(shaded) > len(plain)


@pytest.mark.parametrize("slug", ["", *REGIONS])
def test_land_keeps_to_its_bytes(slug: str) -> None:
    found = of_region(REGIONS[slug], []) if slug else of_world("World", [])
    assert 1_000 < len(found.land) + len(found.net) < LONGEST_LAND


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.floats(-24, 40), st.floats(35, 69), st.integers(1, 30), st.sampled_from(["NO", "SE", "ES"])
        ),
        max_size=60,
    )
)
def test_every_city_is_in_one_dot_and_no_finger_meets_two(
    rows: list[tuple[float, float, int, str]],
) -> None:
    ways = [way(f"City{number}", code, (x, y), count) for number, (x, y, count, code) in enumerate(rows)]
    for layer in of_world("World", ways).layers:
        assert sorted(way.name for dot in layer.dots for way in dot.ways) == sorted(way.name for way in ways)
        for one, other in combinations(layer.dots, 2):
            assert max(abs(one.x - other.x), abs(one.y - other.y)) >= CELL - 0.2
        for a, b in combinations([name.box for name in layer.names], 2):
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
