"""Entries that come in from elsewhere, many in one transaction, and are published with it or stay drafts.

What is written is, row by row, what `create_draft` and then the move `publish` write for the operator. Nobody knows these
entries yet, so that none is locked or read again, and nobody is to be told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from practices.answers import ceilings, codec, completeness
from practices.answers.codec import Answers
from practices.answers.derived import places
from practices.entries import publishing
from practices.entries.slugs import take_slugs
from practices.models import Edition, Event, Place, Practice, Snapshot, chain, last_change
from practices.search.engine import index
from practices.workflow import MOVES

GIVEN_KEYS = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
LAST_KEY = "SELECT seq FROM sqlite_sequence WHERE name = %s"


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
    if publish:
        return _publish(drafts, entries)
    Practice.all_objects.bulk_create(drafts)
    codec.link([(draft, each.answers) for draft, each in zip(drafts, entries, strict=True)])
    return [""] * len(drafts)


def _draft(each: Incoming) -> Practice:
    moments = dict.fromkeys(("created_at", "saved_at", "status_since"), each.at) if each.at else {}
    return codec.fill_columns(Practice(**moments, **each.about), each.answers)


def _publish(drafts: list[Practice], entries: Sequence[Incoming]) -> list[str]:
    """Write each entry once, as it is after the move, with its edition; what cannot have one as a draft. Return why."""
    for draft, key in zip(drafts, _next_keys(len(drafts)), strict=True):
        draft.pk = key
    links = codec.links([(draft, each.answers) for draft, each in zip(drafts, entries, strict=True)])
    why, now = [_why_a_draft(draft) for draft in drafts], timezone.now()
    ready = [(draft, each.at or now) for draft, each, no in zip(drafts, entries, why, strict=True) if not no]
    said = [publishing.to_publish(draft) for draft, _at in ready]
    history = _move(ready, said) if ready else []
    Practice.all_objects.bulk_create(drafts)
    for rows in links:
        type(rows[0])._base_manager.bulk_create(rows)
    if history:
        snapshots, events = zip(*history, strict=True)
        Snapshot.objects.bulk_create(snapshots)
        Event.objects.bulk_create(events)
        _write_editions(snapshots, said)
    return why


def _why_a_draft(draft: Practice) -> str:
    wrongs = (issue.sentence for issue in completeness.wrongs(draft))
    return publishing.why_unpublishable(draft) or " ".join(wrongs)


def _next_keys(count: int) -> list[int]:
    """Return the keys of the next practices, which nobody else gets: SQLite has one writer at a time."""
    table = Practice._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(GIVEN_KEYS, [table, count])
            return [key for (key,) in cursor.fetchall()]
        cursor.execute(LAST_KEY, [table])
        ((last,),) = cursor.fetchall() or ((0,),)
    return list(range(last + 1, last + 1 + count))


def _move(ready: list[tuple[Practice, datetime]], said: list[Answers]) -> list[tuple[Snapshot, Event]]:
    """Make the move of each entry at its moment, and return the history of it; nothing is saved."""
    step, drafts = MOVES["publish"], [draft for draft, _at in ready]
    take_slugs(drafts)
    history = []
    for (draft, at), answers in zip(ready, said, strict=True):
        snapshot = publishing.snapshot_of(draft, answers, edition=1, at=at)
        event = Event(practice=draft, move=step.name, from_status=draft.status, to_status=step.target, at=at)
        chain.extend(draft, snapshot)
        chain.extend(draft, event)
        draft.status, draft.status_since, draft.version = step.target, at, draft.version + 1
        history.append((snapshot, event))
    return history


def _write_editions(snapshots: Sequence[Snapshot], said: list[Answers]) -> None:
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
    Place.objects.bulk_create(place for edition, answers in rows for place in places(edition, answers))
    index(editions, new=True)
    last_change.tell((practice.pk for practice in practices), only_adds=True)
