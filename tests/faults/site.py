"""A site of its own that faults are done to: its server, the people that are signed in, and what its database holds."""

import http.client
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg

from catalogue.env import ROOT
from practices.worker import commands
from tests import logs
from tests.killed import PATIENCE, Connection
from tests.ports import free_port
from tests.served import KEY

PEOPLE = 8
SEED = """
import json
from django.test import Client
from tests.builders import make_draft, make_editor, make_user, published
make_editor()
published(title="The reading ship")
for number in range({people}):
    person = make_user(f"officer{{number}}@city.example")
    entry = make_draft(contributor=person, title=f"The ship of officer {{number}}", purpose="Word 0.")
    client = Client()
    client.force_login(person)
    print(json.dumps([client.cookies["sessionid"].value, entry.pk]))
"""
STATE = """
SELECT version, status, purpose,
 (SELECT count(*) FROM practices_event WHERE practice_id = practices_practice.id),
 (SELECT count(*) FROM practices_snapshot WHERE practice_id = practices_practice.id)
FROM practices_practice WHERE id = {}
"""


@dataclass(frozen=True)
class State:
    """What the database holds of an entry."""

    version: int
    status: str
    purpose: str
    events: int
    snapshots: int


class Site:
    """The site: its server's processes end by their own group, whatever has been done to them."""

    def __init__(self, folder: Path, url: str, workers: int, **given: str) -> None:
        self.folder, self.url, self.workers, self.port = folder, url, workers, free_port()
        self.log = folder / "log"
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONDONTWRITEBYTECODE": "1",
            "ENV_FILE": os.devnull,
            "SECRET_KEY": KEY,
            "DATABASE_URL": url,
            "TMPDIR": str(folder),
            "SUBMISSIONS_A_DAY": "1000000",
            "SEARCHES_PER_SECOND": "1000000",
        } | given
        self.process: subprocess.Popen[bytes] | None = None
        self.people: list[tuple[str, int]] = []

    def manage(self, *words: str, given: str = "", url: str = "") -> str:
        """Run a command for this site and return what it prints; `url` asks the database by another way."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment | ({"DATABASE_URL": url} if url else {}),
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def fill(self, people: int) -> None:
        """Make the tables and the people, each with a draft of hers, and sign them in."""
        self.manage("migrate", "--verbosity=0")
        said = self.manage("shell", "--no-imports", given=SEED.format(people=people))
        self.people = [(cookie, entry) for cookie, entry in map(json.loads, said.splitlines())]

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                commands.server_command("127.0.0.1", self.port, self.workers),
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = time.monotonic() + PATIENCE
        while not self.answers("/livez"):
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.05)

    def answers(self, address: str) -> bool:
        with suppress(OSError, http.client.HTTPException):
            return Connection(self.port).get(address).status == http.HTTPStatus.OK
        return False

    def kill(self) -> None:
        """End all processes of the server in the same moment, as a power cut does."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """Ask the database itself, past the site."""
        if self.url.startswith("sqlite"):
            file = unquote(self.url.removeprefix("sqlite:///"))
            with closing(sqlite3.connect(file, timeout=PATIENCE)) as database:
                return database.execute(statement).fetchall()
        with psycopg.connect(self.url, connect_timeout=PATIENCE) as database:
            return database.execute(statement).fetchall()

    def state(self, entry: int) -> State:
        ((version, status, purpose, events, snapshots),) = self.rows(STATE.format(entry))
        return State(int(str(version)), str(status), str(purpose), int(str(events)), int(str(snapshots)))

    def faults(self) -> list[str]:
        """Return what is not whole in the database, as it says itself, and as the site's own `verify` says."""
        if self.url.startswith("sqlite"):
            found = [f"{row}" for row in self.rows("PRAGMA integrity_check") if row != ("ok",)]
            found += [f"{row}" for row in self.rows("PRAGMA foreign_key_check")]
        else:
            found = _amcheck(self.url)
        self.manage("verify", url=self.url)
        return found


def _amcheck(url: str) -> list[str]:
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parts[-2]))
    there = urlsplit(url)
    server = ["--host", str(there.hostname), "--port", str(there.port), "--username", str(there.username)]
    checks = ["--install-missing", "--heapallindexed", "--parent-check"]
    done = subprocess.run(
        [programs / "pg_amcheck", *server, *checks, there.path[1:]],
        capture_output=True,
        text=True,
        check=False,
    )
    return [] if done.returncode == 0 else (done.stdout + done.stderr).splitlines()


@contextmanager
def site(
    folder: Path, url: str, *, workers: int = 2, people: int = PEOPLE, log: Path | None = None, **given: str
) -> Iterator[Site]:
    """Yield a site that serves; nothing that it started is left."""
    made = Site(folder, url, workers, **given)
    made.log = log or made.log
    try:
        made.fill(people)
        made.start()
        yield made
    finally:
        made.kill()
    assert not logs.tell(made.log.read_text(errors="replace"))
