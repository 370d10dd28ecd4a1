"""The idle accounts: nobody has signed in for years, so the owner is warned twice, and then the account is closed.

It is closed as its owner would close it: what she submitted stays with its city, without her name. A warning counts once a
mail server took it: that is recorded, and while one has not left, nothing is done. However long ago somebody signed in when a
site begins to look, both warnings come first.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from practices.accounts import lifecycle
from practices.mail import notify
from practices.models import AuditEvent, Mail, User
from practices.models.database_errors import DATABASE_AWAY

log = logging.getLogger(__name__)

FIRST, SECOND = timedelta(days=60), timedelta(days=14)
"""How long before the end the warnings come."""
WARNED = "account_idle"
"""The kind of the mail and of its record."""


def tend() -> dict[str, int]:
    """Warn whose turn it is, and close what two warnings have woken nobody for; return how many of each.

    What fails for one account is logged, and done for the others.
    """
    done = [_tried(person) for person in _idle(timezone.now())]
    return {what: done.count(what) for what in ("warned", "closed")}


def _idle(now: datetime) -> QuerySet[User]:
    """Return the open accounts to which nobody has signed in for so long that the first warning is due."""
    since = now - _longest() + FIRST
    return (
        User.objects.filter(is_active=True)
        .annotate(woken=Coalesce("last_login", "date_joined"))
        .filter(woken__lte=since)
    )


def _longest() -> timedelta:
    return timedelta(days=365 * settings.IDLE_YEARS)


def _woken(person: User) -> datetime:
    return person.last_login or person.date_joined


def _ends(person: User) -> datetime:
    return _woken(person) + _longest()


def _tried(person: User) -> str:
    try:
        return _tend(person)
    except DATABASE_AWAY:
        raise
    except Exception:
        log.exception("Idle account %s could not be warned or closed", person.pk)
        return ""


@transaction.atomic
def _tend(person: User) -> str:
    """Do what is due for one account, as it is now: she may sign in in this moment. The last admin is left alone."""
    found, admins = lifecycle.locked_with_admins(person)
    now, current = timezone.now(), found[person.pk]
    if not _idle(now).filter(pk=current.pk).exists() or admins == {current.pk} or _is_on_its_way(current):
        return ""
    warned = _warnings(current)
    if len(warned) > 1:
        return _close(current) if now >= max(warned[0] + FIRST, warned[-1] + SECOND, _ends(current)) else ""
    if warned and now < warned[0] + FIRST - SECOND:
        return ""
    return _warn(current, ends=max(_ends(current), now + (SECOND if warned else FIRST)))


def _is_on_its_way(person: User) -> bool:
    """Say whether a warning waits in the outbox, or has failed there."""
    return Mail.objects.filter(kind=WARNED, to=person.email, sent_at=None).exists()


def _warnings(person: User) -> list[datetime]:
    """Return when she was warned since that was due, the earliest first; what left later than it should does not count."""
    found = AuditEvent.objects.filter(kind=WARNED, person=person, at__gte=_ends(person) - FIRST)
    return list(found.order_by("at", "pk").values_list("at", flat=True))


def _warn(person: User, *, ends: datetime) -> str:
    notify.send(WARNED, to=person, context={"woken": _woken(person), "ends": ends})
    return "warned"


def _close(person: User) -> str:
    lifecycle.close_account(person, is_idle=True)
    return "closed"
