"""The projection of the round earth: Lambert's azimuthal equal-area one, and cutting to a box.

Positions are longitude and latitude in degrees; the plane is in kilometres, x to the east and y to the south. The
formulas are those of Snyder, Map Projections: A Working Manual (USGS 1395), section 24, for a sphere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt

EARTH = 6371.0
"""Kilometres from the middle of the earth to its surface."""
OPPOSITE = 1e-6
"""So near to the far side of the earth a position has no place on the plane; it is put at its rim."""

type Point = tuple[float, float]
type Box = tuple[float, float, float, float]
"""West, north, east and south on the plane: x and y of two corners."""


@dataclass(frozen=True)
class Projection:
    """The plane that touches the earth at a position."""

    longitude: float
    latitude: float

    @cached_property
    def _centre(self) -> tuple[float, float, float]:
        latitude = radians(self.latitude)
        return radians(self.longitude), sin(latitude), cos(latitude)

    def points(self, positions: Iterable[Point]) -> list[Point]:
        """Return where the positions lie on the plane."""
        middle, up, flat = self._centre
        found = []
        for longitude, latitude in positions:
            along, across = radians(longitude) - middle, radians(latitude)
            sine, cosine = sin(across), cos(across)
            near = cosine * cos(along)
            stretch = EARTH * sqrt(2 / max(1 + up * sine + flat * near, OPPOSITE))
            found.append((stretch * cosine * sin(along), -stretch * (flat * sine - up * near)))
        return found

    def position(self, point: Point) -> Point:
        """Return the longitude and latitude of a point of the plane."""
        x, y = point[0], -point[1]
        away = hypot(x, y)
        if not away:
            return self.longitude, self.latitude
        middle, up, flat = self._centre
        angle = 2 * asin(min(away / (2 * EARTH), 1))
        sine, cosine = sin(angle), cos(angle)
        latitude = asin(max(-1, min(1, cosine * up + y * sine * flat / away)))
        longitude = middle + atan2(x * sine, away * flat * cosine - y * up * sine)
        return (degrees(longitude) + 180) % 360 - 180, degrees(latitude)


def clipped(ring: list[Point], box: Box) -> list[Point]:
    """Return what of a closed ring lies in the box (Sutherland and Hodgman); empty when nothing does."""
    for axis, limit, sign in ((0, box[0], 1), (1, box[1], 1), (0, box[2], -1), (1, box[3], -1)):
        if not ring:
            break
        if any((point[axis] - limit) * sign < 0 for point in ring):
            ring = list(_one_side(ring, axis, limit, sign))
    return ring


def _one_side(ring: list[Point], axis: int, limit: float, sign: int) -> Iterator[Point]:
    previous = ring[-1]
    was_in = (previous[axis] - limit) * sign >= 0
    for point in ring:
        is_in = (point[axis] - limit) * sign >= 0
        if is_in != was_in:
            share = (limit - previous[axis]) / (point[axis] - previous[axis])
            other = previous[1 - axis] + share * (point[1 - axis] - previous[1 - axis])
            yield (other, limit) if axis else (limit, other)
        if is_in:
            yield point
        previous, was_in = point, is_in
