"""Do names stand where there is room, and nowhere else?"""

import pytest

from practices.places.map.framing import WIDTH
from practices.places.map.lettering import Lettering, beside, fits, within

PLAIN = Lettering(10, 0.5)
HEIGHT = 240
SIZE = (WIDTH, HEIGHT)


@pytest.mark.parametrize(
    ("spot", "taken", "anchor"),
    [
        ((100, 100), [], "start"),
        ((300, 100), [], "end"),
        ((100, 100), [(110, 96, 200, 104)], "end"),
        ((100, 100), [(110, 96, 200, 104), (0, 96, 90, 104)], "middle"),
        ((100, 100), [(110, 96, 200, 104), (0, 82, 90, 118)], "start"),
        ((100, 100), [(110, 82, 200, 118), (0, 96, 90, 104)], "end"),
    ],
)
def test_name_stands_beside_its_dot(
    spot: tuple[float, float], taken: list[tuple[float, float, float, float]], anchor: str
) -> None:
    name = beside(spot, 4, "Bergen", PLAIN, SIZE, taken)
    assert name
    assert name.anchor == anchor
    assert fits(name.box, SIZE, taken)


def test_name_without_room_is_left_out() -> None:
    assert beside((100, 100), 4, "Bergen", PLAIN, SIZE, [(0, 0, WIDTH, HEIGHT)]) is None
    assert beside((100, 100), 4, "x" * 200, PLAIN, SIZE, []) is None


def test_name_of_a_land_stands_in_its_middle() -> None:
    wide = [(20, 20), (220, 20), (220, 220), (20, 220)]
    name = within([wide], "Norway", PLAIN, SIZE, [])
    assert name
    assert (name.x, name.anchor) == (120, "middle")


def test_name_stands_in_the_part_that_it_fits() -> None:
    narrow, wide = (
        [(10, 10), (30, 10), (30, 230), (10, 230)],
        [(100, 150), (200, 150), (200, 200), (100, 200)],
    )
    name = within([narrow, wide], "Norway", PLAIN, SIZE, [])
    assert name
    assert name.x == 150
    assert 150 < name.y < 200
    assert within([narrow], "Norway", PLAIN, SIZE, []) is None


def test_name_keeps_out_of_holes() -> None:
    land, hole = [(20, 20), (300, 20), (300, 60), (20, 60)], [(100, 20), (290, 20), (290, 60), (100, 60)]
    name = within([land, hole], "Norway", PLAIN, SIZE, [])
    assert name
    assert name.x == 60
