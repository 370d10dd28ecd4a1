"""GeoJSON: the practices where their cities are (RFC 7946), for maps of somebody's own."""

from collections.abc import Iterator
from typing import Any

from practices.exports.formats.rows import cells_of
from practices.exports.formats.structured import members
from practices.exports.formats.taken import Taken
from practices.models import Edition


def write_geojson(taken: Taken) -> Iterator[bytes]:
    """Give a point for each practice, at its leading city; one without a city, or whose position is not known, has none."""
    return members({"type": "FeatureCollection", **taken.about}, "features", map(_feature, taken.editions))


def _feature(edition: Edition) -> dict[str, Any]:
    position = edition.city.position if edition.city else None
    return {
        "type": "Feature",
        "id": edition.practice_id,
        "geometry": {"type": "Point", "coordinates": position} if position else None,
        "properties": cells_of(edition),
    }
