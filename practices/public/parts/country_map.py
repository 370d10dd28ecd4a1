"""The map on the page of a country or city: dots where the cities are, and the names that there is room for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from math import hypot

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_countries import countries

from practices.models import City
from practices.places.map.coastlines import TENTH, Drawing, drawing
from practices.places.map.framing import WIDTH, Frame, frame
from practices.places.map.lettering import Lettering, Name, beside, within
from practices.places.map.outlines import outlines
from practices.places.map.projection import Box, Point
from practices.public.parts.counts import WayIn

MOST_CITIES = 50
"""So many cities stand on a map: those with the most practices."""
SIZES = ((5, 6), (2, 4.5), (0, 3.5))
"""From so many practices on, a dot has this radius."""
FINGER = 27.0
"""A link's breadth: 24 pixels on the narrowest screen."""
NAMED = 12
"""So many cities have their name on the map at most."""
CITY, LAND = Lettering(12, 0.66), Lettering(11, 0.64)
BYTES, DOT, LINK = 12_700, 75, 120
"""So long may the lines of a map be, less this for each dot and link: then all of its SVG has at most 15 KB."""
BARS = (2000, 1000, 500, 200, 100, 50, 20)
"""The scale is so many kilometres long, and at most so many units:"""
BAR = 80.0


class DotKind(Enum):
    """How a dot stands to the greater ones, which come first."""

    LINK = auto()
    APART = auto()  # too close to a link to be one: the list beside the map leads there
    BENEATH = auto()  # so close that it lies under it


@dataclass(frozen=True)
class Dot:
    """A city on the map."""

    way: WayIn
    x: float
    y: float
    radius: float
    kind: DotKind

    @property
    def box(self) -> Box:
        return self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius


@dataclass(frozen=True)
class Scale:
    kilometres: int
    length: float


@dataclass(frozen=True)
class Map:
    """A map in its own units, and in words what it does not show."""

    title: str
    drawing: Drawing
    height: int
    dots: list[Dot]
    names: list[Name]
    lands: list[Name]
    scale: Scale
    notes: list[str]
    width: int = WIDTH
    reach: float = FINGER / 2

    @property
    def foot(self) -> int:
        """Where the scale begins."""
        return self.height - 14

    @property
    def is_picture(self) -> bool:
        return not self.links

    @property
    def links(self) -> list[Dot]:
        return self._of(DotKind.LINK)

    @property
    def apart(self) -> list[Dot]:
        return self._of(DotKind.APART)

    @property
    def beneath(self) -> list[Dot]:
        return self._of(DotKind.BENEATH)

    def _of(self, kind: DotKind) -> list[Dot]:
        return [dot for dot in self.dots if dot.kind is kind]


def of_country(code: str, cities: Sequence[WayIn]) -> Map | None:
    """Return the map of a country with its cities, each a link; None for one that neither outlines nor cities show."""
    placed = sorted(
        (way for way in cities if way.position), key=lambda way: (-way.count, -way.population, way.name)
    )
    title = _("Map of %(country)s") % {"country": countries.name(code)}
    found = _map(code, title, placed[:MOST_CITIES], are_links=True)
    if found:
        found.notes.extend(_notes(found, placed, unknown=len(cities) - len(placed)))
    return found


def of_city(city: City) -> Map | None:
    """Return the map of a city's country with the city alone; None where neither is known."""
    names = {"city": city.name, "country": city.country.name}
    title = _("Where %(city)s lies in %(country)s") % names
    way = WayIn(city.country.code, city.name, city.get_absolute_url(), 1, city.position)
    found = _map(city.country.code, title, [way] if way.position else [], are_links=False)
    if found:
        found.notes.append(in_degrees(way.position) if way.position else _("Its position is not known."))
    return found


