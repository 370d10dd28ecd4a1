"""Does `bin/with-postgres` run a command beside a server for a while, and leave nothing?"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from catalogue.env import ROOT
from tests.test_commands import SECONDS, clean
from tests.tree import belonging_to

needs_a_server = pytest.mark.skipif(
    not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")), reason="no PostgreSQL here"
)


def with_postgres(code: str, **extra: str) -> list[str]:
    command = [sys.executable, str(ROOT / "bin" / "with-postgres"), sys.executable, "-c", code]
    done = subprocess.run(command, env=clean() | extra, capture_output=True, text=True, check=False)
    return [str(done.returncode), *done.stdout.splitlines()]


def test_with_postgres_takes_a_server_that_is_there() -> None:
    code = "import os, sys; print(os.environ['DATABASE_URL']); sys.exit(3)"
    assert with_postgres(code, TEST_DATABASE_URL="postgres://there/x") == ["3", "postgres://there/x"]


@pytest.mark.long
@needs_a_server
def test_with_postgres_makes_one_and_leaves_nothing() -> None:
    code = "import os, psycopg; u = os.environ['DATABASE_URL']; print(psycopg.connect(u).info.host)"
    returned, folder = with_postgres(code)
    assert (returned, Path(folder).name[:19]) == ("0", "catalogue-postgres-")
    assert not Path(folder).exists()


@pytest.mark.long
@needs_a_server
def test_with_postgres_keeps_a_folder_that_is_named() -> None:
    code = "import os, psycopg; psycopg.connect(os.environ['DATABASE_URL'], autocommit=True).execute('{}')"
    folder = Path(tempfile.mkdtemp())  # the server's user may not enter pytest's own
    kept = {"POSTGRES_FOLDER": str(folder), "POSTGRES_SETTINGS": "application_name=kept"}
    try:
        assert with_postgres(code.format("CREATE TABLE kept ()"), **kept) == ["0"]
        assert with_postgres(code.format("DROP TABLE kept"), **kept) == ["0"]
    finally:
        shutil.rmtree(folder)


def test_with_postgres_lets_what_it_runs_end_by_itself() -> None:
    slow = 'trap "sleep 1; echo ended; exit 0" TERM; echo began; while :; do sleep 0.05; done'
    command = [sys.executable, str(ROOT / "bin" / "with-postgres"), "sh", "-c", slow]
    environment = clean() | {"TEST_DATABASE_URL": "postgres://there/x"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "began\n"
        process.send_signal(signal.SIGTERM)
        try:
            said, _nothing = process.communicate(timeout=SECONDS)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    assert (said, process.returncode) == ("ended\n", 143)


TOLD_IN_THE_GAP = """
import os, runpy, signal, subprocess, sys
gap = sys.argv.pop(1)
class Popen(subprocess.Popen):
    def __init__(self, command, **how):
        super().__init__(command, **how)
        if gap in str(command):
            os.kill(os.getpid(), signal.SIGTERM)
subprocess.Popen = Popen
runpy.run_path(sys.argv.pop(1), run_name="__main__")
"""
"""The script, told to stop in the very moment in which a program has been started and nobody waits for it yet."""


@pytest.mark.one_in(2)
@pytest.mark.long
@pytest.mark.parametrize(
    ("gap", "given"),
    [
        ("sleep", {"TEST_DATABASE_URL": "postgres://there/x"}),
        pytest.param("initdb", {}, marks=needs_a_server),
        pytest.param("listen_addresses", {}, marks=needs_a_server),
        pytest.param("sleep", {}, marks=needs_a_server),
    ],
    ids=["command", "initdb", "postgres", "command beside postgres"],
)
def test_with_postgres_leaves_nothing_however_early_it_is_told_to_stop(
    gap: str, given: dict[str, str]
) -> None:
    folder = Path(tempfile.mkdtemp())  # the server's user may not enter pytest's own
    folder.chmod(0o755)
    script = str(ROOT / "bin" / "with-postgres")
    command = [sys.executable, "-c", TOLD_IN_THE_GAP, gap, script, "sleep", "600"]
    environment = clean() | given | {"TMPDIR": str(folder)}
    with subprocess.Popen(command, env=environment, start_new_session=True) as process:
        try:
            assert process.wait(SECONDS) == 143
            assert [left for left in belonging_to(str(folder)) if left != process.pid] == []
            assert list(folder.iterdir()) == []
        finally:
            for left in belonging_to(str(folder)):
                with suppress(ProcessLookupError):
                    os.kill(left, signal.SIGKILL)
            shutil.rmtree(folder)
