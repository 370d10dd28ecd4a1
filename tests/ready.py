"""A database with its tables, made once in a run and copied: for each worker, and for whoever needs another one."""

import atexit
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier

from catalogue.env import ROOT

FOLDER = "READY_FOLDER"
"""Names what all processes of one run share: the first of them makes it, and takes it away at its end."""


def folder() -> Path:
    if FOLDER not in os.environ:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="ready_")
        atexit.register(_take_away, os.getpid())
    return Path(os.environ[FOLDER])


def _take_away(maker: int) -> None:
    if os.getpid() != maker:  # a test has forked
        return
    made = folder()
    if (made / "tables.postgres").exists():
        with _server() as server:
            server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(made.name)))
    shutil.rmtree(made)


def once(name: str, make: Callable[[Path], None]) -> Path:
    """Return a file, which the first that asks for it makes while the others wait."""
    path = folder() / name
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            make(path.with_suffix(".part"))
            path.with_suffix(".part").rename(path)
    return path


def file_with_tables() -> Path:
    """Return SQLite's; a copy of it is a database."""
    return once("tables.sqlite3", lambda path: _migrate(f"sqlite:///{path}"))


def template() -> str:
    """Return the name of PostgreSQL's, for `CREATE DATABASE ... TEMPLATE`."""

    def make(path: Path) -> None:
        with _server() as server:
            server.execute(SQL("CREATE DATABASE {}").format(Identifier(folder().name)))
        _migrate(_beside(folder().name))
        path.touch()

    once("tables.postgres", make)
    return folder().name


@contextmanager
def on_server(of: str = "template1") -> Iterator[str]:
    """Give the DATABASE_URL of a new database on the server of the tests: empty, or made of a template."""
    name = f"another_{uuid4().hex}"
    with _server() as server:
        server.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(of)))
        yield _beside(name)
        server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def is_superuser() -> bool:
    with _server() as server:
        found = server.execute("SELECT usesuper FROM pg_user WHERE usename = current_user").fetchone()
    return found == (True,)


def emptying(_style: Any, tables: list[str], **_given: bool) -> list[str]:
    """Return what empties tables as `flush` does: by DELETE, whatever refers to them.

    Most are empty already, and the TRUNCATE of Django makes new files for each of them and each of its indexes.
    """
    deletes = [f'DELETE FROM "{table}"' for table in tables]  # noqa: S608
    return ["; ".join(("SET LOCAL session_replication_role = replica", *deletes))]


def _server() -> psycopg.Connection:
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


def _beside(name: str) -> str:
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


def _migrate(url: str) -> None:
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
