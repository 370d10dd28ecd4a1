"""The names on a map: where is room for one? All in units of the map; a text's width is reckoned, nobody measures it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from practices.places.map.projection import Box, Point

EDGE = 5.0
"""So far from the edge stays every name."""
LINE = 1.25
"""A line's height for a letter size of one."""
ROWS = 24
"""In how many heights room is looked for."""

type Size = tuple[int, int]
"""The width and height of the map."""
type Shapes = Iterable[Sequence[Point]]


@dataclass(frozen=True)
class Lettering:
    """How names are set: their size, and the share of it that a letter is wide."""

    size: float
    letter: float

    def width(self, text: str) -> float:
        return len(text) * self.size * self.letter


@dataclass(frozen=True)
class Name:
    """A name where it stands: x and y of its base line, and which of its ends x is."""

    text: str
    x: float
    y: float
    anchor: str
    box: Box


def beside(
    spot: Point, reach: float, text: str, lettering: Lettering, size: Size, taken: Iterable[Box]
) -> Name | None:
    """Return the name beside a dot of this reach: to the right or left, above or below, then across; None where all is taken."""
    width, high = lettering.width(text), lettering.size
    x, y = spot
    gap = reach + high * 0.3
    places = (
        ("start", x + gap, y + high * 0.35),
        ("end", x - gap, y + high * 0.35),
        ("middle", x, y - gap),
        ("middle", x, y + gap + high * 0.8),
        ("start", x, y - gap),
        ("end", x, y - gap),
        ("start", x, y + gap + high * 0.8),
        ("end", x, y + gap + high * 0.8),
    )
    names = (_name(text, left, base, anchor, width, high) for anchor, left, base in places)
    return next((name for name in names if fits(name.box, size, taken)), None)


def within(shapes: Shapes, text: str, lettering: Lettering, size: Size, taken: Iterable[Box]) -> Name | None:
    """Return the name in the middle of the widest stretch of an area; None where it does not fit."""
    shapes, taken, high = list(shapes), list(taken), lettering.size
    need = lettering.width(text)
    best: tuple[float, Name] | None = None
    for row in range(ROWS):
        base = EDGE + high + (size[1] - 2 * EDGE - high) * row / (ROWS - 1)
        for left, right in _stretches(shapes, base, high, size):
            name = _name(text, (left + right) / 2, base, "middle", need, high)
            room = right - left - need
            if room > 0 and (best is None or room > best[0]) and fits(name.box, size, taken):
                best = room, name
    return best[1] if best else None


def fits(box: Box, size: Size, taken: Iterable[Box]) -> bool:
    """Tell whether a box is on the map and touches none of the others."""
    if box[0] < EDGE or box[1] < EDGE or box[2] > size[0] - EDGE or box[3] > size[1] - EDGE:
        return False
    return not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken
    )


def _name(text: str, x: float, base: float, anchor: str, width: float, size: float) -> Name:
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    return Name(
        text, round(x, 1), round(base, 1), anchor, (left, base - size, left + width, base + size * (LINE - 1))
    )


def _stretches(
    shapes: list[Sequence[Point]], base: float, high: float, size: Size
) -> Iterator[tuple[float, float]]:
    """Yield what of a row is inside the area from the letters' foot to their head, and on the map."""
    rows = [_inside(shapes, y) for y in (base, base - high * 0.4, base - high * 0.8)]
    for left, right in rows[1]:
        for above in rows[2]:
            for below in rows[0]:
                first, last = (
                    max(left, above[0], below[0], EDGE),
                    min(right, above[1], below[1], size[0] - EDGE),
                )
                if first < last:
                    yield first, last


def _inside(shapes: list[Sequence[Point]], y: float) -> list[tuple[float, float]]:
    """Return where a row enters and leaves the area."""
    crossings = []
    for shape in shapes:
        before = shape[-1]
        for point in shape:
            if (before[1] <= y) != (point[1] <= y):
                share = (y - before[1]) / (point[1] - before[1])
                crossings.append(before[0] + share * (point[0] - before[0]))
            before = point
    crossings.sort()
    return list(zip(crossings[0::2], crossings[1::2], strict=False))
