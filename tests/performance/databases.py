"""Where are the databases to measure in, and how are they made?"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from catalogue.env import ROOT

SETTINGS = "fsync=on synchronous_commit=on full_page_writes=on shared_buffers=512MB effective_cache_size=2GB"
"""PostgreSQL as it is in production: what is acknowledged is on the disk."""
MANY, MAKERS = 100_000, 3
"""From how many practices on so many processes make them side by side, in PostgreSQL, and wait for no disk."""
SECONDS = 6 * 3600
"""A million practices take hours on a machine with other work."""


@dataclass(frozen=True)
class Database:
    """One database; `environment` is what a process of ours needs to work in it."""

    url: str

    @property
    def environment(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.url,
            "ENV_FILE": os.devnull,
            "SECRET_KEY": "for measuring only: 0123456789 abcdefghijklmnopqrstuvwxyz",
            "DJANGO_SETTINGS_MODULE": "catalogue.settings",
            "SEARCHES_PER_SECOND": "1000000",
        }

    def manage(self, *arguments: str, **more: str) -> float:
        """Run a command of `manage.py` in it and return the seconds it took."""
        return self._timed([str(ROOT / "manage.py"), *arguments], more)

    def fill(self, practices: int) -> float:
        """Put so many made-up practices on line and return the seconds it took."""
        command = ["-m", "tests.performance.make_synthetic", f"--practices={practices}"]
        if practices >= MANY and self.url.startswith("postgres"):
            return self._timed([*command, f"--makers={MAKERS}"], {"PGOPTIONS": "-c synchronous_commit=off"})
        return self._timed(command, {})

    def measure(self, module: str, *arguments: str) -> dict[str, Any]:
        """Return what a module of ours measures in it."""
        said = self._run(["-m", f"tests.performance.{module}", *arguments], {})
        found: dict[str, Any] = json.loads(said.splitlines()[-1])
        return found

    def _timed(self, arguments: list[str], more: dict[str, str]) -> float:
        began = time.monotonic()
        self._run(arguments, more)
        return time.monotonic() - began

    def _run(self, arguments: list[str], more: dict[str, str]) -> str:
        return subprocess.run(
            [sys.executable, *arguments],
            env=os.environ | self.environment | more,
            cwd=ROOT,
            check=True,
            timeout=SECONDS,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout


def _server() -> str:
    """Return the address of the PostgreSQL server at hand; none means SQLite."""
    return os.environ.get("DATABASE_URL", "")


def named(name: str, folder: Path) -> Database:
    """Return a database by name, new if it is not there: a file in the folder, or one of the server at hand."""
    if not _server():
        return Database(f"sqlite:///{folder.absolute()}/{name}.sqlite3")
    with psycopg.connect(_server(), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return Database(f"{_server().rpartition('/')[0]}/{name}")


@contextmanager
def empty(folder: Path) -> Iterator[Database]:
    """Give a database that is new, and thrown away afterwards."""
    name = f"new_{os.getpid()}"
    yield named(name, folder)
    if _server():
        with psycopg.connect(_server(), autocommit=True) as connection:
            connection.execute(SQL("DROP DATABASE {}").format(Identifier(name)))


def filled(practices: int, folder: Path) -> tuple[Database, float | None]:
    """Return a database with so many made-up practices, and the seconds that it took, if it was not there before."""
    database = named(f"practices_{practices}", folder)
    mark = folder / f"practices_{practices}.made"
    database.manage("migrate", "--verbosity=0")
    seconds = database.fill(practices)
    if mark.exists():
        return database, None
    mark.touch()
    return database, seconds
