"""The workflow: which moves lead from which status to which, who may make them, and what do they need and do?

`MOVES` is the one table: buttons, bulk actions, permissions, `actions.move`, the diagram of the docs and tests read it.
"""

from dataclasses import dataclass
from enum import Enum, auto

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    PUBLISHED = "published", _("Published")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


def statuses() -> list[tuple[str, str | Promise]]:
    return list(Status.choices)


class Role(Enum):
    """What a person is towards one practice."""

    CONTRIBUTOR = auto()
    EDITOR = auto()
    SECOND_EDITOR = auto()  # an editor who is not its contributor
    OPERATOR = auto()  # at the command line, without an account


class Requirement(Enum):
    """What must be there before a move is made."""

    COMPLETE = auto()
    SOUND = auto()  # no answer contradicts another, no address is none
    ASSENT = auto()  # what is missing or open was told, and the move is made all the same
    LICENCE = auto()
    NOTE = auto()
    REASON = auto()
    EDITION = auto()
    NO_EDITION = auto()
    NO_CONTRIBUTOR = auto()
    QUOTA = auto()


class Effect(Enum):
    """What a move does besides changing the status."""

    PUBLISH = auto()  # the working copy becomes the next edition
    RESET = auto()  # the edition becomes the working copy
    WITHDRAW = auto()  # the edition goes
    RESTORE = auto()  # the last edition is edition and working copy again
    RECORD = auto()  # a snapshot of the working copy is kept


@dataclass(frozen=True)
class Move:
    name: str
    label: str | Promise
    help: str | Promise
    sources: tuple[Status, ...]
    target: Status
    who: tuple[Role, ...]
    needs: tuple[Requirement, ...] = ()
    effect: Effect | None = None


@dataclass(frozen=True)
class MoveWords:
    """What a person writes with a move: to the contributor, at a withdrawn address, and of what is new in an edition."""

    note: str = ""
    reason: str = ""
    change_note: str = ""


WORDLESS = MoveWords()
SUBMIT = "submit"
D, S, R, P, X, W = Status  # the order of their declaration

MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        Move(
            SUBMIT,
            _("Submit"),
            _("Hand it to the editors. You cannot change it while they read."),
            (D, R),
            S,
            (Role.CONTRIBUTOR, Role.EDITOR),
            (Requirement.COMPLETE, Requirement.LICENCE, Requirement.QUOTA),
            Effect.RECORD,
        ),
        Move(
            "recall",
            _("Take back"),
            _("Take it back from the editors to change it."),
            (S,),
            D,
            (Role.CONTRIBUTOR,),
        ),
        Move(
            "return",
            _("Send back"),
            _("Send it back to its contributor with a note that says what is missing."),
            (S,),
            R,
            (Role.EDITOR,),
            (Requirement.NOTE,),
        ),
        Move(
            "approve",
            _("Approve"),
            _("Publish what was submitted as the next edition."),
            (S,),
            P,
            (Role.SECOND_EDITOR,),
            (Requirement.SOUND, Requirement.ASSENT),
            Effect.PUBLISH,
        ),
        Move(
            "publish",
            _("Publish"),
            _("Publish an entry that came from elsewhere, without a contributor."),
            (D,),
            P,
            (Role.EDITOR, Role.OPERATOR),
            (Requirement.NO_CONTRIBUTOR, Requirement.SOUND),
            Effect.PUBLISH,
        ),
        Move(
            "reject",
            _("Reject"),
            _("Say for good that it does not belong here, with a note that says why."),
            (S,),
            X,
            (Role.EDITOR,),
            (Requirement.NOTE, Requirement.NO_EDITION),
        ),
        Move(
            "reopen",
            _("Reopen"),
            _("Give a rejected entry back to its contributor as a draft."),
            (X,),
            D,
            (Role.EDITOR,),
        ),
        Move(
            "revise",
            _("Revise"),
            _("Change the text. Readers see what they see now until an editor approves the next edition."),
            (P, W),
            D,
            (Role.CONTRIBUTOR, Role.EDITOR),
        ),
        Move(
            "discard",
            _("Discard changes"),
            _(
                "Give up the changes and go back to the edition on line. What was typed is kept in the history."
            ),
            (D, R),
            P,
            (Role.CONTRIBUTOR, Role.EDITOR),
            (Requirement.EDITION,),
            Effect.RESET,
        ),
        Move(
            "withdraw",
            _("Withdraw"),
            _("Take it off line, old editions too. Its address then shows the public reason."),
            (D, S, R, P),
            W,
            (Role.EDITOR,),
            (Requirement.NOTE, Requirement.REASON, Requirement.EDITION),
            Effect.WITHDRAW,
        ),
        Move(
            "restore",
            _("Restore"),
            _("Put the last edition back on line."),
            (W,),
            P,
            (Role.EDITOR,),
            (),
            Effect.RESTORE,
        ),
    )
}

