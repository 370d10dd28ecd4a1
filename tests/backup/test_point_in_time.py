"""Does PostgreSQL go back to a moment as the operators' guide says, line by line, on a server of one's own?"""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from catalogue.env import ROOT
from tests.killed import PATIENCE

pytestmark = [
    pytest.mark.either,
    pytest.mark.long,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL"),
]
BACKUPS, DATA = "/var/backups/postgresql", "/var/lib/postgresql/17/main"


def commands() -> list[str]:
    """Return the blocks of commands below the heading of the guide."""
    text = (ROOT / "docs" / "operators.md").read_text()
    found = re.search(r"^### PostgreSQL to a point in time\n(.*?)^##", text, re.MULTILINE | re.DOTALL)
    assert found
    return re.findall(r"^```sh\n(.*?)^```", found[1], re.MULTILINE | re.DOTALL)


class Server:
    """A server of one's own, whose data and backups lie in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "main"
        self.ids: dict[str, Any] = {}
        if os.getuid() == 0:  # PostgreSQL refuses root
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
            self.ids = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self.programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parts[-2]))
        self.run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "--no-sync")

    def run(self, program: str, *words: str) -> None:
        command = [str(self.programs / program), *words]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, **self.ids)

    def systemctl(self, act: str) -> None:
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off"
        words = ["-D", str(self.data), "-w", "-l", str(self.folder / "log"), "-o", options, act]
        self.run("pg_ctl", *(words if act != "stop" else [*words[:3], act]))

    def follow(self, block: str) -> None:
        """Do what a block of the guide says; the lines of systemctl are of this server."""
        block = block.replace(BACKUPS, f"{self.folder}/backups").replace(DATA, str(self.data))
        environment = os.environ | {
            "PGHOST": str(self.folder),
            "PGUSER": "postgres",
            "PATH": f"{self.programs}:/usr/bin:/bin",
        }
        for part in re.split(r"^(systemctl \w+) postgresql\n", block, flags=re.MULTILINE):
            if part.startswith("systemctl "):
                self.systemctl(part.split()[1])
            elif part:
                subprocess.run(
                    ["sh", "-eu", "-c", part],
                    check=True,
                    cwd="/",
                    env=environment,
                    stdout=subprocess.DEVNULL,
                    **self.ids,
                )

    def ask(self, statement: str) -> Any:
        with psycopg.connect(
            host=str(self.folder), user="postgres", dbname="postgres", autocommit=True
        ) as there:
            cursor = there.execute(statement)
            return cursor.fetchall() if cursor.description else None


@pytest.fixture
def server() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="moment-"))  # the server's user may not enter pytest's own
    made = Server(folder)
    made.systemctl("start")
    try:
        yield made
    finally:
        subprocess.run(
            [made.programs / "pg_ctl", "-D", made.data, "-m", "immediate", "stop"],
            check=False,
            capture_output=True,
            cwd="/",
            **made.ids,
        )
        shutil.rmtree(folder)


def test_server_goes_back_to_a_moment_as_the_guide_says(server: Server) -> None:
    once, weekly, back = commands()
    server.follow(once)
    server.ask("CREATE TABLE practice (title text)")
    server.ask("INSERT INTO practice VALUES ('before the base backup')")
    server.follow(weekly)
    server.ask("INSERT INTO practice VALUES ('after it')")
    ((moment,),) = server.ask("SELECT clock_timestamp()")
    time.sleep(0.1)
    server.ask("DELETE FROM practice")
    server.ask("INSERT INTO practice VALUES ('a fault')")
    example = re.search(r"recovery_target_time = '(.*?)'", back)
    assert example
    server.follow(back.replace(example[1], moment.isoformat(" ")))
    assert server.ask("SELECT title FROM practice ORDER BY title") == [
        ("after it",),
        ("before the base backup",),
    ]
    until = time.monotonic() + PATIENCE
    while server.ask("SELECT pg_is_in_recovery()") != [(False,)]:
        assert time.monotonic() < until, "it is there to be read, but never to be written"
        time.sleep(0.05)
    server.ask("INSERT INTO practice VALUES ('life goes on')")
