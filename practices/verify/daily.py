"""The verification of each day: the worker looks at a portion between its other work, and the operator hears what it finds."""

import logging
from contextlib import nullcontext
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from practices.exports.archives.catalogue import one_moment
from practices.mail import notify
from practices.mail.kinds import VERIFIED
from practices.models import User, Verification
from practices.models.last_run import Job, note_run
from practices.verify import unchained
from practices.verify.checks import PARTS, Result, Step, look_at
from practices.verify.findings import Check, Finding

log = logging.getLogger(__name__)

DAY, KEPT = timedelta(hours=20), timedelta(days=30)
"""A day's work that begins a little early is no second one; so long is kept what was found."""
MOST_TOLD = 20
"""So many findings stand in the mail; the log has all."""


def begin_today() -> None:
    """Begin to verify, unless somebody did today, or still does."""
    now = timezone.now()
    Verification.objects.filter(ended_at__lt=now - KEPT).delete()
    if not Verification.objects.filter(began_at__gt=now - DAY).exists():
        Verification.objects.filter(ended_at=None).delete()
        Verification.objects.create()


def look_on() -> bool:
    """Look at the next portion; say whether there was one. Each is of one moment, and nobody waits for it."""
    current = Verification.objects.filter(ended_at=None).order_by("pk").first()
    if current is None:
        return False
    result = Result()
    with nullcontext() if PARTS[current.part].is_outside else one_moment():
        step = look_at(Step(current.part, current.after), result)
    _note(current, step, result)
    return True


@transaction.atomic
def _note(current: Verification, step: Step | None, result: Result) -> None:
    """Keep what was found, and where to go on, unless another worker was quicker; at the end tell the operator."""
    lines = [str(finding) for found in _place(result).values() for finding in found]
    following = step or Step(current.part, current.after)
    won = Verification.objects.filter(
        pk=current.pk, part=current.part, after=current.after, ended_at=None
    ).update(
        part=following.part,
        after=following.after,
        ended_at=None if step else timezone.now(),
        practices=F("practices") + result.counted["practices"],
        findings=F("findings") + len(lines),
        told=[*current.told, *lines][:MOST_TOLD],
    )
    if not won:
        return
    for line in lines:
        log.error("Verification: %s", line)
    current.refresh_from_db()
    if current.ended_at and current.findings:
        _tell(current)
    elif current.ended_at:
        note_run(Job.VERIFICATION)


def _place(result: Result) -> dict[Check, list[Finding]]:
    """Give what an older release has written its place in the chain, and return all other findings."""
    left = dict(result.findings)
    for check, found in result.findings.items():
        if check.mend is unchained.give_place:
            unchained.give_place(sorted({finding.key for finding in found if finding.key}))
            left[check] = [finding for finding in found if not finding.key]
    return left


def _tell(ended: Verification) -> None:
    context = {"count": ended.findings, "told": ended.told, "more": ended.findings - len(ended.told)}
    for admin in User.objects.filter(is_superuser=True, is_active=True).order_by("pk"):
        notify.send(VERIFIED, to=admin, context=context, key=f"{admin.pk}.{ended.pk}")
