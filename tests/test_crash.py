"""A crash after any statement of an approval leaves what stood before it, and nothing between (promise R3)."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from catalogue.env import ROOT
from practices import actions
from practices.models import Practice
from tests.builders import make_editor, make_user, moved, published, submitted

pytestmark = pytest.mark.django_db(transaction=True)


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


def states(practice: Practice, folder: Path) -> list[Any]:
    """Return what stood there before, after each crash, and at last."""
    editor = make_editor()
    url = address(folder)
    connection.close()
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash", str(practice.pk), str(editor.pk)],
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def first() -> Practice:
    return submitted(title="The reading ship")


def second() -> Practice:
    user = make_user()
    practice = moved(published(contributor=user), "revise", by=user)
    practice = actions.save_answers(practice, {"title": "The singing ship"}, by=user, seen=practice.version)
    return moved(practice, "submit", by=user)


@pytest.mark.parametrize("entry", [first, second])
def test_crash_after_any_statement_leaves_what_stood_before(entry: Any, tmp_path: Path) -> None:
    before, *crashed, after = states(entry(), tmp_path)
    assert len(crashed) > 15
    assert [number for number, state in enumerate(crashed, 1) if state != before] == []
    assert [row["status"] for row in before["practices.Practice"]] == ["submitted"]
    assert [row["status"] for row in after["practices.Practice"]] == ["published"]
    assert len(after["practices.Event"]) == len(before["practices.Event"]) + 1
    assert len(after["practices.Snapshot"]) == len(before["practices.Snapshot"]) + 1
    assert [row["number"] for row in after["practices.Edition"]] == [1 if entry is first else 2]
