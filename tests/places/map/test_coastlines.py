"""Is every country drawn, within its frame and its bytes?"""

import re

import pytest

from practices.places.map.coastlines import BLEED, TENTH, Drawing, drawing
from practices.places.map.framing import WIDTH, Frame, frame
from practices.places.map.outlines import outlines

CODES = sorted(code for code in outlines().rings if code)
MOST_BYTES = 9_000


def drawn(code: str, most: int = MOST_BYTES) -> tuple[Frame, Drawing]:
    seen = frame(outlines(), code, [])
    assert seen
    return seen, drawing(outlines(), code, seen, most=most)


@pytest.mark.thorough
@pytest.mark.long
def test_country_is_drawn_within_its_frame() -> None:
    edge = BLEED * TENTH + 1
    for code in CODES:
        seen, found = drawn(code)
        points = [point for shapes in found.shapes.values() for shape in shapes for point in shape]
        assert all(-edge <= x <= WIDTH * TENTH + edge for x, _ in points), code
        assert all(-edge <= y <= seen.height * TENTH + edge for _, y in points), code
        assert len(found.country) + len(found.land) + len(found.net) <= MOST_BYTES, code
        assert found.country or code == "VA"  # 400 metres


def test_drawing_becomes_coarser_where_bytes_are_few() -> None:
    _, fine = drawn("NO", 20_000)
    _, coarse = drawn("NO", 4_000)
    assert 2_000 < len(coarse.country + coarse.land) < 4_000 < len(fine.country + fine.land)


def test_path_names_whole_tenths_and_closes_every_shape() -> None:
    _, found = drawn("MT")
    assert re.fullmatch(r"(?:M-?\d+ -?\d+l(?:[ -]?\d+[ -]\d+)+z)+", found.country)
    assert found.country.count("z") == len(found.shapes["MT"])


def test_neighbours_are_drawn_and_what_is_far_is_not() -> None:
    _, found = drawn("PT")
    assert set(found.shapes) - {"PT"} == {"ES"}


def test_net_is_drawn_up_to_the_pole() -> None:
    _, found = drawn("RU")
    assert found.net.count("M") >= 8
