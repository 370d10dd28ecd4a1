"""The renames of cities and topics: what follows on line when one gets other names?

The transaction that renames it writes the order of lists at once, and a note. The worker beside the server indexes the
editions anew, some at a time, and deletes the note with the last of them: whatever is killed, the note says what is left.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from practices.models import City, Edition, Place, Rename, Topic, last_change
from practices.models.database_errors import DATABASE_AWAY
from practices.models.old_slug import SlugKind
from practices.places import cities
from practices.search.engine import reindex

log = logging.getLogger(__name__)

BATCH = 25
"""So many editions are indexed at once: 2 to 12 ms each, and on SQLite nobody else writes meanwhile."""
BREATH = 0.15
"""Seconds between two of them: who waits to write into SQLite looks every 0.1 s whether it is free."""


def follow_city(city: City) -> int:
    """Let editions be sorted by a city's names now and found by them soon; return how many name it.

    It locks editions, and a worker waits for them with a note in its hand: who notes more in one transaction does it before.
    """
    _follow([city])
    return _naming(SlugKind.CITY, city.pk).count()


def follow_cities(renamed: Iterable[City]) -> None:
    """Let editions follow those of many cities that any edition names."""
    named = set(Place.objects.order_by().values_list("city", flat=True).distinct())
    _follow([city for city in renamed if city.pk in named])


def follow_topic(topic: Topic) -> int:
    """Let editions be found by a topic's name soon; return how many are about it."""
    _note(SlugKind.TOPIC, [topic.pk])
    return _naming(SlugKind.TOPIC, topic.pk).count()


def tell_renamed(kind: SlugKind, target: int) -> None:
    """Tell that all practices have changed that name a city or a topic on line."""
    named = Edition.objects.filter(pk__in=_naming(kind, target))
    last_change.tell(named.values_list("practice", flat=True))


def follow_next() -> bool:
    """Index the next few editions of a rename; say whether there was one. Of two workers, one does it."""
    if not Rename.objects.exists():
        return False
    with transaction.atomic():
        note = Rename.objects.select_for_update(skip_locked=True).order_by("pk").first()
        if note is None:
            return False
        below = _naming(SlugKind(note.kind), note.target).filter(edition__lt=note.below)
        keys = list(below.order_by("-edition")[:BATCH])
        _found_anew(keys)
        if len(keys) < BATCH:
            note.delete()
            tell_renamed(SlugKind(note.kind), note.target)
        else:
            note.below = keys[-1]
            note.save(update_fields=["below"])
    time.sleep(BREATH)
    return True


def _follow(renamed: list[City]) -> None:
    """Note cities, and sort their editions by the new names; these are locked in one order, whichever city they are of."""
    by_key = {city.pk: city for city in renamed}
    _note(SlugKind.CITY, by_key)
    wrong = defaultdict(list)
    leading = Edition.objects.filter(city__in=by_key)
    for key, country, city, place in leading.values_list("pk", "country", "city", "sort_place"):
        if place != cities.sort_place(country, by_key[city]):
            wrong[country, city].append(key)
    found = Edition.objects.filter(pk__in=list(chain.from_iterable(wrong.values())))
    list(found.select_for_update().order_by("pk").values_list("pk"))
    for (country, city), keys in wrong.items():  # one that left the city meanwhile is not of it any more
        place = cities.sort_place(country, by_key[city])
        Edition.objects.filter(pk__in=keys, country=country, city=city).update(sort_place=place)


def _note(kind: SlugKind, targets: Iterable[int]) -> None:
    """Note that all their editions are to be indexed anew, also those that were since an earlier rename."""
    Rename.objects.bulk_create(
        [Rename(kind=kind, target=target) for target in sorted(targets)],
        update_conflicts=True,
        unique_fields=["kind", "target"],
        update_fields=["below"],
    )


def _naming(kind: SlugKind, target: int) -> QuerySet[Any, int]:
    """Return the keys of the editions that name a city or a topic."""
    rows = (
        Place.objects.filter(city=target)
        if kind is SlugKind.CITY
        else Edition.topics.through.objects.filter(topic=target)
    )
    return rows.values_list("edition", flat=True)


def _found_anew(keys: list[int]) -> None:
    """Index editions, or log which one cannot be and go on: else it would be the next for ever."""
    try:
        reindex(keys)
    except DATABASE_AWAY:  # they wait
        raise
    except Exception:
        if len(keys) > 1:
            for key in keys:
                _found_anew([key])
        else:
            log.exception("Edition %s could not be indexed by new names", *keys)
