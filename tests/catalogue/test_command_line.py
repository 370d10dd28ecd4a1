"""Does a machine that lacks something get one line with the cure, and no traceback?"""

import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from psycopg.errors import DiskFull

from catalogue import command_line
from catalogue.env import ROOT
from tests import ready
from tests.ports import free_port
from tests.worker.started import KEY

NOBODY = pwd.getpwnam("nobody")
ENTERED = all(folder.stat().st_mode & stat.S_IXOTH for folder in (ROOT, *ROOT.parents))
"""Whether another user may run what is here: the home of root is closed to others."""


def manage(*words: str, by: str = "", **given: str) -> tuple[int, str, str]:
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "SECRET_KEY": KEY, **given}
    who: dict[str, Any] = {}
    if by and os.getuid() == 0:
        who = {"user": NOBODY.pw_uid, "group": NOBODY.pw_gid, "extra_groups": []}
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        umask=0o022,
        **who,
    )
    return done.returncode, done.stdout, done.stderr


def missing(folder: Path) -> Path:
    return folder / "no" / "such" / "folder" / "site.sqlite3"


def no_database(folder: Path) -> Path:
    path = folder / "notes.txt"
    path.write_text("These are notes. " * 100)
    return path


def a_folder(folder: Path) -> Path:
    return folder


def in_a_file(folder: Path) -> Path:
    return no_database(folder) / "site.sqlite3"


@pytest.mark.long
@pytest.mark.sampled("missing-words0", "no_database-words2")
@pytest.mark.parametrize("words", [("migrate",), ("createsuperuser",), ("start",), ("send_mail", "--once")])
@pytest.mark.parametrize("place", [missing, no_database])
def test_database_that_cannot_be_used_gets_one_line(
    tmp_path: Path, words: tuple[str, ...], place: Callable[[Path], Path]
) -> None:
    path = place(tmp_path)
    code, _out, said = manage(*words, DATABASE_URL=f"sqlite:///{path}")
    assert (code, len(said.splitlines())) == (1, 1)
    assert said.startswith(f"Not done: the database {path}: ")
    assert "Is it there, and may " in said


@pytest.mark.thorough
@pytest.mark.parametrize("place", [a_folder, in_a_file])
def test_database_in_a_place_that_is_none_gets_one_line(
    tmp_path: Path, place: Callable[[Path], Path]
) -> None:
    code, _out, said = manage("migrate", DATABASE_URL=f"sqlite:///{place(tmp_path)}")
    assert (code, len(said.splitlines()), "Traceback" in said) == (1, 1, False)


@pytest.mark.long
@pytest.mark.skipif(
    os.getuid() == 0 and not ENTERED,
    reason="another user may not enter this folder: clone it where others may read, such as /srv",
)
def test_database_that_somebody_else_may_only_read_gets_one_line() -> None:
    folder = Path(tempfile.mkdtemp())  # others may not enter pytest's own
    path = folder / "site.sqlite3"
    try:
        shutil.copy(ready.file_with_tables(), path)
        path.chmod(0o444)
        folder.chmod(0o555)
        code, _out, said = manage("prepare", by="nobody", DATABASE_URL=f"sqlite:///{path}")
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)
    assert (code, len(said.splitlines())) == (1, 1)
    assert said.startswith(f"Not done: the database {path}: ")


@pytest.mark.long
@pytest.mark.skipif(
    os.getuid() == 0 and not ENTERED,
    reason="another user may not enter this folder: clone it where others may read, such as /srv",
)
@pytest.mark.parametrize(
    ("closed", "before", "word"),
    [
        pytest.param(
            "site.sqlite3", "prepare", "prepare", marks=pytest.mark.thorough
        ),  # all cities are loaded
        ("site.sqlite3-shm", "check", "start"),
    ],
)
def test_own_database_that_may_only_be_read_gets_one_line_at_the_start(
    closed: str, before: str, word: str
) -> None:
    folder = Path(tempfile.mkdtemp())  # others may not enter pytest's own
    path = folder / "site.sqlite3"
    shutil.copy(ready.file_with_tables(), path)
    manage(before, DATABASE_URL=f"sqlite:///{path}")
    (folder / closed).touch()
    for each in (folder, *folder.iterdir()):
        each.chmod(0o700)
        if os.getuid() == 0:
            os.chown(each, NOBODY.pw_uid, NOBODY.pw_gid)
    (folder / closed).chmod(0o400)
    code, _out, said = manage(
        word, by="nobody", DATABASE_URL=f"sqlite:///{path}", ADDR=f"127.0.0.1:{free_port()}"
    )
    shutil.rmtree(folder)
    assert (code, len(said.splitlines())) == (1, 1), said
    assert said.startswith(f"Not done: the database {path}: ")


@pytest.mark.long
def test_postgres_that_is_away_gets_one_line_without_the_password() -> None:
    code, _out, said = manage("migrate", DATABASE_URL="postgres://a:secret@127.0.0.1:1/x")
    assert (code, len(said.splitlines()), "secret" in said) == (1, 1, False)
    assert said.startswith("Not done: the database does not answer; look at DATABASE_URL. ")


@pytest.mark.long
def test_folder_for_files_that_cannot_be_written_gets_one_line(tmp_path: Path) -> None:
    path = no_database(tmp_path)
    code, _out, said = manage("collectstatic", "--noinput", STATIC_ROOT=str(path))
    assert (code, len(said.splitlines()), str(path) in said) == (1, 1, True)


@pytest.mark.parametrize(
    ("command", "mask"), [("migrate", 0o077), ("restore", 0o077), ("", 0o077), ("collectstatic", 0o022)]
)
def test_only_what_the_proxy_hands_out_is_for_others_to_read(command: str, mask: int) -> None:
    before = os.umask(0o022)
    try:
        command_line.keep_from_others(["manage.py", command])
    finally:
        found = os.umask(before)
    assert found == mask


@pytest.mark.long
def test_database_that_a_command_makes_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "site.sqlite3"
    manage("migrate", "practices", "0001", DATABASE_URL=f"sqlite:///{path}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [None, b"SITE_NAME=caf\xe9\n"], ids=["folder", "not UTF-8"])
def test_file_of_settings_that_cannot_be_read_gets_one_line(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / ".env"
    path.mkdir() if content is None else path.write_bytes(content)
    code, _out, said = manage("check", ENV_FILE=str(path))
    assert (code, len(said.splitlines())) == (1, 1)
    assert said.startswith(f"Not started: {path} cannot be read: ")


@pytest.mark.thorough
@pytest.mark.long
def test_traceback_is_shown_when_it_is_asked_for(tmp_path: Path) -> None:
    said = manage("migrate", "--traceback", DATABASE_URL=f"sqlite:///{missing(tmp_path)}")[2]
    assert said.startswith("Traceback")


def test_database_that_answered_is_not_said_to_be_away(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")

    def fail(_words: list[str]) -> None:
        raise OperationalError("could not extend file") from DiskFull()

    monkeypatch.setattr(command_line, "execute_from_command_line", fail)
    with pytest.raises(SystemExit, match=r"^Not done: the database refuses: could not extend file$"):
        command_line.main(["manage.py", "migrate"])
