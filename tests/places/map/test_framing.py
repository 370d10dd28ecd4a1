"""Does a map show the part of a country where its cities are, with some land around, and every city?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.places.map.framing import LEAST, LOWEST, TALLEST, WIDTH, Frame, frame
from practices.places.map.outlines import outlines
from practices.places.map.projection import Point

CODES = sorted(code for code in outlines().rings if code)
MADRID, LAS_PALMAS, HONOLULU = (-3.70, 40.42), (-15.41, 28.1), (-157.86, 21.31)


def framed(code: str, *cities: Point) -> Frame:
    found = frame(outlines(), code, cities)
    assert found
    return found


def shows(seen: Frame, spot: Point) -> bool:
    ((x, y),) = seen.units([spot])
    return 0 <= x <= WIDTH and 0 <= y <= seen.height


@pytest.mark.parametrize(
    ("code", "inside", "outside"),
    [
        ("NO", (25.78, 71.17), (15.6, 78.2)),  # the North Cape, and Svalbard not
        ("FR", (9.15, 41.39), (55.5, -21.1)),  # Bonifacio, and Réunion not
        ("ES", (3.8, 43.0), LAS_PALMAS),
        ("PT", (-8.9, 37.0), (-25.7, 37.7)),
        ("NL", (6.9, 53.4), (-68.3, 12.2)),
        ("US", (-124.2, 48.3), HONOLULU),
        ("RU", (-170.0, 66.0), (-100.0, 40.0)),  # beyond 180 degrees
        ("GB", (-1.2, 60.5), (-5.35, 36.1)),
        ("DK", (12.57, 55.68), (-51.7, 64.2)),
        ("NZ", (168.3, -46.6), (-176.5, -44.0)),
    ],
)
def test_main_part_is_shown_and_what_is_far_is_not(code: str, inside: Point, outside: Point) -> None:
    assert (shows(framed(code), inside), shows(framed(code), outside)) == (True, False)


def test_city_far_from_the_main_part_is_shown_with_its_islands() -> None:
    islands = framed("ES", LAS_PALMAS)
    assert (shows(islands, LAS_PALMAS), shows(islands, (-13.6, 29.0)), shows(islands, MADRID)) == (
        True,
        True,
        False,
    )
    assert shows(framed("US", HONOLULU), (-155.1, 19.7))


def test_cities_far_from_one_another_stand_on_one_map() -> None:
    both = framed("ES", MADRID, LAS_PALMAS)
    assert shows(both, MADRID)
    assert shows(both, LAS_PALMAS)


@pytest.mark.parametrize("code", ["MT", "MC", "LI", "SM", "VA"])
def test_tiny_country_is_shown_with_what_lies_around(code: str) -> None:
    west, _, east, _ = framed(code).box
    assert east - west == pytest.approx(LEAST)


def test_islands_on_both_sides_of_180_degrees_make_one_map() -> None:
    west, _, east, _ = framed("FJ").box
    assert east - west < 1000
    assert shows(framed("FJ"), (-178.8, -18.2))  # Lakeba


def test_country_without_outline_is_framed_by_its_cities() -> None:
    assert frame(outlines(), "ZZ", []) is None
    assert shows(framed("ZZ", (5.0, 52.0)), (5.0, 52.0))


def test_city_without_land_is_framed_by_itself() -> None:
    assert shows(framed("NO", (-30.0, 40.0)), (-30.0, 40.0))


@settings(max_examples=200)
@given(
    st.sampled_from([*CODES, "ZZ"]),
    st.lists(st.tuples(st.floats(-180, 180), st.floats(-85, 85)), min_size=1, max_size=4),
)
def test_every_city_stands_on_the_map_away_from_its_edge(code: str, cities: list[Point]) -> None:
    home = outlines().rings.get(code)
    if home:  # near the country: a map of half the earth is nobody's
        x, y = home[0].extent.centre
        cities = [(x + east / 18, max(-88, min(88, y + north / 9))) for east, north in cities]
    else:
        cities = [(east / 18, north / 9) for east, north in cities]
    seen = framed(code, *cities)
    assert LOWEST <= seen.height <= TALLEST
    for x, y in seen.units(cities):
        assert 14 <= x <= WIDTH - 14
        assert 14 <= y <= seen.height - 14
