"""What follows on line when a city or a topic gets other names?

Called in the transaction that renames it and raises the version: editions keep what they are found and sorted by, so it is written anew.
"""

from collections.abc import Iterable

from practices.models import City, Edition, Place, Topic
from practices.search import cities
from practices.search.engine import reindex

MOST = 2000
"""So many editions are indexed at once: 2 to 12 ms each, and on SQLite nobody else writes meanwhile."""


def follow_city(city: City) -> int:
    """Let editions be sorted and found by a city's names; return how many are left to `rebuild_search`."""
    leading = Edition.objects.filter(city=city)
    for country in set(leading.values_list("country", flat=True)):
        leading.filter(country=country).update(sort_place=cities.sort_place(country, city))
    return _found_anew(Place.objects.filter(city=city).values_list("edition", flat=True))


def follow_topic(topic: Topic) -> int:
    """Let editions be found by a topic's name; return how many are left to `rebuild_search`."""
    about = Edition.topics.through.objects.filter(topic=topic)
    return _found_anew(about.values_list("edition", flat=True))


def _found_anew(keys: Iterable[int]) -> int:
    """Index editions again, the newest first."""
    newest = sorted(keys, reverse=True)
    reindex(newest[:MOST])
    return len(newest[MOST:])
