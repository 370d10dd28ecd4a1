"""The door through which comments are written, dealt with and resolved."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practices import permissions
from practices.answers import ceilings
from practices.entries.actions import MoveRefused
from practices.models import Comment, Practice, User
from practices.template import BY_FIELD
from practices.workflow import Role


@transaction.atomic
def add(practice: Practice, *, field: str, text: str, internal: bool, by: User) -> Comment:
    """Write a comment on an answer; `field=""` is the whole entry. The same words sent again are there already.

    Raises `PermissionDenied` for a person who may not, `MoveRefused` without words or with too many, `ValueError` for no question.
    """
    current = Practice.all_objects.locked(practice.pk)
    if not permissions.can_comment(by, current) or (internal and not permissions.can_decide(by, current)):
        raise PermissionDenied
    if field and field not in BY_FIELD:
        raise ValueError(field)
    if not text.strip():
        raise MoveRefused(_("Write what you want to say."))
    if why := ceilings.exceeds(text.strip()):
        raise MoveRefused(why)
    words = {"field": field, "text": text.strip(), "internal": internal, "by": by}
    again = Comment.objects.filter(practice=current, resolved_at=None, **words).first()
    return again or Comment.objects.create(practice=current, **words)


@transaction.atomic
def mark_addressed(comment: Comment, *, by: User) -> Comment:
    """Say that one of its authors has dealt with a comment."""
    current = _found(comment)
    if current.internal or Role.CONTRIBUTOR not in permissions.roles(by, current.practice):
        raise PermissionDenied
    current.addressed_at = current.addressed_at or timezone.now()
    current.save(update_fields=["addressed_at"])
    return current


@transaction.atomic
def resolve(comment: Comment, *, by: User) -> Comment:
    """Say that a comment is settled; it stays in the list of former ones."""
    current = _found(comment)
    if not permissions.can_comment(by, current.practice) or not permissions.can_see_comment(by, current):
        raise PermissionDenied
    if current.resolved_at is None:
        current.resolved_at, current.resolved_by = timezone.now(), by
        current.save(update_fields=["resolved_at", "resolved_by"])
    return current


def _found(comment: Comment) -> Comment:
    return Comment.objects.select_for_update(of=("self",)).select_related("practice").get(pk=comment.pk)
