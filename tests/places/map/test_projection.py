"""Does the plane keep places, areas and distances as the formulas promise, and is a ring cut where the box ends?"""

from math import dist, isclose, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.places.map.projection import EARTH, Projection, clipped
from tests.places.map.areas import surrounds

BOX = (-10.0, -10.0, 10.0, 10.0)
numbers = st.floats(-40, 40, allow_nan=False).map(lambda number: round(number, 3))
rings = st.lists(st.tuples(numbers, numbers), min_size=3, max_size=12)


@settings(max_examples=300)
@given(st.floats(-180, 180), st.floats(-89, 89), st.floats(-120, 120), st.floats(-85, 85))
def test_position_comes_back_from_the_plane(
    longitude: float, latitude: float, along: float, other: float
) -> None:
    projection = Projection(longitude, latitude)
    (point,) = projection.points([(longitude + along, other)])
    (again,) = projection.points([projection.position(point)])
    assert dist(point, again) < 0.01


@pytest.mark.parametrize(
    ("one", "other", "kilometres"),
    [
        ((5.33, 60.39), (10.75, 59.91), 305),
        ((-8.42, 41.55), (-9.14, 38.72), 320),
        ((179.5, -16.5), (-179.5, -16.5), 107),
    ],
)
def test_distances_are_those_of_the_earth(
    one: tuple[float, float], other: tuple[float, float], kilometres: float
) -> None:
    assert dist(*Projection(*one).points([one, other])) == pytest.approx(kilometres, rel=0.01)


@given(st.floats(-180, 180), st.floats(-80, 80), st.floats(-15, 15), st.floats(-9, 9))
def test_a_square_degree_keeps_its_area(
    longitude: float, latitude: float, along: float, across: float
) -> None:
    x, y = longitude + along, latitude + across
    a, b, c, d = Projection(longitude, latitude).points(
        [(x, y), (x + 0.01, y), (x + 0.01, y + 0.01), (x, y + 0.01)]
    )
    shown = abs((a[0] - c[0]) * (b[1] - d[1]) - (b[0] - d[0]) * (a[1] - c[1])) / 2
    (e, f), (g, h) = (Projection(x, y).points([(x, y), spot]) for spot in ((x + 0.01, y), (x, y + 0.01)))
    assert isclose(shown, dist(e, f) * dist(g, h), rel_tol=0.02)


def test_the_far_side_of_the_earth_lies_at_the_rim() -> None:
    ((x, y),) = Projection(10, 50).points([(-170, -50)])
    assert sqrt(x * x + y * y) <= 2.01 * EARTH


@pytest.mark.long
@settings(max_examples=300)
@given(rings)
def test_what_is_cut_lies_in_the_box(ring: list[tuple[float, float]]) -> None:
    west, north, east, south = BOX
    assert all(
        west - 1e-6 <= x <= east + 1e-6 and north - 1e-6 <= y <= south + 1e-6 for x, y in clipped(ring, BOX)
    )


@pytest.mark.long
@settings(max_examples=300)
@given(rings, st.floats(-9.9, 9.9), st.floats(-9.9, 9.9))
def test_cutting_changes_nothing_within_the_box(ring: list[tuple[float, float]], x: float, y: float) -> None:
    spot = x + 0.00017, y + 0.00013  # between the thousandths on which the rings have their points
    cut = clipped(ring, BOX)
    assert surrounds([ring], spot) == (bool(cut) and surrounds([cut], spot))


def test_a_ring_around_the_box_becomes_the_box() -> None:
    cut = clipped([(-99, -99), (99, -99), (99, 99), (-99, 99)], BOX)
    assert sorted(cut) == [(-10, -10), (-10, 10), (10, -10), (10, 10)]


def test_a_ring_beside_the_box_is_gone() -> None:
    assert clipped([(20, 0), (30, 0), (30, 10)], BOX) == []
