"""Entries that come in from elsewhere, many in one transaction, and are published with it or stay drafts.

What is written is, row by row, what `create_draft` and then the move `publish` write for the operator. Nobody knows these
entries yet, so that none is locked or read again, and nobody is to be told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from practices.answers import ceilings, codec
from practices.answers.codec import Answers
from practices.entries import publishing
from practices.entries.slugs import take_slugs
from practices.models import Edition, Event, Place, Practice, Snapshot, chain, last_change
from practices.search.engine import index
from practices.workflow import MOVES

MOVED = ["status", "status_since", "version", "slug", *chain.TAIL]
"""What of an entry the move changes."""


@dataclass(frozen=True)
class Incoming:
    """One entry: its answers, its other columns (`source_url`, `licence`, `translation_of`, `translated_by`), and when it came."""

    answers: Answers
    about: dict[str, Any] = field(default_factory=dict)
    at: datetime | None = None


@transaction.atomic
def bring_in(entries: Sequence[Incoming], *, publish: bool) -> list[str]:
    """Write entries, all or none, and return for each why it stays a draft, or nothing.

    An original must be there before its translations. Raises `TooLong`, `ValueError` for a field that is no answer, and
    `IntegrityError` when another approval takes an address in the same moment.
    """
    if not entries:
        return []
    for each in entries:
        ceilings.refuse_too_long(each.answers)
    drafts = [_draft(each) for each in entries]
    Practice.all_objects.bulk_create(drafts)
    codec.link([(draft, each.answers) for draft, each in zip(drafts, entries, strict=True)])
    if not publish:
        return [""] * len(drafts)
    why = [publishing.why_unpublishable(draft) for draft in drafts]
    now = timezone.now()
    ready = [(draft, each.at or now) for draft, each, no in zip(drafts, entries, why, strict=True) if not no]
    if ready:
        _publish(ready)
    return why


def _draft(each: Incoming) -> Practice:
    moments = dict.fromkeys(("created_at", "saved_at", "status_since"), each.at) if each.at else {}
    return codec.fill_columns(Practice(**moments, **each.about), each.answers)


def _publish(ready: list[tuple[Practice, datetime]]) -> None:
    """Make the first edition of each entry at its moment, as the move and `publishing.publish` make one."""
    step, drafts = MOVES["publish"], [draft for draft, _at in ready]
    take_slugs(drafts)
    said = [publishing.to_publish(draft) for draft in drafts]
    snapshots, events = [], []
    for (draft, at), answers in zip(ready, said, strict=True):
        snapshots.append(publishing.snapshot_of(draft, answers, edition=1, at=at))
        events.append(
            Event(practice=draft, move=step.name, from_status=draft.status, to_status=step.target, at=at)
        )
        chain.extend(draft, snapshots[-1])
        chain.extend(draft, events[-1])
        draft.status, draft.status_since, draft.version = step.target, at, draft.version + 1
    Snapshot.objects.bulk_create(snapshots)
    Event.objects.bulk_create(events)
    Practice.all_objects.bulk_update(drafts, MOVED)
    _write_editions(snapshots, said)


def _write_editions(snapshots: list[Snapshot], said: list[Answers]) -> None:
    practices = [snapshot.practice for snapshot in snapshots]
    originals = {
        number: publishing.original(number)
        for number in sorted({each.translation_of_id or 0 for each in practices} - {0})
    }
    said = publishing.as_called_now(said)
    editions = [
        publishing.fill_edition(
            Edition(practice=practice, original=originals.get(practice.translation_of_id or 0)),
            answers,
            snapshot,
            **publishing.translation(practice),
        )
        for practice, answers, snapshot in zip(practices, said, snapshots, strict=True)
    ]
    Edition.objects.bulk_create(editions)
    rows = list(zip(editions, said, strict=True))
    codec.link(rows)
    Place.objects.bulk_create(
        place for edition, answers in rows for place in publishing.places(edition, answers)
    )
    index(editions, new=True)
    last_change.tell((practice.pk for practice in practices), only_adds=True)
