"""The bulk moves: one move, made with many entries, each for itself."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practices.entries import actions
from practices.entries.actions import MoveRefused, Stale, Unsure
from practices.entries.undoable_moves import UndoState, lasting_name, note_made
from practices.mail import news
from practices.models import Batch, BatchEntry, Practice, User
from practices.models.batch import News
from practices.workflow import TRASH, Act, Move

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
    cut off, and does nothing when it was not; each person gets one mail of all her entries. `despite` holds, by number, the doubts that the editor was told.
    """
    batch = _written_down(move, dict(entries), by=by, key=key)
    waiting = list(batch.entries.filter(at=None).values_list("pk", flat=True))
    for number in waiting:
        _tick_off(number, batch, note, despite)
    if waiting:
        batch.at = timezone.now()
        batch.save(update_fields=["at"])
    news.tell_of(batch)
    return batch


def _written_down(
    move: Move | Act, expected_versions: dict[int, int], *, by: User, key: UUID | None
) -> Batch:
    try:
        with transaction.atomic():
            batch = Batch.objects.create(move=move.name, by=by, key=key)
            found = Practice.all_objects.only("title", "trashed_at").in_bulk(expected_versions)
            BatchEntry.objects.bulk_create(
                BatchEntry(
                    batch=batch, practice=found[pk], title=lasting_name(found[pk]), seen=expected_versions[pk]
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
        entry.title = lasting_name(practice)
        entry.text = _("skipped. It is in the trash.") if practice.trashed_at else why(refusal)
        entry.save()
    else:
        entry.news = News.MADE
        note_made(entry, moved, before, name=batch.move)


def _moved(practice: Practice, batch: Batch, *, expected_version: int, note: str, despite: str) -> Practice:
    if batch.move == TRASH:
        return actions.trash(
            practice, by=batch.by, expected_version=expected_version, note=note, told_later=True
        )
    return actions.move(
        practice,
        batch.move,
        by=batch.by,
        expected_version=expected_version,
        note=note,
        despite=despite,
        told_later=True,
    )


def why(refusal: Exception) -> str:
    """Return why an entry was skipped, and what to do."""
    if isinstance(refusal, Stale):
        return _("skipped. It was changed after this list was shown: read it first.")
    if isinstance(refusal, Unsure):
        return _("skipped. %(doubts)s: read it first.") % {"doubts": refusal.doubts}
    if isinstance(refusal, PermissionDenied):
        return _("skipped. Another editor has to do that.")
    return _("skipped. %(why)s") % {"why": refusal}
