"""The silhouettes of countries: each by itself, so small and coarse that all of them are one light file.

`bin/derive-lands` writes that file, `static/img/lands.svg`, from the outlines; where a city lies in one is asked for each card.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from practices.places.map.coastlines import Shape, svg_line
from practices.places.map.framing import Landmass, main_part
from practices.places.map.outlines import GRADES, Outlines, grade, outlines
from practices.places.map.projection import Point, Projection

SIDE, EDGE = 100, 4
"""The units of the square in which each country lies, and of the room around it: so they are per cents, too."""
LEAST = 5.0
"""Kilometres across at least: what is smaller looks small."""
SPECK = 2.5
"""An island that is smaller in both directions, in units, is left out; more so of a country that must be coarse."""
LONGEST = 320
"""The characters that the line of a country has at most, if it can be drawn with so few."""


@dataclass(frozen=True)
class Silhouette:
    """The main part of a country in its square: as large as it can be there, in its middle."""

    part: Landmass
    projection: Projection
    middle: Point
    scale: float
    """Kilometres for a unit."""

    def units(self, positions: Iterable[Point]) -> Shape:
        """Return where longitudes and latitudes lie, in whole units."""
        x, y = self.middle
        points = self.projection.points(positions)
        return [
            (round((u - x) / self.scale + SIDE / 2), round((v - y) / self.scale + SIDE / 2))
            for u, v in points
        ]

    def spot(self, position: Point) -> tuple[int, int] | None:
        """Return where a city lies; None for one on an island far away, which is not shown."""
        ((x, y),) = self.units([position])
        return (x, y) if 0 <= x <= SIDE and 0 <= y <= SIDE else None

    def path(self, outlines: Outlines) -> str:
        """Return the line of the country, empty if it is too small to have one."""
        found = ""
        for step in range(GRADES):
            coarseness, speck = min(grade(self.scale) + step, GRADES - 1), SPECK * 1.3**step
            main, *others = (self._shape(outlines, ring.arcs, coarseness) for ring in self.part.rings)
            shapes = [main, *(each for each in others if _breadth(each) > speck)]
            found = "".join(f"{svg_line(each)}z" for each in shapes if _breadth(each))
            if len(found) <= LONGEST:
                break
        return found

    def _shape(self, outlines: Outlines, arcs: Iterable[int], coarseness: int) -> Shape:
        points = self.units(outlines.positions(arcs, coarseness))
        return [point for number, point in enumerate(points) if not number or point != points[number - 1]]


def _breadth(shape: Shape) -> int:
    return max(max(along) - min(along) for along in zip(*shape, strict=True)) if shape[2:] else 0


@cache
def silhouette(code: str) -> Silhouette | None:
    """Return how a country lies in its square; None where nothing is known of it."""
    known = outlines()
    part = main_part(known, code)
    if part is None:
        return None
    projection = Projection(*part.extent.centre)
    coarseness = grade(part.extent.breadth / SIDE)
    points = projection.points(
        point for ring in part.rings for point in known.positions(ring.arcs, coarseness)
    )
    xs, ys = [x for x, _ in points], [y for _, y in points]
    west, north, east, south = min(xs), min(ys), max(xs), max(ys)
    scale = max(east - west, south - north, LEAST) / (SIDE - 2 * EDGE)
    return Silhouette(part, projection, ((west + east) / 2, (north + south) / 2), scale)


def lands() -> str:
    """Return the file of all silhouettes, by code."""
    known = outlines()
    found = {code: silhouette(code) for code in sorted(known.rings) if code}
    paths = {code: each.path(known) for code, each in found.items() if each}
    symbols = [
        f'<symbol id="{code}" viewBox="0 0 {SIDE} {SIDE}"><path d="{path}"/></symbol>\n'
        for code, path in paths.items()
        if path
    ]
    return f'<svg xmlns="http://www.w3.org/2000/svg" fill-rule="evenodd">\n{"".join(symbols)}</svg>\n'
