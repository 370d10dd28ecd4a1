"""A map as a file of its own: in fixed colours, with all that must be said of it inside, and links to the site."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from practices.places.map.coastlines import TENTH
from practices.places.map.framing import WIDE
from practices.places.map.lettering import Name
from practices.public.parts.country_map import Map
from practices.public.parts.world_map import WorldMap

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LINE = 14
"""So high is a line of the credit beneath the map."""


@dataclass(frozen=True, slots=True)
class FileDot:
    """A dot, its words and where on the site it leads; `number` is of how many cities it stands for, if of several."""

    x: float
    y: float
    radius: float
    title: str
    url: str
    number: int = 0


@dataclass(frozen=True)
class MapFile:
    title: str
    width: int
    height: int
    net: str
    land: str
    country: str
    dots: list[FileDot]
    names: Sequence[Name]
    lands: Sequence[Name]
    credit: list[str]
    scale: float = 1 / TENTH
    licence: str = LICENCE

    @property
    def full_height(self) -> int:
        """Its height with the credit."""
        return self.height + LINE * len(self.credit) + LINE // 2

    @property
    def credit_lines(self) -> list[tuple[int, str]]:
        """The lines of the credit, each with where it stands."""
        return [(self.height + LINE * number, text) for number, text in enumerate(self.credit, 1)]


def file_of_many(found: WorldMap) -> MapFile:
    """Return the map of many places as it is on wide screens."""
    layer = found.layers[0]
    dots = [
        FileDot(dot.x, dot.y, dot.radius, dot.title, settings.SITE_URL + dot.url, dot.is_many * len(dot.ways))
        for dot in layer.dots
    ]
    return MapFile(
        found.title,
        layer.width,
        layer.height,
        found.net,
        found.land,
        found.taking_part,
        dots,
        layer.names,
        [],
        _credit(layer.width),
    )


def file_of_country(found: Map) -> MapFile:
    """Return the map of a country or city; of dots that lie close together each one leads somewhere."""
    dots = [
        FileDot(dot.x, dot.y, dot.radius, dot.way.name, settings.SITE_URL + dot.way.url)
        for dot in (*found.beneath, *found.apart, *found.links)
    ]
    drawn = found.drawing
    return MapFile(
        found.title,
        found.width,
        found.height,
        drawn.net,
        drawn.land,
        drawn.country,
        dots,
        found.names,
        found.lands,
        _credit(found.width),
    )


def _credit(width: int) -> list[str]:
    said = [
        _("%(site)s, %(day)s. Licence: CC BY 4.0.")
        % {"site": settings.SITE_NAME, "day": date_format(timezone.localdate())},
        _("Places: GeoNames, CC BY 4.0. Outlines: Natural Earth, in the public domain."),
        _("Borders express no opinion on the status of any territory."),
    ]
    return [f"{said[0]} {said[1]}", said[2]] if width >= WIDE else said
