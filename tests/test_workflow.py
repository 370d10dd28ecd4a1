"""Every move in every status for every role, against the design's table written out by hand."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from pytest_django.fixtures import Settings

from practices import permissions
from practices.entries import actions
from practices.entries.actions import MoveRefused
from practices.models import Edition, Event, Practice, Snapshot, User
from practices.workflow import DECISIONS, MOVES, NEXT, UNDOABLE, Status, diagram
from tests.builders import in_status, make_editor, make_user

D, S, R, P, X, W = "draft", "submitted", "returned", "published", "rejected", "withdrawn"

# move: from, to, who (o owner, e editor, m editor who owns it, p operator), with edition (None: either)
DESIGN: dict[str, tuple[set[str], str, str, bool | None]] = {
    "submit": ({D, R}, S, "oem", None),
    "recall": ({S}, D, "om", None),
    "return": ({S}, R, "em", None),
    "approve": ({S}, P, "e", None),
    "publish": ({D}, P, "emp", None),
    "reject": ({S}, X, "em", False),
    "reopen": ({X}, D, "em", None),
    "revise": ({P, W}, D, "oem", None),
    "discard": ({D, R}, P, "oem", True),
    "withdraw": ({D, S, R, P}, W, "em", True),
    "restore": ({W}, P, "em", None),
}
WORDS = {
    "note": "Because.",
    "reason": "It has ended.",
    "change_note": "A second ship.",
    "licence_agreed": True,
}


def test_decisions_are_what_editors_alone_do_with_what_was_submitted() -> None:
    assert DECISIONS == ("approve", "return", "reject")


def test_moves_are_the_eleven_of_the_design() -> None:
    assert {name: ({*move.sources}, move.target) for name, move in MOVES.items()} == {
        name: (sources, target) for name, (sources, target, _, _) in DESIGN.items()
    }


def test_words_of_moves_and_statuses_never_meet() -> None:
    assert set(MOVES) & set(Status.values) == set()
    assert set(NEXT) == set(Status)


def test_moves_that_can_be_undone_are_those_of_editors_that_one_note_can_stand_for() -> None:
    assert list(UNDOABLE) == [
        "return",
        "approve",
        "publish",
        "reject",
        "reopen",
        "revise",
        "discard",
        "restore",
        "trash",
    ]


STATES = [
    (status, edition)
    for status, edition in itertools.product(Status, (False, True))
    if (status, edition) not in {(Status.PUBLISHED, False), (Status.REJECTED, True), (Status.WITHDRAWN, True)}
]


def allowed(name: str, status: str, role: str, *, edition: bool, owned: bool) -> bool:
    sources, _, who, needs_edition = DESIGN[name]
    return (
        status in sources
        and role in who
        and needs_edition in {None, edition}
        and not (name == "publish" and owned)
        and not (role == "o" and not owned)
    )


def outcome(practice: Practice, name: str, by: User | None) -> bool:
    """Say whether a move goes through, and undo it."""
    with transaction.atomic():
        try:
            actions.move(practice, name, by=by, expected_version=practice.version, **WORDS)  # type: ignore[arg-type]  # one dict of words
        except (PermissionDenied, MoveRefused):
            return False
        finally:
            transaction.set_rollback(True)
        return True


@pytest.mark.long
@pytest.mark.alike
@pytest.mark.django_db
@pytest.mark.parametrize(("status", "edition"), STATES)
@pytest.mark.parametrize("owner", ["contributor", "editor", "nobody"])
def test_move_in_every_status_for_every_role(status: Status, edition: bool, owner: str) -> None:
    owners: dict[str, Callable[[], User | None]] = {
        "contributor": make_user,
        "editor": make_editor,
        "nobody": lambda: None,
    }
    person = owners[owner]()
    practice = in_status(status, contributor=person, edition=edition)
    roles: dict[str, Any] = {
        "e": make_editor(),
        "x": make_user(),
        "d": make_editor(is_active=False),
        "p": None,
    }
    if person:
        roles["m" if person.is_staff else "o"] = person
    for name, (role, by) in itertools.product(MOVES, roles.items()):
        expected = allowed(name, status, role, edition=edition, owned=person is not None)
        assert outcome(practice, name, by) is expected, (name, role)
        assert permissions.can_move(by, practice, name) is expected, (name, role)


@pytest.mark.alike
@pytest.mark.django_db
@pytest.mark.parametrize(("status", "edition"), STATES)
def test_refused_move_writes_nothing(status: Status, edition: bool) -> None:
    practice = in_status(status, contributor=make_user(), edition=edition)

    def rows() -> list[Any]:
        return [
            Practice.objects.values().get(pk=practice.pk),
            *(list(model.objects.values()) for model in (Edition, Event, Snapshot)),
        ]

    before = rows()
    for name in MOVES:
        with pytest.raises(PermissionDenied):
            actions.move(
                practice,
                name,
                by=make_user(),
                expected_version=practice.version,
                note="Because.",
                reason="It has ended.",
            )
    assert rows() == before


def test_diagram_in_the_guide_is_the_table(settings: Settings) -> None:
    guide = (settings.BASE_DIR / "docs" / "editors.md").read_text()
    assert f"```mermaid\n{diagram()}\n```" in guide
