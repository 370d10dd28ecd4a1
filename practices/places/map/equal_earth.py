"""The Equal Earth projection, for maps of the world: true areas, and a shape that people know.

The formulas are those of Šavrič, Patterson and Jenny, The Equal Earth map projection, International Journal of Geographical
Information Science 33 (2019).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, degrees, radians, sin, sqrt

from practices.places.map.projection import EARTH, Point

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
ROUNDS = 12
"""Newton's method is right to a millimetre after fewer."""


@dataclass(frozen=True)
class EqualEarth:
    """The plane of the whole earth, cut open opposite its middle longitude."""

    longitude: float
    latitude: float = 0.0

    def points(self, positions: Iterable[Point]) -> list[Point]:
        """Return where the positions lie on the plane; all go to the side of the cut where the first one is."""
        positions = list(positions)
        turns = round((positions[0][0] - self.longitude) / 360) * 360 if positions else 0
        return [self._point(x - self.longitude - turns, y) for x, y in positions]

    def _point(self, along: float, latitude: float) -> Point:
        angle = asin(sqrt(3) / 2 * sin(radians(latitude)))
        x = 2 * sqrt(3) * radians(along) * cos(angle) / (3 * _slope(angle))
        return EARTH * x, -EARTH * _height(angle)

    def position(self, point: Point) -> Point:
        """Return the longitude and latitude of a point of the plane."""
        x, y = point[0] / EARTH, -point[1] / EARTH
        angle = y
        for _round in range(ROUNDS):
            angle -= (_height(angle) - y) / _slope(angle)
        along = 3 * x * _slope(angle) / (2 * sqrt(3) * cos(angle))
        latitude = asin(max(-1.0, min(1.0, 2 * sin(angle) / sqrt(3))))
        return self.longitude + degrees(along), degrees(latitude)


def _height(angle: float) -> float:
    return float(A1 * angle + A2 * angle**3 + A3 * angle**7 + A4 * angle**9)


def _slope(angle: float) -> float:
    return float(A1 + 3 * A2 * angle**2 + 7 * A3 * angle**6 + 9 * A4 * angle**8)
