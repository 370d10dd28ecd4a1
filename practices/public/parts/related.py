"""The links on from a practice: translations, older editions, the same city, what is like it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import FETCH_RAISE, OuterRef, Q, QuerySet, Subquery

from practices.models import Edition, Place, Practice, Snapshot, Topic
from practices.models.per_version import once_a_version
from practices.search import likeness

MOST_RELATED, MOST_OF_CITY, MOST_LOADED = 4, 10, 12
"""So many practices that are like it stand beneath another one, and so many of its city; so many are loaded to find the
first, as translations stand among them."""


def translations(edition: Edition) -> list[Edition]:
    """Return the same practice in other languages."""
    if edition.translation_of_id is None and edition.practice_id not in _translated():
        return []
    original = edition.translation_of_id or edition.practice_id
    return list(
        Edition.objects.filter(Q(practice=original) | Q(translation_of=original))
        .exclude(pk=edition.pk)
        .select_related("practice")
        .only("title", "language", "translated_by", "practice__slug")
        .fetch_mode(FETCH_RAISE)
        .order_by("language", "pk")
    )


@once_a_version
def _translated() -> frozenset[int | None]:
    """Return the numbers of the practices that translations on line translate: an index holds these few."""
    translations = Edition.objects.filter(translation_of__isnull=False)
    return frozenset(translations.values_list("translation_of", flat=True))


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


def read_next(
    edition: Edition, topics: Sequence[Topic], translations: Iterable[Edition]
) -> tuple[list[Edition], list[Edition]]:
    """Return other practices of the leading city, the newest first, and others that are like this one, the likest first.

    Both are found by their keys and loaded together.
    """
    own = {edition.pk, *(each.pk for each in translations)}
    of_city = set(_newest_of_city(edition, own)) if edition.city else set()
    alike = [key for key in likeness.alike(edition, topics) if key not in own | of_city][:MOST_LOADED]
    shown = Edition.objects.filter(pk__in=[*of_city, *alike], original=None).cards().newest_first()
    found = {each.pk: each for each in shown}
    nearby = [each for key, each in found.items() if key in of_city]
    return nearby, [found[key] for key in alike if key in found][:MOST_RELATED]


def _newest_of_city(edition: Edition, own: Iterable[int]) -> QuerySet[Place, int]:
    """Return the keys of the last few originals of a city.

    An index has the places of a city in this order once `is_unlisted` is named, and each original is looked up by itself,
    which a join would leave to the database: a few are read, however many practices and translations there are.
    """
    original = Edition.objects.filter(pk=OuterRef("edition")).values("original")
    others = Place.objects.filter(city=edition.city, is_unlisted=False).exclude(edition__in=own)
    newest = others.alias(original=Subquery(original)).filter(original=None).order_by("-edition")
    return newest.values_list("edition", flat=True)[:MOST_OF_CITY]
