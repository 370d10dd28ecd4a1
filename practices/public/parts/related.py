"""The links on from a practice: translations, older editions, the same city, what is like it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import FETCH_RAISE, OuterRef, Q, QuerySet, Subquery

from practices.models import Edition, Place, Practice, Snapshot, Topic
from practices.search import likeness

MOST_RELATED, MOST_OF_CITY = 4, 10
"""So many practices that are like it stand beneath another one, and so many of its city."""


def translations(edition: Edition) -> list[Edition]:
    """Return the same practice in other languages."""
    original = edition.translation_of_id or edition.practice_id
    return list(
        Edition.objects.filter(Q(practice=original) | Q(translation_of=original))
        .exclude(pk=edition.pk)
        .select_related("practice")
        .only("title", "language", "translated_by", "practice__slug")
        .fetch_mode(FETCH_RAISE)
        .order_by("language", "pk")
    )


def editions(edition: Edition) -> list[Snapshot]:
    """Return the edition on line and those before it, newest first, with what is new in each, without their texts."""
    return list(
        Snapshot.objects.filter(practice=edition.practice_id, edition__lte=edition.number)
        .only("edition", "at", "change_note", "taken_down", "taken_down_at")
        .fetch_mode(FETCH_RAISE)
        .order_by("-edition")
    )


def taken_down_at(practice: Practice) -> datetime | None:
    """Return when the last edition of what is off line was taken down by law; None when it was not."""
    kept = Snapshot.objects.filter(practice=practice.pk, edition__isnull=False).order_by("-edition")
    last = kept.only("taken_down", "taken_down_at").fetch_mode(FETCH_RAISE).first()
    return last.taken_down_at if last and last.is_taken_down else None


def in_the_city(edition: Edition, *, besides: Iterable[Edition]) -> list[Edition]:
    """Return other practices of the leading city, newest first."""
    return _cards(_newest(Place.objects.filter(city=edition.city), besides)) if edition.city else []


def related(edition: Edition, topics: Sequence[Topic], *, besides: Iterable[Edition]) -> list[Edition]:
    """Return other practices that are like one by rare words and topics, the likest first."""
    keys = likeness.alike(edition, topics)
    others = Edition.objects.filter(pk__in=keys, original=None).exclude(pk__in=[each.pk for each in besides])
    found = {each.pk: each for each in others.cards()}
    return [found[key] for key in keys if key in found][:MOST_RELATED]


def _newest(rows: QuerySet[Any], besides: Iterable[Edition]) -> QuerySet[Any]:
    """Return the last few originals of narrow rows.

    An index has the rows in this order and each is looked up by itself, which a join would leave to the database: a few
    are read, however many practices and translations there are.
    """
    original = Edition.objects.filter(pk=OuterRef("edition")).values("original")
    others = rows.exclude(edition__in=[other.pk for other in besides]).alias(original=Subquery(original))
    newest: QuerySet[Any] = others.filter(original=None).order_by("-edition").values("edition")[:MOST_OF_CITY]
    return newest


def _cards(rows: QuerySet[Any]) -> list[Edition]:
    """Return the editions of some rows, the newest first."""
    found = Edition.objects.order_by().filter(pk__in=rows).values("pk")
    return list(Edition.objects.filter(pk__in=found).cards().newest_first())
