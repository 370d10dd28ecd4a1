"""The door of a takedown: an edition or a passage goes from everywhere, in one transaction, with an event that accounts for it.

What was blanked or written anew is named in the event, with the seals of what is left, so that the chain of the history
goes on proving everything else: `practices.models.chain`, decision 79.
"""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practices import permissions
from practices.answers import ceilings
from practices.answers.passage import WordSequence
from practices.entries.actions import MOVE_FIELDS, Missing, MoveRefused, Stale
from practices.entries.files.receiving import brought_to, drop_unnamed, named_by
from practices.entries.takedown import held
from practices.entries.takedown.editions import shown_elsewhere, take_edition
from practices.entries.takedown.event_payload import Record
from practices.entries.takedown.passages import take_passage
from practices.mail import notify
from practices.models import Event, Practice, User, chain, last_change
from practices.models.event import FILES
from practices.workflow import TAKE_DOWN


@dataclass(frozen=True)
class What:
    """What is to go: one edition, by its number, and with its address if that was made of its title; or else a passage."""

    edition: int | None = None
    with_address: bool = False
    passage: WordSequence = field(default_factory=lambda: WordSequence(""))


@transaction.atomic
def take_down(practice: Practice, what: What, *, reason: str, by: User, expected_version: int) -> Practice:
    """Take it out of all that is kept of an entry, for good, and return the entry as it is now.

    `reason` is kept in the event. Raises `PermissionDenied` for anybody but an admin, `Stale` when the entry was written
    since she saw it, `Missing` without a reason or with one that says the passage again, `MoveRefused` when there is nothing to take.
    """
    current = Practice.all_objects.locked(practice.pk)
    if not permissions.can_take_down(by, current):
        raise PermissionDenied
    if current.version != expected_version:
        raise Stale(current)
    _ask_reason(reason.strip(), what)
    _refuse_unproven(current)
    record, was = Record(current, timezone.now()), current.status
    named = named_by(current)
    if what.edition is not None:
        take_edition(current, what.edition, record, with_address=what.with_address)
    elif held.standings(current, what.passage):
        take_passage(current, what.passage, record)
    else:
        raise MoveRefused(_("This entry says these words nowhere."))
    brought = brought_to(current)
    drop_unnamed(current, among={*named, *what.passage.names})
    current.version += 1
    event = Event(practice=current, move=TAKE_DOWN, actor=by, note=reason.strip(), at=record.at)
    gone = brought - brought_to(current)
    files = sorted(gone - shown_elsewhere(current, gone))
    event.from_status, event.to_status = was, current.status
    event.takedown = {"edition": what.edition, "rows": record.rows, FILES: files}
    chain.append(current, event)
    current.save(update_fields=MOVE_FIELDS)
    last_change.tell([current.pk])
    notify.moved(current, event)
    return current


def _refuse_unproven(practice: Practice) -> None:
    """Refuse while rows of the history have no seals yet: nobody could account for what was taken from them."""
    if any(rows.filter(link=None).exists() for rows in (practice.snapshots, practice.events)):
        raise MoveRefused(_("An older release has written this entry: run `manage.py verify --fix` first."))


def _ask_reason(reason: str, what: What) -> None:
    if not reason:
        raise Missing("reason", _("Write the reason and its legal basis: the history keeps them."))
    if beyond := ceilings.note_beyond(reason=reason):
        raise Missing(*beyond)
    if what.passage.count(reason):
        raise Missing("reason", _("Do not say the passage again: the history keeps the reason."))
