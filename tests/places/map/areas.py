"""Is a position in a country, by its outline?"""

from collections.abc import Iterable, Sequence

from practices.places.map.outlines import outlines
from practices.places.map.projection import Point


def surrounds(rings: Iterable[Sequence[Point]], spot: Point) -> bool:
    """Tell whether a spot is inside, by how often a line from it crosses the rings."""
    x, y = spot
    crossed = 0
    for ring in rings:
        for (a, b), (c, d) in zip([*ring[1:], ring[0]], ring, strict=True):
            if (b <= y) != (d <= y) and a + (y - b) / (d - b) * (c - a) > x:
                crossed += 1
    return crossed % 2 == 1


def in_country(code: str, spot: Point) -> bool:
    found = outlines()
    near = [ring for ring in found.rings[code] if ring.extent.south <= spot[1] <= ring.extent.north]
    return surrounds([found.positions(ring.arcs, 0) for ring in near], spot)