def in_degrees(position: Point) -> str:
    """Return a position in degrees and minutes, latitude first: 60°24′ N, 5°19′ E."""
    longitude, latitude = position
    north = _("%(degrees)s N") if latitude >= 0 else _("%(degrees)s S")
    east = _("%(degrees)s E") if longitude >= 0 else _("%(degrees)s W")
    return ", ".join(
        text % {"degrees": f"{minutes // 60}°{minutes % 60:02}′"}
        for text, minutes in ((north, round(abs(latitude) * 60)), (east, round(abs(longitude) * 60)))
    )


def _map(code: str, title: str, ways: Sequence[WayIn], *, are_links: bool) -> Map | None:
    seen = frame(outlines(), code, [way.position for way in ways if way.position])
    if seen is None:
        return None
    dots = list(_dots(ways, seen, are_links=are_links))
    drawn = drawing(outlines(), code, seen, most=BYTES - sum(map(_length, dots)))
    scale = _scale(seen)
    taken = [dot.box for dot in dots] + [(0, seen.height - 26.0, scale.length + 20, float(seen.height))]
    names = list(_city_names(dots, seen, taken))
    lands = list(_land_names(drawn, seen, taken + [name.box for name in names]))
    return Map(title, drawn, seen.height, dots, names, lands, scale, [])


def _dots(ways: Sequence[WayIn], seen: Frame, *, are_links: bool) -> Iterator[Dot]:
    """Yield the dots, the greatest first; of those that a finger cannot tell apart only the first is a link."""
    links: list[Dot] = []
    for way, (x, y) in zip(ways, seen.units([way.position for way in ways if way.position]), strict=True):
        radius = next(radius for least, radius in SIZES if way.count >= least)
        kind = _kind(x, y, links) if are_links else DotKind.APART
        dot = Dot(way, round(x, 1), round(y, 1), radius, kind)
        if kind is DotKind.LINK:
            links.append(dot)
        yield dot


def _kind(x: float, y: float, links: Sequence[Dot]) -> DotKind:
    if all(max(abs(x - link.x), abs(y - link.y)) >= FINGER for link in links):
        return DotKind.LINK
    is_beneath = any(hypot(x - link.x, y - link.y) <= link.radius + 1 for link in links)
    return DotKind.BENEATH if is_beneath else DotKind.APART


def _length(dot: Dot) -> int:
    return DOT + len(dot.way.name) + (dot.kind is DotKind.LINK) * (LINK + len(dot.way.url))


def _city_names(dots: Sequence[Dot], seen: Frame, taken: Iterable[Box]) -> Iterator[Name]:
    taken = list(taken)
    for dot in dots[:NAMED]:
        name = beside((dot.x, dot.y), dot.radius, dot.way.name, CITY, seen.size, taken)
        if name:
            taken.append(name.box)
            yield name


def _land_names(drawn: Drawing, seen: Frame, taken: Iterable[Box]) -> Iterator[Name]:
    """Yield the neighbours' names, each in the middle of its land."""
    taken = list(taken)
    for code, shapes in drawn.shapes.items():
        text = countries.name(code)
        if code == drawn.code or not text:
            continue
        area = [[(x / TENTH, y / TENTH) for x, y in shape] for shape in shapes]
        name = within(area, text, LAND, seen.size, taken)
        if name:
            taken.append(name.box)
            yield name


def _scale(seen: Frame) -> Scale:
    kilometres = next(each for each in BARS if each / seen.scale <= BAR)
    return Scale(kilometres, round(kilometres / seen.scale, 1))


def _notes(found: Map, placed: Sequence[WayIn], *, unknown: int) -> Iterator[str]:
    if len({dot.radius for dot in found.dots}) > 1:
        yield _("The larger the dot, the more practices.")
    if len(placed) > MOST_CITIES:
        yield _("Only the %(count)s cities with the most practices are on the map.") % {"count": MOST_CITIES}
    if unknown:
        yield ngettext(
            "%(count)s city is not on the map, as its position is not known.",
            "%(count)s cities are not on the map, as their positions are not known.",
            unknown,
        ) % {"count": unknown}
