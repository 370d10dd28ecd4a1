"""The summary of an entry: its status, who acts next, the editors' note, what is missing, what may be done."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices import permissions
from practices.admin.entry import comparison
from practices.admin.entry.move_form import asked
from practices.admin.sites import page_address
from practices.answers import completeness
from practices.models import Event, Practice, User
from practices.workflow import EDITABLE, NEXT, NOBODY_WRITES, RECOVER, UNDO, Effect, Move, Role, Status

EDITORS_SITE = "admin"
ONWARD = {Effect.RECORD, Effect.PUBLISH}
"""The effects of moves that hand the working copy on: the form offers to save and make them in one step."""


@dataclass(frozen=True)
class OpenMove:
    """A move that is open: its address, and whether one press is enough."""

    move: Move
    address: str
    at_once: bool


def steps(person: User, practice: Practice, site: str, *, editable: bool) -> list[OpenMove]:
    """Return what a person may do with an entry.

    Beside a form that may hold words nobody has saved, no move is made at one press: a page of its own comes first.
    """
    return [
        OpenMove(
            move, page_address(practice, "move", site, move.name), not editable and not asked(move, practice)
        )
        for move in permissions.open_moves(person, practice)
    ]


HERS: dict[Status, str | Promise] = {
    Status.DRAFT: _("Write it, and submit it when it says what you want."),
    Status.RETURNED: _("Answer the editors’ note and submit again."),
}
"""What the next step is, said to the person whose step it is."""


def next_step_for(person: User, practice: Practice) -> str | Promise:
    """Return who acts next, in words for this person; what came from elsewhere has no contributor to wait for."""
    if practice.contributor_id is None and practice.status == Status.DRAFT:
        return _("An editor completes it and publishes it.")
    told = NEXT[Status(practice.status)]
    if (
        practice.status in EDITABLE[Role.CONTRIBUTOR]
        and not practice.is_written_by(person.pk)
        and practice.is_left
    ):
        return NOBODY_WRITES
    return HERS.get(Status(practice.status), told) if permissions.waits_for(person, practice) else told


def standing(person: User, practice: Practice, site: str) -> dict[str, Any]:
    """Return what the top of an entry's page shows."""
    editable = permissions.can_edit(person, practice)
    return {
        "practice": practice,
        "editable": editable,
        "next_step": next_step_for(person, practice),
        "note": last_note(practice),
        "issues": completeness.issues(practice) if practice.status in EDITABLE[Role.EDITOR] else [],
        "unlinked": completeness.unlinked(practice),
        "edition": practice.edition if practice.has_edition else None,
        "changes": comparison.unpublished_changes(practice),
        "steps": steps(person, practice, site, editable=editable),
        "cities_address": page_address(practice, "cities", site) if _links(person, practice, site) else "",
        "history_address": page_address(practice, "history", site),
        "authors_address": page_address(practice, "authors", site) if practice.contributor_id else "",
        "translation_address": page_address(practice, "translation", site) if editable else "",
        "may_invite": permissions.can_invite(person, practice),
        "may_take_over": permissions.can_take_over(person, practice),
        "trash_address": page_address(practice, "trash", site)
        if permissions.can_trash(person, practice)
        else "",
    }


def _links(person: User, practice: Practice, site: str) -> bool:
    return site == EDITORS_SITE and permissions.can_link_cities(person, practice)


def last_note(practice: Practice) -> Event | None:
    """Return the last move with a note since the entry was published or given back, if there is one.

    What leaves the status as it was, such as a time in the trash, is no answer to the contributor's text.
    """
    events: list[Event] = list(practice.events.all())
    gone = taken_back(events)
    for event in (each for each in events if each.from_status != each.to_status and each.pk not in gone):
        if event.note:
            return event
        if event.to_status == Status.PUBLISHED or event.from_status == Status.REJECTED:
            return None
    return None


def notes(practice: Practice) -> list[Event]:
    """Return the events that say something, newest first, but for what was taken back."""
    events = list(practice.events.select_related("actor"))
    gone = taken_back(events)
    return [event for event in events if event.note and event.pk not in gone]


def taken_back(events: list[Event]) -> set[int]:
    """Return the keys of the events, given newest first, that were undone: nobody meant to say their notes."""
    return {before.pk for after, before in pairwise(events) if after.move in {UNDO, RECOVER}} | {
        event.pk for event in events if event.move == UNDO
    }


def onward(person: User, practice: Practice) -> list[Move]:
    """Return the open moves that take what the form holds: each gets a button that saves first."""
    return [move for move in permissions.open_moves(person, practice) if move.effect in ONWARD]
