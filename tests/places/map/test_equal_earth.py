"""Is the map of the world drawn by the formulas that are published, there and back?"""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.places.map.equal_earth import A1, EqualEarth
from practices.places.map.projection import EARTH

WHOLE = EqualEarth(0)


@pytest.mark.parametrize(
    ("position", "point"),
    [
        ((0, 0), (0, 0)),
        ((180, 0), (2.7066297, 0)),  # half the width and half the height of the earth's one, of radius 1
        ((0, 90), (0, 1.3173627)),
        ((0, -90), (0, -1.3173627)),
    ],
)
def test_edges_lie_where_the_paper_has_them(
    position: tuple[float, float], point: tuple[float, float]
) -> None:
    ((x, y),) = WHOLE.points([position])
    assert (x / EARTH, -y / EARTH) == pytest.approx(point, abs=1e-6)


def test_scale_along_the_equator_is_the_same_everywhere() -> None:
    first, second, third = (x for x, _y in WHOLE.points([(10, 0), (20, 0), (30, 0)]))
    assert second - first == pytest.approx(third - second)
    assert first == pytest.approx(EARTH * 2 * sqrt(3) * 0.17453293 / (3 * A1))


@given(st.floats(-179, 179), st.floats(-89, 89))
def test_position_comes_back(longitude: float, latitude: float) -> None:
    (point,) = WHOLE.points([(longitude, latitude)])
    assert WHOLE.position(point) == pytest.approx((longitude, latitude), abs=1e-6)


def test_areas_are_true() -> None:
    """Two squares of a degree, one far north: their areas differ as on the globe."""

    def area(south: float) -> float:
        (x, y), (u, _), (_, w) = WHOLE.points([(30, south), (30.01, south), (30, south + 0.01)])
        return (u - x) * (y - w)

    on_the_globe = 0.5000  # cos(60) to cos(0)
    assert area(60) / area(0) == pytest.approx(on_the_globe, rel=1e-3)


def test_what_lies_beyond_the_cut_goes_to_the_side_of_its_first_point() -> None:
    pacific = EqualEarth(11)
    ((west, _), (east, _)) = pacific.points([(-179, 66), (-175, 66)])
    assert 0 < west < east
    ((alaska, _),) = pacific.points([(-165, 66)])
    assert alaska < 0
