"""Another database: where a catalogue goes that leaves this one, and what works there."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import dj_database_url
from django.db import connections
from django.db.utils import ConnectionHandler

from catalogue.databases import ENGINE_OPTIONS
from catalogue.env import ROOT
from tests import kept, ready


@dataclass(frozen=True)
class Elsewhere:
    """A database by its address; a process of its own works there, or this one while it is opened."""

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

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Let this process work there meanwhile, and know nothing of where it came from; no transaction is open."""
        found = dj_database_url.parse(self.url)
        options = ENGINE_OPTIONS[str(found.get("ENGINE"))]
        own = connections["default"]
        own.close()
        kept.forget()
        connections["default"] = ConnectionHandler({"default": {**found, "OPTIONS": options}})["default"]
        try:
            yield
        finally:
            connections["default"].close()
            connections["default"] = own
            kept.forget()

    def refused(self, *words: str) -> str:
        """Return the one line in which a command says why it does nothing."""
        done = self.run(*words)
        assert done.returncode == 1
        lines = done.stderr.strip().splitlines()
        assert len(lines) == 1, done.stderr
        return lines[0]


def in_file(folder: Path) -> Elsewhere:
    """Return an SQLite database with its tables, and nothing in them."""
    path = folder / f"elsewhere-{uuid4().hex}.sqlite3"
    shutil.copy(ready.file_with_tables(), path)
    return Elsewhere(f"sqlite:///{path}")


@contextmanager
def on_server(*, migrated: bool = True) -> Iterator[Elsewhere]:
    """Give a new PostgreSQL database beside the one of the tests, with its tables or without any."""
    with ready.on_server(*([ready.template()] if migrated else [])) as url:
        yield Elsewhere(url)


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    return found
