"""Another database, in which a process of its own works: where a catalogue goes that leaves this one."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier

from catalogue.env import ROOT

PAGES = """
import json
from hashlib import sha256
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment(debug=False)
client = Client()
print(json.dumps({each: sha256(client.get(each).content).hexdigest() for each in %r}))
"""


@dataclass(frozen=True)
class Elsewhere:
    """A database by its address."""

    url: str

    def run(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": self.url, "DJANGO_SETTINGS_MODULE": "tests.settings"},
            input=given,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def manage(self, *words: str, given: str = "") -> str:
        """Run a command of `manage.py` there and return what it prints."""
        done = self.run(*words, given=given)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refused(self, *words: str) -> str:
        """Return the one line in which a command says why it does nothing."""
        done = self.run(*words)
        assert done.returncode == 1
        lines = done.stderr.strip().splitlines()
        assert len(lines) == 1, done.stderr
        return lines[0]

    def bodies(self, addresses: list[str]) -> dict[str, str]:
        """Return the digest of what each address answers there."""
        said = self.manage("shell", "--no-imports", given=PAGES % addresses)
        found: dict[str, str] = json.loads(said.splitlines()[-1])
        return found


def in_file(folder: Path) -> Elsewhere:
    """Return an SQLite database with its tables, and nothing in them."""
    made = Elsewhere(f"sqlite:///{folder}/elsewhere-{uuid4().hex}.sqlite3")
    made.manage("migrate", "--verbosity=0")
    return made


@contextmanager
def on_server(*, migrated: bool = True) -> Iterator[Elsewhere]:
    """Give a new PostgreSQL database beside the one of the tests, with its tables or without any."""
    server, name = os.environ["DATABASE_URL"], f"elsewhere_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        made = Elsewhere(f"{server.rpartition('/')[0]}/{name}")
        if migrated:
            made.manage("migrate", "--verbosity=0")
        yield made
        connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    return found
