"""What else is there to read beside a practice: translations, older editions, the same city, the same topics?"""

from collections.abc import Iterable
from typing import Any

from django.db.models import FETCH_RAISE, Q, QuerySet

from practices.models import Edition, Place, Snapshot, Topic
from practices.models import edition as editions

MOST = 4


def translations(edition: Edition) -> QuerySet[Edition]:
    """Return the same practice in other languages."""
    return (
        _in_all_languages(edition)
        .exclude(pk=edition.pk)
        .select_related("practice")
        .only("title", "language", "practice__slug")
        .fetch_mode(FETCH_RAISE)
        .order_by("language", "pk")
    )


def older_editions(edition: Edition) -> QuerySet[Snapshot]:
    """Return the editions before the one on line, newest first, without their texts."""
    return (
        Snapshot.objects.filter(practice=edition.practice_id, edition__lt=edition.number)
        .only("edition", "at")
        .fetch_mode(FETCH_RAISE)
        .order_by("-edition")
    )


def in_the_city(edition: Edition) -> list[Edition]:
    """Return other practices of the leading city, newest first."""
    return _cards([_newest(Place.objects.filter(city=edition.city), edition)]) if edition.city else []


def on_the_topics(edition: Edition, topics: Iterable[Topic], *, besides: list[Edition]) -> list[Edition]:
    """Return other practices that share one of its topics, newest first."""
    rows = Edition.topics.through.objects.exclude(edition__in=[other.pk for other in besides])
    return _cards([_newest(rows.filter(topic=topic), edition) for topic in topics])


def _newest(rows: QuerySet[Any], edition: Edition) -> QuerySet[Any]:
    """Return the last few originals of narrow rows; an index has them in this order, however many there are."""
    own = _in_all_languages(edition).values("pk")
    others = rows.exclude(edition__in=own).exclude(edition__in=editions.translations())
    return others.order_by("-edition").values("edition")[:MOST]


def _cards(some: list[QuerySet[Any]]) -> list[Edition]:
    """Return the newest of some rows."""
    if not some:
        return []
    first, *rest = [Edition.objects.order_by().filter(pk__in=rows).values("pk") for rows in some]
    found = Edition.objects.filter(pk__in=first.union(*rest)).cards()
    return list(found.prefetch_related(None).newest_first()[:MOST])


def _in_all_languages(edition: Edition) -> QuerySet[Edition]:
    original = edition.translation_of_id or edition.practice_id
    return Edition.objects.filter(Q(practice=original) | Q(translation_of=original))
