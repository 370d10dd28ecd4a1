"""Does a map show exactly the cities of its page, reachable, named where there is room, and within its bytes?"""

import re
from itertools import combinations

import pytest
from django.template.loader import render_to_string
from django_countries import countries
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.models import City
from practices.public.parts.country_map import (
    FINGER,
    MOST_CITIES,
    DotKind,
    Map,
    in_degrees,
    of_city,
    of_country,
)
from practices.public.parts.counts import WayIn

BERGEN, OSLO, DRAMMEN = (5.33, 60.39), (10.75, 59.91), (10.2, 59.74)
LONGEST_MAP = 15_000
"""Bytes of a map on its page."""


def way(name: str, position: tuple[float, float] | None, count: int = 1) -> WayIn:
    return WayIn("NO", name, f"/places/no/{name.lower()}/", count, position)


def shown(found: Map | None) -> str:
    return render_to_string("practices/place/_map.html", {"map": found})


def norway(*ways: WayIn) -> Map:
    found = of_country("NO", ways)
    assert found
    return found


def test_country_shows_every_city_that_has_a_position() -> None:
    found = norway(
        way("Bergen", BERGEN, 5), way("Oslo", OSLO, 2), way("Drammen", DRAMMEN), way("Haven", None)
    )
    assert [(dot.way.name, dot.radius, dot.kind) for dot in found.dots] == [
        ("Bergen", 6, DotKind.LINK),
        ("Oslo", 4.5, DotKind.LINK),
        ("Drammen", 3.5, DotKind.APART),
    ]
    assert found.notes == [
        "The larger the dot, the more practices.",
        "1 city is not on the map, as its position is not known.",
    ]


def test_page_of_a_country_names_its_links_and_hides_the_rest() -> None:
    page = shown(norway(way("Bergen", BERGEN, 5), way("Oslo", OSLO, 2), way("Drammen", DRAMMEN)))
    assert re.findall(r'<a href="(.*?)">\s*<title>(.*?)</title>', page) == [
        ("/places/no/bergen/", "Bergen: 5 practices"),
        ("/places/no/oslo/", "Oslo: 2 practices"),
    ]
    assert 'role="group"' in page
    assert 'aria-label="Map of Norway"' in page
    assert "<title>Drammen</title>" in page.split('class="map__dots" aria-hidden="true"')[2]


def test_city_is_one_dot_that_leads_nowhere() -> None:
    found = of_city(City(name="Bergen", country="NO", slug="bergen", longitude=5.33, latitude=60.39))
    page = shown(found)
    assert 'role="img"' in page
    assert 'aria-label="Where Bergen lies in Norway"' in page
    assert "<a " not in page
    assert page.count("<circle") == 1
    assert "60°23′ N, 5°20′ E" in page


def test_city_without_position_is_said_to_have_none() -> None:
    page = shown(of_city(City(name="Haven", country="NO", slug="haven")))
    assert "<circle" not in page
    assert "Its position is not known." in page


def test_place_of_which_nothing_is_known_has_no_map() -> None:
    assert of_city(City(name="Nowhere", country="ZZ", slug="nowhere")) is None
    assert shown(None).strip() == ""


def test_most_cities_stand_on_the_map_by_their_practices() -> None:
    ways = [way(f"City {number}", (5 + number / 20, 60), number) for number in range(1, MOST_CITIES + 3)]
    found = norway(*ways)
    assert len(found.dots) == MOST_CITIES
    assert min(dot.way.count for dot in found.dots) == 3
    assert f"Only the {MOST_CITIES} cities with the most practices are on the map." in found.notes


@pytest.mark.parametrize(
    ("position", "text"),
    [
        ((5.33, 60.39), "60°23′ N, 5°20′ E"),
        ((-8.4265, -41.55), "41°33′ S, 8°26′ W"),
        ((9.9999, 0.0), "0°00′ N, 10°00′ E"),
    ],
)
def test_position_is_said_in_degrees_and_minutes(position: tuple[float, float], text: str) -> None:
    assert in_degrees(position) == text


def test_city_at_the_same_spot_lies_beneath_the_greater() -> None:
    found = norway(way("Bergen", BERGEN, 2), way("Bryggen", (5.34, 60.4)))
    assert [dot.kind for dot in found.dots] == [DotKind.LINK, DotKind.BENEATH]
    assert "Bryggen" not in shown(found)


@pytest.mark.long
@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.floats(4, 31), st.floats(58, 71), st.integers(1, 9), st.text("abcdefgh ", min_size=1)),
        min_size=1,
        max_size=MOST_CITIES,
    )
)
def test_links_are_a_finger_apart_and_names_apart(cities: list[tuple[float, float, int, str]]) -> None:
    found = norway(*(way(name, (x, y), count) for x, y, count, name in cities))
    for one, other in combinations(found.links, 2):
        assert max(abs(one.x - other.x), abs(one.y - other.y)) > FINGER - 0.2
    for dot in found.apart + found.beneath:
        assert any(max(abs(dot.x - link.x), abs(dot.y - link.y)) < FINGER + 0.2 for link in found.links)
    boxes = [name.box for name in found.names + found.lands]
    for a, b in combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    assert len(shown(found).encode()) <= LONGEST_MAP


def test_map_full_of_links_is_short_too() -> None:
    spots = [(x * 15.0 + 35, y * 4.5 + 51) for x in range(10) for y in range(5)]
    ways = [way(f"A city with a long name {x:.0f} {y:.0f}", (x, y)) for x, y in spots]
    found = of_country("RU", ways)
    assert found
    assert len(found.links) > 12
    assert len(shown(found).encode()) <= LONGEST_MAP


@pytest.mark.long
def test_every_country_has_a_short_map_without_style_or_script() -> None:
    lengths = {}
    for code, _ in countries:
        page = shown(of_country(code, []))
        lengths[code] = len(page.encode())
        assert not re.search(r"style=|<style|<script|\son\w+=|href=|url\(", page)
    assert len(lengths) == 249
    assert max(lengths.values()) <= LONGEST_MAP
    assert min(lengths.values()) > 1_000
