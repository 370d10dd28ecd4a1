"""What else is there to read beside a practice: translations, older editions, the same city, the same topics?"""

from collections.abc import Iterable

from django.db.models import FETCH_RAISE, Q, QuerySet

from practices.models import Edition, Snapshot, Topic
from practices.models.edition import EditionQuerySet

MOST = 4


def translations(edition: Edition) -> QuerySet[Edition]:
    """Return the same practice in other languages."""
    original = _original(edition)
    return (
        Edition.objects.filter(Q(practice=original) | Q(practice__translation_of=original))
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
    return list(_others(edition).in_cities(edition.city.slug)[:MOST]) if edition.city else []


def on_the_topics(edition: Edition, topics: Iterable[Topic], *, besides: list[Edition]) -> list[Edition]:
    """Return other practices that share one of its topics, newest first."""
    slugs = [topic.slug for topic in topics]
    others = _others(edition).exclude(pk__in=[other.pk for other in besides])
    return list(others.about(*slugs)[:MOST]) if slugs else []


def _others(edition: Edition) -> EditionQuerySet:
    return (
        Edition.objects.originals()
        .exclude(practice=_original(edition))
        .exclude(pk=edition.pk)
        .cards()
        .prefetch_related(None)
        .newest_first()
    )


def _original(edition: Edition) -> int:
    return edition.practice.translation_of_id or edition.practice_id
