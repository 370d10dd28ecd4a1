"""The map of many places: the world or a part of it, with a dot for each city, or for cities that lie close together."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.places.map.coastlines import TENTH, Drawing, drawing
from practices.places.map.extent import Extent
from practices.places.map.framing import WIDE, WORLD, Frame, region_frame, world_frame
from practices.places.map.framing import frame as country_frame
from practices.places.map.lettering import Lettering, Name, Size, beside
from practices.places.map.outlines import outlines
from practices.places.map.projection import Point
from practices.places.regions import REGIONS, Region
from practices.public.parts.counts import WayIn

CELL = 27.0
"""Cities within so many units are one dot: a finger can tell dots apart where the map is nearly as wide as its units."""
RADII = ((20, 11.0), (10, 9.5), (5, 8.0), (2, 6.5), (0, 5.0))
"""From so many practices on, a dot has this radius."""
NAMED, SEEN = 16, 3
"""So many cities have their name on the map at most; so many of a dot are named in its title."""
TOWN = Lettering(11, 0.58)
BYTES = 14_000
"""So long may the lines of the land be."""
MOST_CITIES, MOST_COUNTRIES = 20, 40
"""So many cities are named in an address; of more it names the countries, and if they are more than so many, neither."""
NOWHERE = "-"
"""The country that a map of many is of."""
SHEETS = 64
"""So many frames with their land are kept, at 30 KB each."""

type Sheet = tuple[Frame, Drawing]
type WayOn = Callable[[Sequence[WayIn]], str]
"""Returns where a dot leads."""
type Leading = Callable[[Sequence[WayIn], Extent], str]
"""Returns where a dot leads on a map that shows so much of the earth."""


@dataclass(frozen=True)
class HeapDot:
    """One city, or several; its address leads to what is there, or nearer."""

    ways: tuple[WayIn, ...]
    x: float
    y: float
    url: str

    @property
    def count(self) -> int:
        """How many cities are named by practices, each as often as it is named."""
        return sum(way.count for way in self.ways)

    @property
    def radius(self) -> float:
        radius = next(radius for least, radius in RADII if self.count >= least)
        return max(radius, 8.0) if self.is_many else radius

    @property
    def is_many(self) -> bool:
        return len(self.ways) > 1

    @property
    def title(self) -> str:
        """What the dot says: a city with its number of practices, or which cities it stands for."""
        first = self.ways[0]
        if not self.is_many:
            said = ngettext("%(name)s: %(count)d practice", "%(name)s: %(count)d practices", first.count)
            return said % {"name": first.name, "count": first.count}
        names = ", ".join(way.name for way in self.ways[:SEEN])
        if len(self.ways) <= SEEN:
            return names
        return _("%(count)d cities: %(names)s and more") % {"count": len(self.ways), "names": names}


@dataclass(frozen=True)
class Layer:
    """The dots and names of a map that is so many units wide and high; the land is drawn by `scale` of its size."""

    width: int
    height: int
    scale: float
    dots: list[HeapDot]
    names: list[Name]

    @property
    def is_wide(self) -> bool:
        return self.width == WIDE


@dataclass(frozen=True)
class WorldMap:
    """A map for wide screens and one for telephones. `taking_part` and `land` are paths of SVG that both show."""

    title: str
    net: str
    taking_part: str
    land: str
    layers: list[Layer]
    notes: list[str]


def of_world(title: str, ways: Sequence[WayIn], codes: Collection[str] = ()) -> WorldMap:
    """Return the map of all the earth, with its cities; `codes` are the countries that take part, with cities or without."""
    return _map(title, _sheet(""), ways, partial(_way_on, smaller_than=WORLD), codes)


def of_region(region: Region, ways: Sequence[WayIn], codes: Collection[str] = ()) -> WorldMap:
    """Return the map of a part of the world, with the cities of its countries, and those of `codes` that take part."""
    title, lead = (
        _("Map of %(region)s") % {"region": region.name},
        partial(_way_on, smaller_than=region.extent),
    )
    return _map(title, _sheet(region.slug), ways, lead, region.codes.intersection(codes))


def of_results(
    title: str, ways: Sequence[WayIn], codes: Collection[str], lead: Leading, *, part: str = ""
) -> WorldMap:
    """Return the map of some cities: of a part of the world, or as near as all of them can be seen.

    `codes` are the countries that take part.
    """
    names = (*codes, *_narrowest_first()) if len(codes) == 1 else _narrowest_first()
    name = part or next((name for name in names if _shows(name, ways)), "")
    frame, _drawn = sheet = _sheet(name)
    return _map(title, sheet, ways, lambda some: lead(some, frame.extent), codes)


def nearer(ways: Sequence[WayIn], *, smaller_than: Extent) -> str:
    """Return the narrowest part of the world that shows all these cities: their country, a region, or none for nothing."""
    codes = {way.code for way in ways}
    names = [*(codes if len(codes) == 1 else ()), *_narrowest_first()]
    parts = (name for name in names if name in codes or codes <= REGIONS[name].codes)
    return next((n for n in parts if _frame(n).extent.breadth < smaller_than.breadth and _shows(n, ways)), "")


def _shows(name: str, ways: Iterable[WayIn]) -> bool:
    return all(_is_within(way.position, _frame(name)) for way in ways if way.position)


def _narrowest_first() -> list[str]:
    return sorted(REGIONS, key=lambda slug: REGIONS[slug].extent.breadth)


def _map(
    title: str, sheet: Sheet, ways: Sequence[WayIn], way_on: WayOn, codes: Collection[str] = ()
) -> WorldMap:
    frame, drawn = sheet
    placed = [way for way in ways if way.position and _is_within(way.position, frame)]
    taking_part = set(codes) or {way.code for way in ways}
    layers = [_layer(placed, frame, way_on, part) for part in (1, 2)]
    notes = list(_notes(layers, left_out=len(ways) - len(placed)))
    others = drawn.path(drawn.shapes.keys() - taking_part)
    return WorldMap(title, drawn.net, drawn.path(taking_part), others, layers, notes)


@lru_cache(maxsize=SHEETS)
def _sheet(name: str) -> Sheet:
    """Return the frame and the land of a country by its code, of a region, or of the world for neither.

    It is the same whatever practices there are: a country's shows its main part.
    """
    frame = _frame(name)
    return frame, drawing(outlines(), NOWHERE, frame, most=BYTES)


@lru_cache(maxsize=SHEETS)
def _frame(name: str) -> Frame:
    if name in REGIONS:
        return region_frame(REGIONS[name].extent)
    found = country_frame(outlines(), name, []) if name else None
    return replace(found, width=WIDE, height=found.height * WIDE // found.width) if found else world_frame()


def _layer(ways: Iterable[WayIn], frame: Frame, way_on: WayOn, part: int) -> Layer:
    """Return what stands on a map of a whole (1) or of half the width (2)."""
    width, height = frame.width // part, round(frame.height / part)
    dots = list(_dots(ways, frame, way_on, part))
    return Layer(width, height, 1 / (TENTH * part), dots, list(_names(dots, (width, height))))


def _is_within(position: Point, frame: Frame) -> bool:
    ((x, y),) = frame.units([position])
    return 0 <= x <= frame.width and 0 <= y <= frame.height


def _dots(ways: Iterable[WayIn], frame: Frame, way_on: WayOn, part: int) -> Iterator[HeapDot]:
    """Yield the dots from the greatest on: what lies in one cell of a grid is one, and so are dots closer than a cell."""
    cells: dict[tuple[int, int], list[tuple[WayIn, Point]]] = {}
    for way in sorted(ways, key=lambda way: (-way.count, -way.population, way.name)):
        x, y = (each / part for each in frame.units([way.position or (0, 0)])[0])
        cells.setdefault((int(x / CELL), int(y / CELL)), []).append((way, (x, y)))
    heaps: list[tuple[list[WayIn], Point]] = []
    for cell in sorted(cells.values(), key=lambda cell: -sum(way.count for way, _spot in cell)):
        x, y = cell[0][1]
        near = next((heap for heap, (u, v) in heaps if max(abs(x - u), abs(y - v)) < CELL), None)
        if near is None:
            heaps.append(([way for way, _spot in cell], (x, y)))
        else:
            near.extend(way for way, _spot in cell)
    for heap, (x, y) in heaps:
        yield HeapDot(tuple(heap), round(x, 1), round(y, 1), way_on(heap))


def _way_on(ways: Sequence[WayIn], *, smaller_than: Extent) -> str:
    """Return where a dot leads: to its city, to the map of its country or of a smaller region, or to the practices."""
    if len(ways) == 1:
        return ways[0].url
    codes = {way.code for way in ways}
    if len(codes) == 1:
        return reverse("practices:country", args=[ways[0].code.lower()])
    for region in map(REGIONS.__getitem__, _narrowest_first()):
        if codes <= region.codes and region.extent.breadth < smaller_than.breadth:
            return region.get_absolute_url()
    named = [("city", slug) for slug in sorted(way.slug for way in ways)]
    if len(ways) > MOST_CITIES:
        named = [("country", code) for code in sorted(codes)] if len(codes) <= MOST_COUNTRIES else []
    return "?".join(filter(None, [reverse("practices:list"), urlencode(named)]))


def _names(dots: Sequence[HeapDot], size: Size) -> Iterator[Name]:
    """Yield the names of single cities that there is room for."""
    taken = [(dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius) for dot in dots]
    for dot in [dot for dot in dots if not dot.is_many][:NAMED]:
        name = beside((dot.x, dot.y), dot.radius, dot.ways[0].name, TOWN, size, taken)
        if name:
            taken.append(name.box)
            yield name


def _notes(layers: Iterable[Layer], *, left_out: int) -> Iterator[str]:
    dots = [dot for layer in layers for dot in layer.dots]
    if any(dot.is_many for dot in dots):
        yield _("A dot with a number stands for so many cities and leads nearer.")
    if len({dot.radius for dot in dots}) > 1:
        yield _("The larger the dot, the more practices.")
    if left_out:
        yield ngettext(
            "%(count)s city is not on the map, as its position is not known or lies beyond it.",
            "%(count)s cities are not on the map, as their positions are not known or lie beyond it.",
            left_out,
        ) % {"count": left_out}
