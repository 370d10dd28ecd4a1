"""An editor's last move with an entry, taken back: a door of its own beside `practices.entries.actions`."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from practices import permissions
from practices.answers import codec
from practices.entries.actions import MOVE_FIELDS, Stale
from practices.entries.publishing import revert_to
from practices.mail import notify
from practices.models import Event, Practice, User
from practices.workflow import UNDO, Effect, Move


@dataclass(frozen=True)
class UndoState:
    """How an entry stood before a move, as JSON can hold it: what `undo_move` goes back to."""

    status: str
    since: str
    reason: str
    edition: int | None
    slug: str | None = None
    translation_of: int | None = None
    translated_by: str = ""

    @classmethod
    def of(cls, practice: Practice) -> "UndoState":
        number = practice.edition.number if practice.has_edition else None
        return cls(
            practice.status,
            practice.status_since.isoformat(),
            practice.withdrawn_reason,
            number,
            practice.slug,
            practice.translation_of_id,
            practice.translated_by,
        )


@transaction.atomic
def undo_move(
    practice: Practice, step: Move, before: UndoState, *, by: User, expected_version: int
) -> Practice:
    """Put an entry back to where it stood before its last move, with an event of its own; return it as it is now.

    Status and its date, public reason, address, edition on line and, where the move replaced it, the working copy are as
    before. What the move published is kept in the history, but is no edition any more. Raises `PermissionDenied` for anybody
    but the editor who made the move, `Stale` when the entry was written since, or the edition that was on line before is not
    kept aside any more.
    """
    current, now = Practice.all_objects.locked(practice.pk), timezone.now()
    last = current.events.first()
    if current.version != expected_version or last is None or last.move != step.name:
        raise Stale(current)
    if not permissions.is_editor(by) or last.actor_id != by.pk:
        raise PermissionDenied
    moves_edition = step.effect in {Effect.PUBLISH, Effect.WITHDRAW, Effect.RESTORE}
    if moves_edition and before.edition is not None and not current.edition_aside:
        raise Stale(current)
    event = Event(
        practice=current, move=UNDO, from_status=current.status, to_status=before.status, actor=by, at=now
    )
    if step.effect in {Effect.RESET, Effect.RESTORE}:
        kept = current.snapshots.filter(edition=None, at=last.at).latest("pk")
        codec.write(current, codec.decode(kept.answers))
        current.translation_of_id, current.translated_by = before.translation_of, before.translated_by
    if moves_edition:
        revert_to(current, before.edition, before.slug, retract=step.effect is Effect.PUBLISH)
    current.status, current.status_since = before.status, datetime.fromisoformat(before.since)
    current.withdrawn_reason = before.reason
    current.version += 1
    current.save(update_fields=MOVE_FIELDS)
    event.save()
    notify.undone(current, last)
    return current
