"""The lines of a map: the land in its frame, the country set off from its neighbours, a net of degrees."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from practices.places.map.framing import Frame
from practices.places.map.outlines import GRADES, Outlines, grade
from practices.places.map.projection import Box, Point, clipped

TENTH = 10
"""Paths are drawn in whole tenths of a unit."""
BLEED = 3.0
"""The picture goes on for so many units beyond its edges, so that lines along the cut are not seen."""
SPECK = 1.5
"""What is smaller in both directions, in units, is left out; more so on a map that must be coarse."""
APART = (1, 2, 5, 10, 20, 30)
"""Degrees between two lines of the net, which has so many across the frame at most: """
LINES = 5


type Shape = list[tuple[int, int]]
"""A closed line, in tenths of a unit."""


@dataclass(frozen=True)
class Drawing:
    """The shapes of each country in the frame, by code, and the net as a path of SVG; all in tenths of a unit."""

    code: str
    shapes: dict[str, list[Shape]]
    net: str

    @property
    def country(self) -> str:
        """The path of the country whose map it is."""
        return _closed(self.shapes.get(self.code, []))

    @property
    def land(self) -> str:
        """The path of everything else."""
        return self.path(code for code in self.shapes if code != self.code)

    def path(self, codes: Iterable[str]) -> str:
        """Return the path of some countries."""
        return "".join(_closed(self.shapes.get(code, [])) for code in sorted(codes))


def drawing(outlines: Outlines, code: str, frame: Frame, *, most: int) -> Drawing:
    """Return what a country's map shows, so coarsely that its paths have at most so many characters."""
    extent, net = frame.extent, _net(frame)
    rings = [ring for ring in outlines.all() if not extent.gap(ring.extent)]
    main = outlines.rings.get(code, ())[:1]
    for step in range(GRADES):
        coarseness, speck = min(grade(frame.scale) + step, GRADES - 1), SPECK * 1.5**step
        found = Drawing(code, defaultdict(list), net)
        for ring in rings:
            shape = _shape(outlines.positions(ring.arcs, coarseness), frame)
            if _is_larger(shape, speck):
                found.shapes[ring.code].append(shape)
        if len(net) + len(found.country) + len(found.land) <= most:
            break
    if code not in found.shapes:  # too small for its map, but it is what the map is of
        found.shapes[code] = [_shape(outlines.positions(ring.arcs, 0), frame) for ring in main]
    return found


def _is_larger(shape: Shape, speck: float) -> bool:
    if len(shape) < 3:  # noqa: PLR2004  a triangle is the least that has an inside
        return False
    xs, ys = [x for x, _ in shape], [y for _, y in shape]
    return max(max(xs) - min(xs), max(ys) - min(ys)) >= speck * TENTH


def _shape(positions: list[Point], frame: Frame) -> Shape:
    """Return what of a ring is in the frame."""
    return _tenths(clipped(frame.units(positions), _box(frame)))


def _closed(shapes: list[Shape]) -> str:
    return "".join(f"{svg_line(shape)}z" for shape in shapes if len(shape) > 1)


def _box(frame: Frame) -> Box:
    return -BLEED, -BLEED, frame.width + BLEED, frame.height + BLEED


def _tenths(points: Iterable[Point]) -> list[tuple[int, int]]:
    """Return the points in whole tenths, none twice in a row."""
    found: list[tuple[int, int]] = []
    for x, y in points:
        point = round(x * TENTH), round(y * TENTH)
        if not found or point != found[-1]:
            found.append(point)
    return found


def svg_line(points: Shape) -> str:
    """Return the line through points in the words of SVG, not closed."""
    steps = " ".join(f"{u - x} {v - y}" for (x, y), (u, v) in pairwise(points))
    return f"M{points[0][0]} {points[0][1]}l{steps}".replace(" -", "-")


# The net


def _net(frame: Frame) -> str:
    """Return meridians and parallels at round degrees."""
    extent = frame.extent
    wide, high = extent.east - extent.west, extent.north - extent.south
    across = next((each for each in APART if wide / each <= LINES), APART[-1])
    down = next((each for each in APART if high / each <= LINES), APART[-1])
    lines = [
        [(x, y) for y in _steps(extent.south, extent.north)] for x in _round(extent.west, extent.east, across)
    ]
    lines += [
        [(x, y) for x in _steps(extent.west, extent.east)] for y in _round(extent.south, extent.north, down)
    ]
    return "".join(_open(line, frame) for line in lines)


def _round(first: float, last: float, apart: int) -> Iterator[float]:
    yield from range(ceil(first / apart) * apart, ceil(last), apart)


def _steps(first: float, last: float) -> list[float]:
    return [first + (last - first) * number / 24 for number in range(25)]


def _open(positions: list[Point], frame: Frame) -> str:
    """Return the path of a line as far as it is in the frame."""
    west, north, east, south = _box(frame)
    points = frame.units(positions)
    seen = [
        (before, point)
        for before, point in pairwise(points)
        if any(west <= x <= east and north <= y <= south for x, y in (before, point))
    ]
    if not seen:
        return ""
    return svg_line(_tenths([seen[0][0], *(point for _, point in seen)]))
