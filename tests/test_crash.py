"""A crash after any statement of any act leaves what stood before it, and nothing between (promise R3)."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from catalogue.env import ROOT
from practices.entries import actions, bulk, comments, preview_links
from practices.models import Practice, User
from practices.workflow import MOVES, Status
from tests.builders import in_status, make_city, make_draft, make_editor, make_user, moved, submitted
from tests.entries.test_coauthors import officer, with_coauthor

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

type State = dict[str, list[dict[str, Any]]]
type Begun = tuple[User, list[Practice]]


def address(folder: Path) -> str:
    """Return where another process finds this test's database; one in memory is copied into a file."""
    if connection.vendor != "sqlite":
        server = os.environ["DATABASE_URL"].rpartition("/")[0]
        return f"{server}/{connection.settings_dict['NAME']}"
    connection.ensure_connection()
    path = folder / "crash.sqlite3"
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    copy.close()
    return f"sqlite:///{path}"


def states(name: str, person: User, entries: list[Practice], folder: Path) -> list[State]:
    """Return what stood there before, after each crash, and at last."""
    url = address(folder)
    connection.close()
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash", name, *(str(each.pk) for each in (person, *entries))],
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def revised(status: Status) -> Begun:
    """Return an entry with an edition on line and other words in its working copy."""
    practice = in_status(Status.DRAFT, contributor=make_user(), edition=True)
    editor = make_editor()
    practice = actions.save_answers(
        practice, {"title": "The singing ship"}, by=editor, expected_version=practice.version
    )
    if status is not Status.DRAFT:
        practice = moved(practice, "submit", by=editor)
    return editor, [practice]


def before_move(name: str) -> Begun:
    """Return an entry from which a move is open, and who may make it."""
    owner, editor = make_user(), make_editor()
    status = MOVES[name].sources[0]
    if name in {"approve", "discard", "withdraw"}:
        return revised(Status.SUBMITTED if name == "approve" else Status.DRAFT)
    if name == "publish":
        return editor, [make_draft()]
    entry = in_status(status, contributor=owner, edition=status is Status.PUBLISHED)
    return (owner if name == "recall" else editor), [entry]


def first_approval() -> Begun:
    return make_editor(), [submitted()]


def before_save() -> Begun:
    return make_editor(), [submitted()]


def before_undo() -> Begun:
    """Return entries that were approved in bulk: one for the first time, one that was on line before."""
    editor, entries = make_editor(), [submitted(), revised(Status.SUBMITTED)[1][0]]
    bulk.move_each(MOVES["approve"], [(each.pk, each.version) for each in entries], by=editor)
    return editor, entries


def before_trash() -> Begun:
    """Return an entry on line with other words in its working copy, shared by address, commented on and written by two."""
    editor, [practice] = revised(Status.SUBMITTED)
    assert practice.contributor
    User.objects.filter(pk=practice.contributor.pk).update(city=make_city())
    practice = Practice.objects.get(pk=practice.pk)
    with_coauthor(practice, officer())
    preview_links.share(practice, by=editor)
    comments.add(practice, field="", text="Why?", internal=False, by=editor)
    return editor, [practice]


def before_recover() -> Begun:
    editor, [practice] = before_trash()
    return editor, [actions.trash(practice, by=editor, expected_version=practice.version, note="Twice.")]


ACTS: dict[str, tuple[str, Callable[[], Begun]]] = {
    **{name: (name, lambda name=name: before_move(name)) for name in MOVES},  # type: ignore[misc]
    "first approval": ("approve", first_approval),
    "save": ("save", before_save),
    "trash": ("trash", before_trash),
    "recover": ("recover", before_recover),
    "purge": ("purge", before_recover),
    "hand over": ("hand_over", before_trash),
}


@pytest.mark.sampled("approve", "purge")
@pytest.mark.parametrize(
    "act", [pytest.param(act, marks=() if act in {"approve", "purge"} else pytest.mark.alike) for act in ACTS]
)
def test_crash_after_any_statement_leaves_what_stood_before(act: str, tmp_path: Path) -> None:
    name, begin = ACTS[act]
    before, *crashed, after = states(name, *begin(), tmp_path)
    assert len(crashed) >= 2
    assert [number for number, state in enumerate(crashed, 1) if state != before] == []
    assert after["practices.Practice"] != before["practices.Practice"]
    made = {label: len(after[label]) - len(before[label]) for label in before}
    assert (made["practices.Event"], made["practices.Snapshot"]) == EXPECTED.get(act, (1, 0))


EXPECTED = {
    "submit": (1, 1),
    "approve": (1, 1),
    "first approval": (1, 1),
    "publish": (1, 1),
    "discard": (1, 1),
    "restore": (1, 1),
    "save": (1, 1),
}
"""How many events and snapshots an act leaves; a move leaves one event."""


def of(practice: int, state: State) -> State:
    """Return the rows of one entry, whichever table they stand in."""
    editions = {row["id"] for row in state["practices.Edition"] if row["practice_id"] == practice}
    return {
        label: [
            row
            for row in rows
            if row.get("practice_id") == practice
            or row.get("edition_id") in editions
            or (label == "practices.Practice" and row["id"] == practice)
        ]
        for label, rows in state.items()
    }


@pytest.mark.thorough
@pytest.mark.alike
def test_crash_in_a_bulk_approval_leaves_each_entry_before_or_after(tmp_path: Path) -> None:
    entries = [submitted(), submitted(title="The singing ship")]
    _, *crashed, after = found = states("bulk", make_editor(), entries, tmp_path)
    for number, entry in enumerate(entries):
        stood: list[State] = []
        for state in found:
            if (rows := of(entry.pk, state)) not in stood:
                stood.append(rows)
        statuses = [rows["practices.Practice"][0]["status"] for rows in stood]
        assert (number, statuses) == (number, ["submitted", "submitted", "published", "published"])
        assert [len(rows["practices.Edition"]) for rows in stood] == [0, 0, 1, 1]
        account = [[(row["version"], row["news"]) for row in rows["practices.BatchEntry"]] for rows in stood]
        version = entry.version + 1
        assert account == [[], [(None, "")], [(version, "made")], [(version, "")]]
        assert [len(rows["practices.Mail"]) for rows in stood] == [1, 1, 1, 2]
    assert [(row["move"], row["undone_at"]) for row in after["practices.Batch"]] == [("approve", None)]
    assert len(crashed) >= 20
    assert [row["status"] for row in after["practices.Practice"]] == ["published", "published"]


@pytest.mark.thorough
@pytest.mark.alike
def test_crash_in_an_undo_leaves_each_entry_before_or_after(tmp_path: Path) -> None:
    editor, entries = before_undo()
    _, *crashed, after = found = states("undo", editor, entries, tmp_path)
    for entry, editions in zip(entries, ([[1], []], [[2], [1]]), strict=True):
        stood: list[State] = []
        for state in found:
            if (rows := of(entry.pk, state)) not in stood:
                stood.append(rows)
        assert [rows["practices.Practice"][0]["status"] for rows in stood] == [
            "published",
            "submitted",
            "submitted",
        ]
        numbers = [[row["number"] for row in rows["practices.Edition"]] for rows in stood]
        assert numbers == [*editions, editions[-1]]
        account = [
            (bool(row["undone_at"]), row["news"]) for rows in stood for row in rows["practices.BatchEntry"]
        ]
        assert account == [(False, ""), (True, "undone"), (True, "")]
    assert len(crashed) >= 20
    assert [row["status"] for row in after["practices.Practice"]] == ["submitted", "submitted"]
