"""The frame of a map: of a country its main part and wherever its cities are, or a part of the world, or all of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from practices.places.map.equal_earth import EqualEarth
from practices.places.map.extent import Extent
from practices.places.map.outlines import Outlines, Ring
from practices.places.map.projection import Box, Point, Projection

WIDTH = 320
"""A map's width in its own units: about the pixels that a telephone has for it."""
WIDE, HIGHEST = 640, 400
"""The width of a map of a part of the world, or of all of it, and its height at most."""
WORLD = Extent(-169, -56, 191, 79)
"""What the map of the world shows: cut in the Bering Strait, where it parts no land but small islands."""
LOWEST, TALLEST = 240, 400
"""Its height, whatever the country's shape."""
LEAST = 240.0
"""Kilometres across at least: Malta is shown with the tip of Sicily, not as a shape without neighbours."""
MARGIN = 0.1
"""Of the frame on every side, around what it is made for."""
NEAR, CHAIN = 0.1, 100.0
"""An island belongs to the main part if it is as near as this share of the part's breadth, or as so many kilometres."""
GREAT = 0.3
"""A part that has this share of its land belongs to it even at the distance of the whole breadth."""
OFF = 100.0
"""Kilometres from all land at which a city is on an island that the outlines lack."""
ROUGH = 8
"""The grade of the points that a frame is measured by."""


@dataclass(frozen=True)
class Frame:
    """A box on the plane of a projection, and how many units wide and high its picture is.

    `whole` is the extent of a frame of the world, which nobody can measure along its edges.
    """

    projection: Projection | EqualEarth
    box: Box
    height: int
    width: int = WIDTH
    whole: Extent | None = None

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height

    @property
    def scale(self) -> float:
        """Kilometres for a unit of the picture."""
        return (self.box[2] - self.box[0]) / self.width

    @property
    def extent(self) -> Extent:
        """The longitudes and latitudes that the frame shows some of."""
        if self.whole:
            return self.whole
        west, north, east, south = self.box
        shares = [number / 8 for number in range(9)]
        xs, ys = ([a + (b - a) * share for share in shares] for a, b in ((west, east), (north, south)))
        edge = [(x, y) for x in xs for y in (north, south)] + [(x, y) for y in ys for x in (west, east)]
        middle = self.projection.longitude
        positions = [self.projection.position(point) for point in edge]
        seen = Extent.of([((x - middle + 180) % 360 - 180 + middle, y) for x, y in positions])
        for pole in (90.0, -90.0):
            ((x, y),) = self.projection.points([(0, pole)])
            if west <= x <= east and north <= y <= south:
                seen = Extent(middle - 180, min(seen.south, pole), middle + 180, max(seen.north, pole))
        return seen

    def units(self, positions: Iterable[Point]) -> list[Point]:
        """Return where the positions are in the picture."""
        west, north, scale = self.box[0], self.box[1], self.scale
        return [((x - west) / scale, (y - north) / scale) for x, y in self.projection.points(positions)]


@dataclass(frozen=True)
class Landmass:
    """Some rings of a country, and where they and its cities are."""

    extent: Extent
    rings: tuple[Ring, ...] = ()

    def with_(self, other: "Landmass") -> "Landmass":
        return Landmass(self.extent.joined(other.extent), self.rings + other.rings)


def frame(outlines: Outlines, code: str, cities: Sequence[Point]) -> Frame | None:
    """Return the frame of a country's map on which all these cities stand; None where nothing is known of it."""
    islands = _islands(outlines, code)
    shown = main_part(outlines, code)
    spots = [Landmass(Extent(*city, *city)) for city in cities]
    if spots and shown and all(shown.extent.gap(spot.extent) > OFF for spot in spots):
        shown = _home(spots[0], islands)
    for spot in spots:
        is_far = shown is None or shown.extent.gap(spot.extent) > OFF
        part = _home(spot, islands) if is_far else spot
        shown = shown.with_(part) if shown else part
    return _around(shown, outlines, cities) if shown else None


def main_part(outlines: Outlines, code: str) -> Landmass | None:
    """Return the largest land of a country with what is near to it; None where nothing is known of it."""
    islands = _islands(outlines, code)
    return _main(islands[0], islands) if islands else None


def _islands(outlines: Outlines, code: str) -> list[Landmass]:
    return [Landmass(ring.extent, (ring,)) for ring in outlines.rings.get(code, ())]


def _home(spot: Landmass, islands: Sequence[Landmass]) -> Landmass:
    """Return a city with the land that it stands on, and the islands about."""
    near = min(islands, key=lambda island: spot.extent.gap(island.extent), default=None)
    return spot.with_(_main(near, islands)) if near and spot.extent.gap(near.extent) <= OFF else spot


def _main(first: Landmass, islands: Sequence[Landmass]) -> Landmass:
    """Return the first with those that are near to what is there already, near being farther for a great one."""
    whole, waiting = first, [island for island in islands if island is not first]
    enough = GREAT * first.rings[0].area
    while True:
        reach = max(NEAR * whole.extent.breadth, CHAIN)
        joining = [
            island
            for island in waiting
            if whole.extent.gap(island.extent)
            <= (whole.extent.breadth if island.rings[0].area >= enough else reach)
        ]
        if not joining:
            return whole
        for island in joining:
            whole = whole.with_(island)
        waiting = [island for island in waiting if island not in joining]


def _around(part: Landmass, outlines: Outlines, cities: Sequence[Point]) -> Frame:
    """Return the frame around a part: neither too small, nor too flat, nor too tall."""
    projection = Projection(*part.extent.centre)
    positions = [point for ring in part.rings for point in outlines.positions(ring.arcs, ROUGH)]
    points = projection.points([*positions, *cities])
    xs, ys = [x for x, _ in points], [y for _, y in points]
    room = 1 / (1 - 2 * MARGIN)
    width = max((max(xs) - min(xs)) * room, LEAST)
    height = max((max(ys) - min(ys)) * room, width * LOWEST / WIDTH)
    width = max(width, height * WIDTH / TALLEST)
    x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    box = x - width / 2, y - height / 2, x + width / 2, y + height / 2
    return Frame(projection, box, round(height / width * WIDTH))


def region_frame(extent: Extent) -> Frame:
    """Return the frame of a part of the world: all of its extent, and what lies in the corners."""
    projection = Projection(*extent.centre)
    shares = [number / 8 for number in range(9)]
    xs = [extent.west + (extent.east - extent.west) * share for share in shares]
    ys = [extent.south + (extent.north - extent.south) * share for share in shares]
    edge = [(x, y) for x in xs for y in (extent.south, extent.north)]
    edge += [(x, y) for y in ys for x in (extent.west, extent.east)]
    points = projection.points(edge)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    high, x = max(ys) - min(ys), (max(xs) + min(xs)) / 2
    half = max(max(xs) - min(xs), high * WIDE / HIGHEST) / 2
    return Frame(projection, (x - half, min(ys), x + half, max(ys)), round(high / (2 * half) * WIDE), WIDE)


def world_frame() -> Frame:
    """Return the frame of the world, from the south of Patagonia to Spitsbergen."""
    projection = EqualEarth(WORLD.centre[0])
    ((east, _),) = projection.points([(projection.longitude + 179.999, 0)])
    (_, north), (_, south) = (projection.points([(0, y)])[0] for y in (WORLD.north, WORLD.south))
    height = round((south - north) / (2 * east) * WIDE)
    return Frame(projection, (-east, north, east, south), height, WIDE, WORLD)
