"""The moves that can be undone within ten minutes: made with many entries, each for itself, or with one."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practices.answers import completeness
from practices.entries import actions
from practices.entries.actions import MoveRefused, Stale, Unsure
from practices.entries.undo import UndoState, undo_move
from practices.models import Batch, BatchEntry, Practice, User
from practices.workflow import MOVES, TRASH, Act, Effect, Move

UNDO_WITHIN = timedelta(minutes=10)
MOST_ENTRIES = 500
NOBODY_ASKED: Mapping[int, str] = MappingProxyType({})


def move_each(
    move: Move | Act,
    entries: Iterable[tuple[int, int]],
    *,
    by: User,
    note: str = "",
    despite: Mapping[int, str] = NOBODY_ASKED,
    key: UUID | None = None,
) -> Batch:
    """Make a move with each entry, given as its number and the version that was seen; return what came of each.

    All are written down before the first is moved, and each has a transaction of its own in which it is ticked off: one
    that changed meanwhile is skipped and holds nobody up. Called again with the key of the page, it goes on where it was
    cut off, and does nothing when it was not. `despite` holds, by number, the doubts that the editor was told.
    """
    batch = _written_down(move, dict(entries), by=by, key=key)
    waiting = list(batch.entries.filter(at=None).values_list("pk", flat=True))
    for number in waiting:
        _tick_off(number, batch, note, despite)
    if waiting:
        batch.at = timezone.now()
        batch.save(update_fields=["at"])
    return batch


@transaction.atomic
def move_with_undo(
    practice: Practice, name: str, *, by: User, expected_version: int, **words: Any
) -> Practice:
    """Make a move with one entry, as `actions.move` does, and write down what it takes to undo it."""
    before = UndoState.of(Practice.all_objects.select_related("edition").locked(practice.pk))
    moved = actions.move(practice, name, by=by, expected_version=expected_version, **words)
    batch = Batch.objects.create(move=name, by=by)
    entry = BatchEntry(batch=batch, practice=moved, title=_named(moved), seen=expected_version, at=batch.at)
    entry.text, entry.version, entry.before = _stands(moved, name), moved.version, asdict(before)
    entry.save()
    return moved


def last(practice: Practice, *, by: User) -> Batch | None:
    """Return what this person can undo of an entry now: the move that made it what it is."""
    made = Batch.objects.filter(by=by, entries__practice=practice, entries__version=practice.version)
    return next((batch for batch in made if can_undo(by, batch)), None)


def _written_down(
    move: Move | Act, expected_versions: dict[int, int], *, by: User, key: UUID | None
) -> Batch:
    try:
        with transaction.atomic():
            batch = Batch.objects.create(move=move.name, by=by, key=key)
            found = Practice.all_objects.only("title", "trashed_at").in_bulk(expected_versions)
            BatchEntry.objects.bulk_create(
                BatchEntry(
                    batch=batch, practice=found[pk], title=_named(found[pk]), seen=expected_versions[pk]
                )
                for pk in expected_versions
                if pk in found
            )
    except IntegrityError:
        return Batch.objects.get(by=by, key=key)
    return batch


@transaction.atomic
def _tick_off(number: int, batch: Batch, note: str, despite: Mapping[int, str]) -> None:
    """Move an entry and write down what came of it, unless another press of the button was quicker."""
    entry = BatchEntry.objects.select_for_update().get(pk=number)
    if entry.at:
        return
    entry.at = timezone.now()
    practice = Practice.all_objects.select_related("edition").locked(entry.practice_id)
    before = UndoState.of(practice)
    try:
        mark = despite.get(practice.pk, "")
        moved = _moved(practice, batch, expected_version=entry.seen, note=note, despite=mark)
    except (Stale, PermissionDenied, MoveRefused) as refusal:
        entry.title = _named(practice)
        entry.text = _("skipped. It is in the trash.") if practice.trashed_at else why(refusal)
    else:
        entry.text, entry.version, entry.before = _stands(moved, batch.move), moved.version, asdict(before)
    entry.save()


def _moved(practice: Practice, batch: Batch, *, expected_version: int, note: str, despite: str) -> Practice:
    if batch.move == TRASH:
        return actions.trash(practice, by=batch.by, expected_version=expected_version, note=note)
    return actions.move(
        practice, batch.move, by=batch.by, expected_version=expected_version, note=note, despite=despite
    )


def _stands(practice: Practice, name: str) -> str:
    """Return where an entry stands now, and which cities went on line as they were typed."""
    if practice.trashed_at:
        return _("in the trash.")
    now = _("now %(status)s.") % {"status": practice.get_status_display().lower()}
    names = completeness.unlinked(practice)
    if not names or MOVES[name].effect is not Effect.PUBLISH:
        return now
    said = _("Typed, but not in our list of cities yet: %(names)s.") % {"names": "; ".join(names)}
    return f"{now} {said}"


def _named(practice: Practice) -> str:
    """Return what a batch calls an entry: it is kept longer than the words of what lay in the trash before it."""
    return _("No. %(number)s") % {"number": practice.pk} if practice.trashed_at else str(practice)


def why(refusal: Exception) -> str:
    """Return why an entry was skipped, and what to do."""
    if isinstance(refusal, Stale):
        return _("skipped. It was changed after this list was shown: read it first.")
    if isinstance(refusal, Unsure):
        return _("skipped. %(doubts)s: read it first.") % {"doubts": refusal.doubts}
    if isinstance(refusal, PermissionDenied):
        return _("skipped. Another editor has to do that.")
    return _("skipped. %(why)s") % {"why": refusal}


def can_undo(person: User, batch: Batch) -> bool:
    """Say whether a person may undo a batch now: her own, once, within ten minutes; what she began she may finish."""
    made = batch.entries.filter(version__isnull=False)
    if batch.by_id != person.pk or batch.undone_at is not None or not made.exists():
        return False
    return timezone.now() - batch.at < UNDO_WITHIN or made.filter(undone_at__isnull=False).exists()


def undo(batch: Batch, *, by: User) -> Batch:
    """Put each entry back to where it stood, unless somebody wrote it since; the batch then says what came of each.

    Each entry has a transaction of its own, as in `move_each`: who is cut off presses again. What is undone stays so.
    """
    current = Batch.objects.get(pk=batch.pk)
    if current.undone_at and current.by_id == by.pk:
        return current
    if not can_undo(by, current):
        raise MoveRefused(_("This can be undone within ten minutes, once, by the editor who did it."))
    left = current.entries.filter(version__isnull=False, undone_at=None).values_list("pk", flat=True)
    for number in list(left):
        _undo_entry(number, current.move, by=by)
    current.undone_at = timezone.now()
    current.save(update_fields=["undone_at"])
    return current


@transaction.atomic
def _undo_entry(number: int, name: str, *, by: User) -> None:
    entry = BatchEntry.objects.select_for_update().get(pk=number)
    if entry.undone_at or entry.version is None or entry.before is None:
        return
    entry.undone_at, practice = timezone.now(), Practice(pk=entry.practice_id)
    try:
        if name == TRASH:
            practice = actions.recover(practice, by=by, expected_version=entry.version)
        else:
            before = UndoState(**entry.before)
            practice = undo_move(practice, MOVES[name], before, by=by, expected_version=entry.version)
    except (Stale, PermissionDenied):
        entry.text = _("not undone. It was changed since.")
    else:
        entry.text = _("undone: %(status)s again.") % {"status": practice.get_status_display().lower()}
    entry.save()