_DECIDING = [move for move in MOVES.values() if move.sources == (S,) and Role.CONTRIBUTOR not in move.who]
DECISIONS = tuple(move.name for move in sorted(_DECIDING, key=lambda move: move.effect is None))
"""The moves that decide on what was submitted, in the order of their buttons: what publishes comes first."""
EDITABLE: dict[Role, tuple[Status, ...]] = {Role.CONTRIBUTOR: (D, R), Role.EDITOR: (D, R, S)}
"""In which statuses who may change the answers."""

NEXT: dict[Status, str | Promise] = {
    D: _("The contributor writes and submits."),
    S: _("An editor reads and decides."),
    R: _("The contributor answers the editors' note and submits again."),
    P: _("Nobody has to act. It can be revised at any time."),
    X: _("Nobody has to act. An editor can reopen it."),
    W: _("Nobody has to act. An editor can restore it; it can also be revised."),
}
"""Who acts next, in a sentence."""

NEXT_FOR_HER: dict[Status, str | Promise] = {
    D: _("Write it, and submit it when it says what you want."),
    R: _("Answer the editors’ note and submit again."),
}
"""The same, said to the person whose step it is."""

FROM_ELSEWHERE = _("An editor completes it and publishes it.")
"""Who acts next with a draft that has no contributor to wait for."""

NOBODY_WRITES = _(
    "Its contributor has closed the account. An editor finishes it, gives it to another account, or takes it over."
)
"""Who acts next with what nobody writes any more."""

LEFT: dict[Status, str | Promise] = {
    D: _("It waits as you leave it. An editor can finish it or give it to a colleague."),
    S: _("It goes on waiting for an editor, who decides on it."),
    R: _("It waits for the answer to the editors' note. An editor can finish it or give it to a colleague."),
    P: _("It stays on line."),
    X: _("It stays with the editors, and nobody else reads it."),
    W: _("It stays off line, unless an editor restores it."),
}
"""What becomes of an entry when its contributor closes her account, in a sentence to her."""


@dataclass(frozen=True)
class Act:
    """What events record besides the moves: it has no target, an entry stands afterwards where it stood before."""

    name: str
    label: str | Promise
    help: str | Promise = ""


UNDO, TRASH, RECOVER, PURGE, ERASE = "undo", "trash", "recover", "purge", "erase"
EDIT, TAKE_DOWN = "edit", "take_down"
INVITE, JOIN, PART, HAND_OVER = "invite", "join", "part", "hand_over"
RECORDED: dict[str, Act] = {
    act.name: act
    for act in (
        Act(UNDO, _("Undo")),
        Act(
            TRASH,
            _("Put in the trash"),
            _(
                "Nobody finds what lies there, and the address says that it was removed. One press brings it back."
            ),
        ),
        Act(RECOVER, _("Bring back from the trash")),
        Act(PURGE, _("Purge")),
        Act(ERASE, _("Take out a contact")),
        Act(EDIT, _("Edit")),
        Act(
            TAKE_DOWN,
            _("Take down by law"),
            _("Takes words away for good, from the public and from the history. Nobody can bring them back."),
        ),
        Act(INVITE, _("Invite a co-author")),
        Act(JOIN, _("Join as co-author")),
        Act(PART, _("End co-authorship")),
        Act(HAND_OVER, _("Hand over")),
    )
}

FOR_EACH_ALONE = {Requirement.REASON, Requirement.LICENCE}
"""What nobody can give for many entries at once; one note can stand for all."""

UNDOABLE: dict[str, Move | Act] = {
    move.name: move
    for move in MOVES.values()
    if {Role.EDITOR, Role.SECOND_EDITOR} & set(move.who) and not FOR_EACH_ALONE & set(move.needs)
} | {TRASH: RECORDED[TRASH]}
"""What an editor can do with many entries at once, and take back for a while, of many or of one."""


def moves() -> list[tuple[str, str | Promise]]:
    """Return what an event may be called: a move, or what is recorded beside them."""
    named: tuple[Move | Act, ...] = (*MOVES.values(), *RECORDED.values())
    return [(each.name, each.label) for each in named]


def diagram() -> str:
    """Return the table of moves as a Mermaid state diagram; the editors' guide shows it."""
    arrows = [
        f"    {source.value} --> {move.target.value}: {move.name}"
        for move in MOVES.values()
        for source in move.sources
    ]
    return "\n".join(["stateDiagram-v2", "    [*] --> draft", *arrows])
