"""The trash: what lies there, for how many days more, and when is it emptied?"""

import logging
import math
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from practices.entries import actions
from practices.entries.actions import MoveRefused
from practices.models import Batch, Practice, User
from practices.models.database_errors import DATABASE_AWAY

log = logging.getLogger(__name__)
DAY = timedelta(days=1)


def thrown_away(contributor: User | None = None) -> QuerySet[Practice]:
    """Return what lies in the trash, the latest first: all of it, or what is a contributor's."""
    found = Practice.all_objects.in_trash()
    found = found.filter(contributor=contributor) if contributor else found
    listed = found.select_related("city", "contributor").prefetch_related("coauthors")
    return listed.order_by("-trashed_at", "-pk")


def days_left(practice: Practice) -> int:
    """Return for how many days an entry in the trash can still be brought back."""
    left = practice.purged_from - timezone.now() if practice.purged_from else timedelta()
    return max(0, math.ceil(left / DAY))


def empty(at: datetime | None = None) -> int:
    """Purge what has lain in the trash for `TRASH_DAYS`; return how many entries.

    Each entry has a transaction of its own; one that fails is logged, and the others go. What came of bulk moves names entries too, so it is kept no longer. An edition
    that another has replaced since yesterday is not kept aside any more: nobody can undo that.
    """
    at = at or timezone.now()
    last = at - timedelta(days=settings.TRASH_DAYS)
    purged = 0
    for practice in Practice.all_objects.in_trash().filter(trashed_at__lte=last).order_by("pk"):
        purged += _is_purged(practice, at)
    Batch.objects.filter(at__lte=last).delete()
    replaced = Practice.all_objects.filter(edition__published_at__lte=at - DAY, edition_aside__isnull=False)
    replaced.update(edition_aside=None)
    return purged


def _is_purged(practice: Practice, at: datetime) -> bool:
    try:
        actions.purge(practice, at=at)
    except MoveRefused:  # brought back, or purged by another worker, in this moment
        return False
    except DATABASE_AWAY:
        raise
    except Exception:
        log.exception("Entry %s could not be purged", practice.pk)
        return False
    return True
