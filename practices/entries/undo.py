"""An editor's last move with an entry, taken back: which, for how long, and what is put back?"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practices import permissions
from practices.answers import codec
from practices.entries import actions
from practices.entries.actions import MOVE_FIELDS, MoveRefused, Stale
from practices.entries.publishing import revert_to
from practices.entries.undoable_moves import UndoState
from practices.mail import news, notify
from practices.models import Batch, BatchEntry, Event, Practice, User, chain
from practices.models.batch import UNDO_WITHIN, News
from practices.workflow import ERASE, MOVES, TRASH, UNDO, Effect, Move


def last_undoable(person: User) -> Batch | None:
    """Return the last step that this person can undo, whatever it was made with."""
    made = Batch.objects.filter(by=person, undone_at=None, at__gt=timezone.now() - UNDO_WITHIN)
    batch = made.prefetch_related("entries").first()
    return batch if batch and can_undo(person, batch) else None


def undoable(practice: Practice, *, by: User) -> Batch | None:
    """Return what this person can undo of an entry now: the move that made it what it is."""
    made = Batch.objects.filter(by=by, entries__practice=practice, entries__version=practice.version)
    return next((batch for batch in made if can_undo(by, batch)), None)


def can_undo(person: User, batch: Batch) -> bool:
    """Say whether a person may undo a batch now: her own, once, within ten minutes; what she began she may finish."""
    made = batch.entries.filter(version__isnull=False)
    if batch.by_id != person.pk or batch.undone_at is not None or not made.exists():
        return False
    return timezone.now() - batch.at < UNDO_WITHIN or made.filter(undone_at__isnull=False).exists()


def undo_batch(batch: Batch, *, by: User) -> Batch:
    """Put each entry back to where it stood, unless somebody wrote it since; the batch then says what came of each.

    Each entry has a transaction of its own, as in `bulk.move_each`: who is cut off presses again. What is undone stays so.
    """
    current = Batch.objects.get(pk=batch.pk)
    if current.undone_at and current.by_id == by.pk:
        news.tell_of(current)
        return current
    if not can_undo(by, current):
        raise MoveRefused(_("This can be undone within ten minutes, once, by the editor who did it."))
    left = current.entries.filter(version__isnull=False, undone_at=None).values_list("pk", flat=True)
    for number in list(left):
        _undo_entry(number, current.move, by=by)
    current.undone_at = timezone.now()
    current.save(update_fields=["undone_at"])
    news.tell_of(current)
    return current


@transaction.atomic
def _undo_entry(number: int, name: str, *, by: User) -> None:
    entry = BatchEntry.objects.select_for_update().get(pk=number)
    if entry.undone_at or entry.version is None or entry.before is None:
        return
    entry.undone_at, practice = timezone.now(), Practice(pk=entry.practice_id)
    try:
        if name == TRASH:
            practice = actions.recover(practice, by=by, expected_version=entry.version, told_later=True)
        else:
            before = UndoState(**entry.before)
            practice = undo_move(
                practice, MOVES[name], before, by=by, expected_version=entry.version, told_later=True
            )
    except (Stale, PermissionDenied):
        entry.text = _("not undone. It was changed since.")
    else:
        entry.text = _("undone: %(status)s again.") % {"status": practice.get_status_display().lower()}
        entry.news = "" if entry.news == News.MADE else News.UNDONE
    entry.save()


@transaction.atomic
def undo_move(
    practice: Practice,
    step: Move,
    before: UndoState,
    *,
    by: User,
    expected_version: int,
    told_later: bool = False,
) -> Practice:
    """Put an entry back to where it stood before its last move, with an event of its own; return it as it is now.

    Status and its date, public reason, address, edition on line and, where the move replaced it, the working copy are as
    before. What the move published is kept in the history, but is no edition any more. Raises `PermissionDenied` for anybody
    but the editor who made the move, `Stale` when the entry was written since, or the edition that was on line before is not
    kept aside any more.
    """
    current, now = Practice.all_objects.locked(practice.pk), timezone.now()
    last = current.events.exclude(move=ERASE).first()
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
    chain.append(current, event)
    current.save(update_fields=MOVE_FIELDS)
    if not told_later:
        notify.undone(current, last)
    return current
