"""The daily mail to editors: who hears today that entries wait, or that visitors reported problems?

One mail per editor and working day while something waits that she may decide on: at HOUR, or later on that day if it
comes later. It tells what waits at that moment, not what is new, so nothing is lost if a day is left out; its key is
the date on the site's clock, so nothing is doubled if a day comes twice, by a clock set back or by two workers.
"""

import logging
from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from practices import permissions
from practices.mail import notify
from practices.mail.kinds import WAITING
from practices.mail.render import on_one_line
from practices.models import Mail, Practice, Report, User
from practices.models.database_errors import DATABASE_AWAY
from practices.workflow import Status

log = logging.getLogger(__name__)

HOUR, DAY = 7, 24 * 60 * 60
SATURDAY = 5
MOST_NAMED = 10


def write_digests() -> int:
    """Write the mails that are to be written now; return how many."""
    now = timezone.localtime()
    if not is_time(now):
        return 0
    waiting = list(
        Practice.objects.in_status(Status.SUBMITTED)
        .order_by("status_since", "pk")
        .prefetch_related("coauthors")
    )
    reports = Report.objects.open().count()
    if not (waiting or reports):
        return 0
    editors = User.objects.filter(is_staff=True, is_active=True)
    return sum(_try(editor, waiting, reports, f"{now:%Y-%m-%d}") for editor in editors)


def is_time(now: datetime) -> bool:
    """Say whether editors are written to at this moment, by the site's clock."""
    return now.weekday() < SATURDAY and now.hour >= HOUR


def _try(editor: User, waiting: list[Practice], reports: int, day: str) -> int:
    """Write one editor's mail, or log once a day why not: the others get theirs, and hers is tried again in a minute."""
    try:
        return _write(editor, waiting, reports, day)
    except DATABASE_AWAY:  # it fails for all alike
        raise
    except Exception:
        if cache.add(f"digest.{editor.pk}.{day}", "told", DAY):
            log.exception("The digest of editor %s has failed", editor.pk)
        return 0


@transaction.atomic
def _write(editor: User, waiting: list[Practice], reports: int, day: str) -> int:
    key = f"{editor.pk}.{day}"
    reports = reports if permissions.can_see_reports(editor) else 0
    hers = [practice for practice in waiting if permissions.waits_for(editor, practice)]
    if not (hers or reports) or Mail.objects.filter(message_id=notify.message_id(WAITING, key)).exists():
        return 0
    named = [(on_one_line(str(practice)), practice.status_since) for practice in hers[:MOST_NAMED]]
    notify.send(
        WAITING,
        to=editor,
        context={
            "count": len(hers) + reports,
            "entries": len(hers),
            "named": named,
            "more": len(hers) - len(named),
            "reports": reports,
        },
        key=key,
    )
    return 1
