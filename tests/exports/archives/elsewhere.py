"""Another database, in which a process of its own works: where a catalogue goes that leaves this one."""

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

from catalogue.env import ROOT
from tests import ready

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

    def import_and_run(self, archive: Path, code: str) -> str:
        """Bring an archive in, then run Python; return its last line."""
        first = f"from django.core.management import call_command\ncall_command('import_catalogue', {str(archive)!r})\n"
        return self.manage("shell", "--no-imports", given=first + code).splitlines()[-1]

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
