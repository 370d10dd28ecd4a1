"""A PostgreSQL of our own that writes to the disk what it acknowledges, and that may be killed or held at any moment."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from unittest import mock

import psycopg
import pytest

from tests.faults.disk import small_disk
from tests.ports import free_port
from tests.test_outage import with_postgres
from tests.tree import children, until

DURABLE = "fsync = on\nsynchronous_commit = on\nfull_page_writes = on\n"


class Postgres:
    """The server: reached over loopback, so that a proxy can stand between."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.programs = folder, free_port(), with_postgres()
        self.process: subprocess.Popen[bytes] | None = None

    def address(self, port: int = 0) -> str:
        """Return its DATABASE_URL, or the one by which a proxy on another port is asked."""
        return f"postgres://postgres@127.0.0.1:{port or self.port}/postgres"

    def start(self) -> None:
        settings = f"listen_addresses=127.0.0.1 port={self.port}"
        with mock.patch.dict(os.environ, {"POSTGRES_SETTINGS": settings}):
            self.process = self.programs.start(self.folder)
        until(self.answers)  # the file by which bin/with-postgres waits may be that of a killed one

    def answers(self) -> bool:
        with suppress(psycopg.OperationalError), psycopg.connect(self.address(), connect_timeout=5):
            return True
        return False

    def processes(self) -> list[int]:
        assert self.process
        with suppress(OSError):
            return [self.process.pid, *children(self.process.pid)]
        return []

    def has_ended(self) -> bool:
        """Say whether it has ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def send(self, number: int) -> None:
        """Send a signal to each of its processes."""
        for process in self.processes():
            with suppress(ProcessLookupError):
                os.kill(process, number)

    def kill(self) -> None:
        """End all its processes in the same moment, as a power cut does."""
        if self.process:
            self.send(signal.SIGSTOP)  # none is forked meanwhile
            known = self.processes()
            self.send(signal.SIGKILL)
            self.process.wait()
            until(lambda: not any(_runs(process) for process in known))
            self.process = None


def _runs(process: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@contextmanager
def postgres(*, small: int = 0) -> Iterator[Postgres]:
    """Yield a server that runs, and leave nothing of it; `small` gives it a disk of its own of so many megabytes.

    Its folder is not pytest's, which is closed to its user.
    """
    if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        pytest.fail("needs PostgreSQL: apt-get install postgresql")
    home = Path(tempfile.mkdtemp(prefix="faults-"))
    home.chmod(0o755)
    try:
        with small_disk(home / "disk", small) if small else nullcontext(home) as folder:
            yield from _running(folder)
    finally:
        shutil.rmtree(home)


def _running(folder: Path) -> Iterator[Postgres]:
    server = Postgres(folder)
    try:
        server.start()
        with (folder / "data" / "postgresql.conf").open("a") as file:
            file.write(DURABLE)
        server.kill()
        server.start()
        yield server
    finally:
        server.kill()
