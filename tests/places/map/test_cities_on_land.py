"""Does every city of the list stand on its country's land, as it is drawn, on the country's own map?"""

import csv
import gzip
from collections import defaultdict
from itertools import pairwise
from math import hypot

import pytest
from django.conf import settings

from practices.places.map.coastlines import TENTH, Shape, drawing
from practices.places.map.framing import frame
from practices.places.map.outlines import outlines
from practices.places.map.projection import Point
from practices.public.parts.country_map import BYTES

TOLERANCE = 6.0
"""So many units may a dot stand off the coast: its own radius, where a country has many practices."""
CITIES = 34_006


def cities() -> dict[str, list[tuple[str, Point]]]:
    """Return the cities of the list by their country: name, longitude and latitude."""
    found: dict[str, list[tuple[str, Point]]] = defaultdict(list)
    with gzip.open(settings.BASE_DIR / "fixtures" / "cities.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["country"]].append((row["name"], (float(row["longitude"]), float(row["latitude"]))))
    return found


def off_land(spot: Point, shapes: list[Shape]) -> float:
    """Return how many units a spot lies outside of some shapes."""
    x, y = spot[0] * TENTH, spot[1] * TENTH
    inside, nearest = False, float("inf")
    for shape in shapes:
        for (a, b), (c, d) in pairwise([*shape, shape[0]]):
            if (b <= y) != (d <= y) and x < a + (y - b) / (d - b) * (c - a):
                inside = not inside
            length = (c - a) ** 2 + (d - b) ** 2
            share = max(0, min(1, ((x - a) * (c - a) + (y - b) * (d - b)) / length)) if length else 0
            nearest = min(nearest, hypot(x - a - share * (c - a), y - b - share * (d - b)))
    return 0 if inside else nearest / TENTH


EXCEPTIONS = {
    # islands and enclaves too small for their country's map, which goes as far as they lie
    ("CO", "San Andrés"),
    ("ES", "Melilla"),
    ("ID", "Tahuna"),
    ("VN", "Phú Quý"),
    # the list has them in Israel and in Morocco, the outlines, as the United Nations, in Palestine and Western Sahara
    ("IL", "Ariel"),
    ("MA", "Smara"),
}


@pytest.mark.thorough
def test_every_city_stands_on_its_country() -> None:
    counted, off = 0, set()
    for code, rows in cities().items():
        positions = [position for _name, position in rows]
        seen = frame(outlines(), code, positions)
        assert seen, code
        shapes = drawing(outlines(), code, seen, most=BYTES).shapes.get(code, [])
        for (name, _position), spot in zip(rows, seen.units(positions), strict=True):
            counted += 1
            assert 0 <= spot[0] <= seen.width, name
            assert 0 <= spot[1] <= seen.height, name
            if off_land(spot, shapes) > TOLERANCE:
                off.add((code, name))
    assert counted == CITIES
    assert off == EXCEPTIONS
