"""The door of preview links: the secret address of an entry's preview is given out and ended here."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from practices import permissions
from practices.models import Practice, PreviewLink, User


@transaction.atomic
def share(practice: Practice, *, by: User) -> PreviewLink:
    """Return a new secret address for an entry's preview; the one before is dead."""
    unshare(practice, by=by)
    return PreviewLink.objects.create(practice=practice, by=by)


@transaction.atomic
def unshare(practice: Practice, *, by: User) -> None:
    """Kill the secret address of an entry's preview, if it has one."""
    current = Practice.all_objects.locked(practice.pk)
    if not permissions.can_share_preview(by, current):
        raise PermissionDenied
    PreviewLink.objects.filter(practice=practice).delete()
