"""The rebuilding of what follows from editions: what was derived, their places, and what they are found by."""

from collections.abc import Iterable
from itertools import batched

from django.db import transaction

from practices.answers import codec
from practices.answers.derived import derived_columns, places
from practices.models import Edition, Place, last_change
from practices.search.engine import index

AT_ONCE = 50


def derive_anew(keys: Iterable[int]) -> None:
    """Make anew what follows from what some editions say, which stays as it is; some of them at a time."""
    for some in batched(keys, AT_ONCE, strict=False):
        with transaction.atomic():
            editions = list(Edition.objects.filter(pk__in=some).select_for_update().order_by("pk"))
            for edition in editions:
                _derive(edition)
            index(editions, new=False)
            last_change.tell(edition.practice_id for edition in editions)


def _derive(edition: Edition) -> None:
    answers = codec.said(edition)
    columns = derived_columns(answers)
    for column, value in columns.items():
        setattr(edition, column, value)
    edition.original = Edition.objects.filter(practice=edition.translation_of_id).only("pk").first()
    edition.save(update_fields=[*columns, "original"])
    edition.places.all().delete()
    Place.objects.bulk_create(places(edition, answers))
