"""The claims of editors: who reads a submitted entry at the moment?

A claim tells colleagues that somebody is at it; it forbids nobody anything, changes no version, and goes with the next
move, or with its editor's rights: `Practice.claimant` says whose counts.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practices import permissions
from practices.entries.actions import MoveRefused
from practices.models import Practice, User
from practices.workflow import Status


@transaction.atomic
def claim(practice: Practice, *, by: User) -> Practice:
    """Put an editor's name at a submitted entry; raises `MoveRefused` when it waits no more or a colleague has it."""
    current = _waiting(practice, by)
    if current.claimant not in {None, by}:
        raise MoveRefused(_("%(editor)s has this entry.") % {"editor": current.claimant})
    if current.claimant is None:
        current.claimed_by, current.claimed_at = by, timezone.now()
        current.save(update_fields=["claimed_by", "claimed_at"])
    return current


@transaction.atomic
def release(practice: Practice, *, by: User) -> Practice:
    """Take the name off again; any editor may, as the one who claimed it may be away."""
    current = _waiting(practice, by)
    current.claimed_by = current.claimed_at = None
    current.save(update_fields=["claimed_by", "claimed_at"])
    return current


def _waiting(practice: Practice, by: User) -> Practice:
    current = Practice.all_objects.locked(practice.pk)
    if not permissions.can_decide(by, current):
        raise PermissionDenied
    if current.status != Status.SUBMITTED:
        raise MoveRefused(_("This entry does not wait for an editor any more."))
    return current
