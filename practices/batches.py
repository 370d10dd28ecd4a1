"""How is a move made with many entries, each for itself, and how is it undone within ten minutes?"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practices import actions, completeness
from practices.actions import Before, MoveRefused, Stale
from practices.models import Batch, Practice, User
from practices.workflow import MOVES, RECOVER, TRASH, Act, Effect, Move
from practices.workflow import UNDO as UNDONE

UNDO = timedelta(minutes=10)
MOST = 500


def run(
    move: Move | Act, entries: Iterable[tuple[int, int]], *, by: User, note: str = "", key: UUID | None = None
) -> Batch:
    """Make a move with each entry, given as its number and the version that was seen; return what came of each.

    Each entry has a transaction of its own: one that changed meanwhile is skipped and holds nobody up. With the key of a
    page that was sent before, nothing is done, and what came of it then is returned.
    """
    try:
        with transaction.atomic():
            batch = Batch.objects.create(move=move.name, by=by, key=key)
    except IntegrityError:
        return Batch.objects.get(by=by, key=key)
    wanted = dict(entries)
    found = Practice.everything.select_related("edition").in_bulk(wanted)
    try:
        for number, seen in wanted.items():
            if number in found:
                batch.entries.append(_made(found[number], move, by=by, seen=seen, note=note))
    finally:
        batch.save()
    return batch


def _made(practice: Practice, move: Move | Act, *, by: User, seen: int, note: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"pk": practice.pk, "title": _named(practice), "done": False}
    before = Before.of(practice)
    try:
        if move.name == TRASH:
            moved = actions.trash(practice, by=by, seen=seen, note=note)
        else:
            moved = actions.move(practice, move.name, by=by, seen=seen, note=note)
    except (Stale, PermissionDenied, MoveRefused) as refusal:
        practice.refresh_from_db(fields=["trashed_at"])
        said = _("skipped. It is in the trash.") if practice.trashed_at else why(refusal)
        return entry | {"title": _named(practice), "text": said}
    text = _("in the trash.")
    if not moved.trashed_at:
        text = _("now %(status)s.") % {"status": moved.get_status_display().lower()} + _unlinked(moved, move)
    return entry | {"text": text, "done": True, "version": moved.version, "before": asdict(before)}


def _unlinked(practice: Practice, move: Move | Act) -> str:
    """Return which cities went on line as they were typed, as the page of a single approval does."""
    names = completeness.unlinked(practice)
    if not names or isinstance(move, Act) or move.effect is not Effect.PUBLISH:
        return ""
    said = _("Typed, but not in our list of cities yet: %(names)s.") % {"names": "; ".join(names)}
    return f" {said}"


def _named(practice: Practice) -> str:
    """Return what a batch calls an entry: it is kept longer than the words of what lay in the trash before it."""
    return _("No. %(number)s") % {"number": practice.pk} if practice.trashed_at else str(practice)


def why(refusal: Exception) -> str:
    """Return why an entry was skipped, and what to do."""
    if isinstance(refusal, Stale):
        return _("skipped. It was changed after this list was shown: read it first.")
    if isinstance(refusal, PermissionDenied):
        return _("skipped. Another editor has to do that.")
    return _("skipped. %(why)s") % {"why": refusal}


def can_undo(person: User, batch: Batch) -> bool:
    """Say whether a person may undo a batch now: her own, once, within ten minutes."""
    made = any(entry["done"] for entry in batch.entries)
    return made and batch.by_id == person.pk and batch.undone_at is None and timezone.now() - batch.at < UNDO


def undo(batch: Batch, *, by: User) -> Batch:
    """Put each entry back to where it stood, unless somebody wrote it since; the batch then says what came of each.

    Each entry has a transaction of its own, as in `run`. Who is cut off presses again: what she put back by then is known.
    """
    current = Batch.objects.get(pk=batch.pk)
    if not can_undo(by, current):
        raise MoveRefused(_("This can be undone within ten minutes, once, by the editor who did it."))
    for entry in current.entries:
        if entry["done"]:
            entry["text"] = _undone(entry, current.move, by)
    current.undone_at = timezone.now()
    current.save()
    return current


def _undone(entry: dict[str, Any], name: str, by: User) -> str:
    practice, seen = Practice(pk=entry["pk"]), entry["version"]
    try:
        if name == TRASH:
            practice = actions.recover(practice, by=by, seen=seen)
        else:
            before = Before(**entry["before"])
            practice = actions.undo(practice, MOVES[name], before, by=by, seen=seen)
    except (Stale, PermissionDenied):
        practice = Practice.everything.get(pk=entry["pk"])
        if not _was_undone(practice, seen, by):
            return _("not undone. It was changed since.")
    return _("undone: %(status)s again.") % {"status": practice.get_status_display().lower()}


def _was_undone(practice: Practice, seen: int, by: User) -> bool:
    """Say whether the step after the batch was that she put the entry back."""
    last = practice.events.first()
    is_undo = last is not None and last.move in {UNDONE, RECOVER} and last.actor_id == by.pk
    return is_undo and practice.version == seen + 1
