"""The mark on the card of a practice without a picture: a sign of what it is about beside the shape of its country.

The signs are drawn by hand in `static/img/signs.svg`, each under the words with which a topic's name in addresses begins.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from practices.models import Edition
from practices.places.map.silhouettes import silhouette

NEUTRAL = "other"
"""The sign of practices without topics, and of topics that came later and have none."""
NAMED = re.compile(r'<symbol id="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Mark:
    """Which sign and which country, and where the city lies in its square, in per cents from its left and upper edge."""

    sign: str
    country: str
    spot: tuple[int, int] | None = None


def mark_of(edition: Edition, topics: Sequence[str] = ()) -> Mark:
    """Return the mark of an edition from `.cards()` about these topics.

    Of several topics each practice has its own one, so that those of one topic do not all look alike.
    """
    city = edition.city
    country = (city or edition).country.code
    shape = silhouette(country)
    position = city.position if city else None
    about = topics[edition.practice_id % len(topics)] if topics else ""
    return Mark(sign_of(about), country, shape.spot(position) if shape and position else None)


def sign_of(topic: str) -> str:
    """Return the sign of a topic by its slug: the one whose words it begins with."""
    return next((sign for sign in signs() if f"{topic}-".startswith(f"{sign}-")), NEUTRAL)


@cache
def signs() -> tuple[str, ...]:
    """Return the names of all signs."""
    return tuple(NAMED.findall((settings.BASE_DIR / "static" / "img" / "signs.svg").read_text()))
