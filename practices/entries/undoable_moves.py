"""A move with an entry, written down with what it takes to undo it.

`workflow.UNDOABLE` says which moves can be undone; a `Batch` keeps what it takes, for one entry or many.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from practices import permissions
from practices.answers import completeness
from practices.entries import actions
from practices.models import Batch, BatchEntry, Practice, User
from practices.workflow import MOVES, UNDOABLE, Effect


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


def move_with_undo(
    practice: Practice, name: str, *, by: User, expected_version: int, **words: Any
) -> Practice:
    """Make a move with one entry, as `actions.move` does; an editor's is written down with what it takes to undo it."""
    if name not in UNDOABLE or not permissions.is_editor(by):
        return actions.move(practice, name, by=by, expected_version=expected_version, **words)
    with transaction.atomic():
        before = UndoState.of(Practice.all_objects.select_related("edition").locked(practice.pk))
        moved = actions.move(practice, name, by=by, expected_version=expected_version, **words)
        batch = Batch.objects.create(move=name, by=by)
        entry = BatchEntry(batch=batch, practice=moved, seen=expected_version, at=batch.at)
        entry.title = lasting_name(moved)
        note_made(entry, moved, before, name=name)
    return moved


def note_made(entry: BatchEntry, practice: Practice, before: UndoState, *, name: str) -> None:
    """Write down that a move was made with an entry: how it stands now, and how it stood before."""
    entry.text, entry.version, entry.before = _stands(practice, name), practice.version, asdict(before)
    entry.save()


def _stands(practice: Practice, name: str) -> str:
    """Return where an entry stands now, and which cities went on line as they were typed."""
    if practice.trashed_at:
        return _("in the trash.")
    now = _("now %(status)s.") % {"status": practice.get_status_display().lower()}
    names = completeness.unlinked(practice)
    if not names or MOVES[name].effect is not Effect.PUBLISH:
        return now
    said = _("Typed, but not in our list yet: %(names)s.") % {"names": "; ".join(names)}
    return f"{now} {said}"


def lasting_name(practice: Practice) -> str:
    """Return what a batch calls an entry: it is kept longer than the words of what lay in the trash before it."""
    return _("No. %(number)s") % {"number": practice.pk} if practice.trashed_at else str(practice)
