"""The outlines of the countries of the earth, read once from `fixtures/outlines.json.gz`.

`bin/derive-outlines` says where they come from and writes them. An outline is a set of rings, a ring a row of arcs;
neighbours share the arc between them, so that both draw the same line. Every point of an arc carries how coarse a
map may be before the point is left out.
"""

import gzip
import json
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, compress
from math import cos, floor, log2, radians
from pathlib import Path
from typing import Any

from django.conf import settings

from practices.places.map.extent import DEGREE, Extent

OUTLINES = Path(settings.BASE_DIR) / "fixtures" / "outlines.json.gz"
STEPS = 200
"""Into so many a degree is divided in the file: 280 metres."""
FINEST, GRADES = 0.25, 16
"""A point of grade 0 is shown where a unit of the map is up to so many kilometres; each grade is for 1.41 times as many."""
DIGITS = bytes.maketrans(b"0123456789abcdef", bytes(range(GRADES)))


@dataclass(frozen=True, slots=True)
class Arc:
    """A line in steps of longitude and latitude, with the grade of each point."""

    xs: array[int]
    ys: array[int]
    grades: bytes

    def positions(self, grade: int) -> Iterator[tuple[float, float]]:
        """Yield longitude and latitude of the points that a map of this grade shows."""
        shown = [each >= grade for each in self.grades]
        for x, y in zip(compress(self.xs, shown), compress(self.ys, shown), strict=True):
            yield x / STEPS, y / STEPS


@dataclass(frozen=True, slots=True)
class Ring:
    """A closed line around land, or around a hole in it: `~number` is an arc taken from its end."""

    code: str
    arcs: tuple[int, ...]
    extent: Extent
    area: float
    """Square kilometres, of a hole too."""


@dataclass(frozen=True)
class Outlines:
    arcs: list[Arc]
    rings: dict[str, list[Ring]]
    """By ISO code, the largest first; "" has land whose country is not said, XK Kosovo, which ISO has no code for."""

    def positions(self, ring: Iterable[int], grade: int) -> list[tuple[float, float]]:
        """Return the points of a row of arcs that a map of this grade shows; the last is not the first again."""
        found: list[tuple[float, float]] = []
        for number in ring:
            points = list(self.arcs[max(number, ~number)].positions(grade))
            found += points[:-1] if number >= 0 else points[:0:-1]
        return found

    def add(self, code: str, rings: Iterable[Iterable[int]]) -> None:
        """Take in the outline of a country."""
        found = (_measured(self, code, tuple(numbers)) for numbers in rings)
        self.rings[code] = sorted(found, key=lambda ring: -ring.area)

    def all(self) -> Iterator[Ring]:
        for rings in self.rings.values():
            yield from rings


def grade(km_per_unit: float) -> int:
    """Return the grade of a map of which one unit is so many kilometres."""
    return max(0, min(GRADES - 1, floor(2 * log2(max(km_per_unit, FINEST) / FINEST))))


@cache
def outlines() -> Outlines:
    """Return the outlines of all countries; the first call reads them."""
    with gzip.open(OUTLINES, "rt", encoding="ascii") as file:
        return parse_outlines(json.load(file))


def parse_outlines(stored: dict[str, Any]) -> Outlines:
    arcs = [
        Arc(
            array("i", accumulate(steps[0::2])),
            array("i", accumulate(steps[1::2])),
            grades.encode().translate(DIGITS),
        )
        for steps, grades in stored["arcs"]
    ]
    found = Outlines(arcs, {})
    for code, rings in stored["countries"].items():
        found.add(code, rings)
    return found


def _measured(found: Outlines, code: str, numbers: tuple[int, ...]) -> Ring:
    points = found.positions(numbers, 0)
    return Ring(code, numbers, Extent.of(points), area(points))


def area(points: Iterable[tuple[float, float]]) -> float:
    """Return the square kilometres within a ring, near enough to tell large from small."""
    flat = [(x * DEGREE * cos(radians(y)), y * DEGREE) for x, y in points]
    following = flat[1:] + flat[:1]
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(flat, following, strict=True))) / 2
