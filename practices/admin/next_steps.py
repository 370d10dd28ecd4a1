"""The next steps of an entry: who acts next, in words for the person who reads it, and which moves are hers to make?

The sentences stand in `practices.workflow`.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices import permissions
from practices.admin.entry.move_form import asked
from practices.admin.sites import page_address
from practices.models import Practice, User
from practices.workflow import (
    DECISIONS,
    EDITABLE,
    FROM_ELSEWHERE,
    NEXT,
    NEXT_FOR_HER,
    NOBODY_WRITES,
    SUBMIT,
    Act,
    Effect,
    Move,
    Role,
    Status,
)

NEXT_FOR_EDITORS: dict[Status, str | Promise] = {
    Status.DRAFT: _(
        "Its contributor writes it, agrees to its licence and submits it. You can change it, too."
    ),
    Status.SUBMITTED: _("It waits for a decision: yours, or a colleague’s."),
    Status.RETURNED: _("Its contributor answers the note and submits again. You can change it, too."),
}
"""Who acts next, said to an editor who does not write it."""

EDITORS_SITE = "admin"

DECIDE = Act(
    "decide",
    _("Decide"),
    _("Read it with all that bears on it, and approve it, send it back or reject it."),
)

ONWARD = {Effect.RECORD, Effect.PUBLISH}
"""The effects of moves that hand the working copy on: the form offers to save and make them in one step."""


def next_step_for(person: User, practice: Practice) -> str | Promise:
    """Return who acts next, in words for this person; what came from elsewhere has no contributor to wait for."""
    status = Status(practice.status)
    if practice.contributor_id is None and status == Status.DRAFT:
        return FROM_ELSEWHERE
    if status in EDITABLE[Role.CONTRIBUTOR] and not practice.is_written_by(person.pk) and practice.is_left:
        return NOBODY_WRITES
    if permissions.waits_for(person, practice):
        return NEXT_FOR_HER.get(status, NEXT_FOR_EDITORS.get(status, NEXT[status]))
    if permissions.is_editor(person) and not practice.is_written_by(person.pk):
        return NEXT_FOR_EDITORS.get(status, NEXT[status])
    return NEXT[status]


@dataclass(frozen=True)
class OpenMove:
    """A move that is open, or the way to where several are: its address, and whether one press is enough."""

    move: Move | Act
    address: str
    at_once: bool


def steps(person: User, practice: Practice, site: str, *, editable: bool) -> list[OpenMove]:
    """Return what a person may do with an entry.

    Beside a form that may hold words nobody has saved, no move is made at one press: a page of its own comes first.
    On the editors' site decisions are made where the entry is read, at `decide_address`.
    """
    found = [
        OpenMove(
            move, page_address(practice, "move", site, move.name), not editable and not asked(move, practice)
        )
        for move in offered(person, practice)
        if move.name not in DECISIONS or site != EDITORS_SITE
    ]
    address = decide_address(person, practice, site)
    return [OpenMove(DECIDE, address, at_once=False), *found] if address else found


def decide_address(person: User, practice: Practice, site: str) -> str:
    """Return where a person decides on an entry; nothing when there is nothing for her to decide."""
    is_open = any(move.name in DECISIONS for move in permissions.open_moves(person, practice))
    return page_address(practice, "review", site) if is_open and site == EDITORS_SITE else ""


def offered(person: User, practice: Practice) -> list[Move]:
    """Return the open moves that a page offers: an editor agrees to no licence for a contributor who never submitted."""
    is_somebodys = practice.contributor_id is not None and not practice.is_left
    hers = practice.licence_agreed_at or not is_somebodys or practice.is_written_by(person.pk)
    return [move for move in permissions.open_moves(person, practice) if hers or move.name != SUBMIT]


def onward(person: User, practice: Practice) -> list[Move]:
    """Return the open moves that take what the form holds: each gets a button that saves first."""
    return [move for move in offered(person, practice) if move.effect in ONWARD]
