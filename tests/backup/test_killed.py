"""Is nothing half-done taken for whole, when a backup or a restore is killed in the middle of it?"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from catalogue.env import ROOT
from practices.backup import kept
from practices.backup.refusals import BackupRefused
from tests.builders import published
from tests.exports.archives.elsewhere import Elsewhere
from tests.killed import PATIENCE, database_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

KILLED = """
import os, signal
from django.core.management import call_command
from practices.backup import bundle, create, database

def killed(*_given, **_more):
    os.kill(os.getpid(), signal.SIGKILL)

{setting}
call_command({command!r}, {file!r})
"""
HALF_OF_A_FILE = """
database.PAGES = 1
def _heard_by(say):
    def hear(status, remaining, total):
        if remaining < total / 2:
            killed()
    return hear
database._heard_by = _heard_by
"""


def killed(target: Elsewhere, setting: str, command: str, file: Path) -> int:
    given = KILLED.format(setting=setting, command=command, file=str(file))
    return target.run("shell", "--no-imports", given=given).returncode


@pytest.mark.sampled("create.os.fsync = killed")
@pytest.mark.parametrize(
    "setting", ["create.contents = killed", "bundle.file_digest = killed", "create.os.fsync = killed"]
)
def test_backup_that_is_killed_is_no_backup(tmp_path: Path, setting: str) -> None:
    published()
    file = tmp_path / "practices-20260101T000000Z.tar.zst"
    assert killed(Elsewhere(database_url()), setting, "backup", file) == -9
    (left,) = tmp_path.iterdir()
    assert (left.name[0], left.suffix, left.stat().st_mode & 0o777) == (".", ".part", 0o700)
    with pytest.raises(BackupRefused, match="holds no backup"):
        kept.newest(tmp_path)
    call_command("backup", str(file))
    assert file.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own copying")
def test_restore_that_is_killed_leaves_an_empty_file(tmp_path: Path, target: Elsewhere) -> None:
    published()
    file = tmp_path / "site.tar.zst"
    call_command("backup", str(file))
    assert killed(target, HALF_OF_A_FILE, "restore", file) == -9
    assert "the same." in target.manage("restore", str(file), "--verify")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="pg_restore")
def test_restore_that_is_killed_leaves_an_empty_database(tmp_path: Path, target: Elsewhere) -> None:
    """It is held up by somebody who is making a table of the same name, and killed there."""
    published()
    file = tmp_path / "site.tar.zst"
    call_command("backup", str(file))
    environment = os.environ | {"DATABASE_URL": target.url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "manage.py", "restore", str(file)]
    with psycopg.connect(target.url) as somebody, psycopg.connect(target.url, autocommit=True) as watch:
        somebody.execute("CREATE TABLE practices_word ()")
        restoring = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
        waits = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pg_restore' AND wait_event_type = 'Lock'"
        until = time.monotonic() + PATIENCE
        while watch.execute(waits).fetchone() != (1,):
            assert time.monotonic() < until, "pg_restore does not come to the table"
            time.sleep(0.05)
        os.killpg(restoring.pid, signal.SIGKILL)
        restoring.wait(PATIENCE)
        somebody.rollback()
    assert "the same." in target.manage("restore", str(file), "--verify")
