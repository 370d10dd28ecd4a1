"""The extent of something on the globe, and how far it is from another one."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, hypot, radians

DEGREE = 111.2
"""Kilometres of a degree of latitude."""


@dataclass(frozen=True, slots=True)
class Extent:
    """A stretch of longitudes and latitudes; beyond 180 degrees longitudes go on."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def of(cls, positions: Iterable[tuple[float, float]]) -> "Extent":
        """Return the extent of some positions, at least one."""
        xs, ys = zip(*positions, strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys))

    @property
    def centre(self) -> tuple[float, float]:
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    @property
    def breadth(self) -> float:
        """Kilometres from corner to corner."""
        return self._kilometres(self.east - self.west, self.north - self.south)

    def gap(self, other: "Extent") -> float:
        """Return the kilometres to another extent, 0 if they touch."""
        near = self._beside(other)
        across = max(near.west - self.east, self.west - near.east, 0)
        return self._kilometres(across, max(near.south - self.north, self.south - near.north, 0))

    def joined(self, other: "Extent") -> "Extent":
        near = self._beside(other)
        return Extent(
            min(self.west, near.west),
            min(self.south, near.south),
            max(self.east, near.east),
            max(self.north, near.north),
        )

    def _beside(self, other: "Extent") -> "Extent":
        """Return the other with longitudes that are counted from the same side of the earth."""
        turn = round((self.centre[0] - other.centre[0]) / 360) * 360
        return Extent(other.west + turn, other.south, other.east + turn, other.north)

    def _kilometres(self, degrees_east: float, degrees_north: float) -> float:
        return DEGREE * hypot(degrees_east * cos(radians(self.centre[1])), degrees_north)
