"""Are the outlines those of the countries that the catalogue names, whole, and small enough?"""

import csv
import gzip
from collections import defaultdict
from itertools import pairwise

import pytest

from practices.imports.cities import CITIES
from practices.places.map.outlines import GRADES, OUTLINES, STEPS, grade, outlines
from tests.places.map.areas import in_country

LARGE = 1_000_000


@pytest.mark.parametrize(
    ("place", "longitude", "latitude", "code", "other"),
    [
        ("Simferopol", 34.1, 44.95, "UA", "RU"),
        ("Kyrenia", 33.32, 35.33, "CY", "TR"),
        ("Laayoune", -13.2, 27.15, "EH", "MA"),
        ("Tarfaya", -12.9, 27.93, "MA", "EH"),
        ("Katzrin", 35.69, 32.99, "SY", "IL"),
        ("Kiryat Shmona", 35.57, 33.21, "IL", "SY"),
        ("Cayenne", -52.5, 4.8, "GF", "FR"),
        ("Longyearbyen", 16.0, 78.2, "SJ", "NO"),
        ("Maseru", 28.0, -29.5, "LS", "ZA"),
        ("San Marino", 12.46, 43.94, "SM", "IT"),
        ("Hargeisa", 44.06, 9.56, "SO", "ET"),
        ("Anadyr", 175.0, 66.5, "RU", "US"),
    ],
)
def test_land_is_given_as_the_member_states_see_it(
    place: str, longitude: float, latitude: float, code: str, other: str
) -> None:
    spot = longitude, latitude
    assert (in_country(code, spot), in_country(other, spot)) == (True, False)


def test_large_cities_lie_in_their_country() -> None:
    with gzip.open(CITIES, "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if int(row["population"]) >= LARGE]
    inside = [in_country(row["country"], (float(row["longitude"]), float(row["latitude"]))) for row in rows]
    assert len(rows) > 400
    assert sum(inside) / len(rows) > 0.95  # ports may stand off a thinned coast


def test_neighbours_share_their_border() -> None:
    arcs = {
        code: {max(each, ~each) for ring in outlines().rings[code] for each in ring.arcs}
        for code in ["NO", "SE", "PT"]
    }
    assert arcs["NO"] & arcs["SE"]
    assert not arcs["PT"] & arcs["SE"]


@pytest.mark.parametrize("code", ["RU", "FJ"])
def test_nothing_is_cut_at_180_degrees(code: str) -> None:
    found = outlines()
    assert max(ring.extent.east for ring in found.rings[code]) > 180
    for ring in found.rings[code]:
        points = found.positions(ring.arcs, 0)
        on_the_line = [y if abs(abs(x) - 180) < 1.5 / STEPS else None for x, y in points]
        along = [abs(y - v) for y, v in pairwise(on_the_line) if y is not None and v is not None]
        assert max(along, default=0) < 0.1  # degrees; Taveuni is 0.18 wide there, Chukotka 3.9


def test_a_coarser_map_shows_fewer_points_of_the_same_line() -> None:
    found = outlines()
    ring = found.rings["NO"][0].arcs
    fine, middle, coarse = (found.positions(ring, each) for each in (0, 8, GRADES - 1))
    assert set(coarse) < set(middle) < set(fine)


def test_grades_grow_with_the_kilometres_of_a_unit() -> None:
    assert [grade(each) for each in (0.1, 0.25, 0.36, 0.5, 1, 8, 1000)] == [0, 0, 1, 2, 4, 10, GRADES - 1]


def test_file_is_read_once_and_small() -> None:
    assert outlines() is outlines()
    assert OUTLINES.stat().st_size < 160_000


def test_every_ring_is_closed() -> None:
    found = outlines()
    ends: dict[str, list[int]] = defaultdict(list)
    for ring in found.all():
        lines = [found.arcs[max(each, ~each)] for each in ring.arcs]
        tips = [
            ((arc.xs[0], arc.ys[0]), (arc.xs[-1], arc.ys[-1]))[:: 1 if each >= 0 else -1]
            for each, arc in zip(ring.arcs, lines, strict=True)
        ]
        for (_, end), (start, _) in zip(tips, [*tips[1:], tips[0]], strict=True):
            ends[ring.code].append(abs(end[0] - start[0]) + abs(end[1] - start[1]))
    assert {code for code, gaps in ends.items() if max(gaps) > STEPS / 5} == set()
