"""The site as `manage.py start` runs it, on a database and a port of its own."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from catalogue.env import ROOT
from tests.ports import free_port
from tests.tree import SECONDS, belonging_to, children, command, until

LISTENING = "0A"
"""The state of such a socket in `/proc/net/tcp`."""
KEY = "for tests only: 0123456789 abcdefghijklmnopqrstuvwxyz"
MANAGE = [sys.executable, "manage.py"]
PREPARED = """
import sys, django
django.setup()
from practices.management.commands.start import supervise
from practices.worker.listening import free_address
from django.conf import settings
sys.exit(supervise(free_address(*settings.ADDR), settings.ADDR[1]))
"""
"""A start in a database that has its tables, and needs nothing else."""


class Started:
    """The site while it runs: its main process, the server under it with its processes, and the mail worker."""

    def __init__(self, folder: Path, database: Path, command: list[str], host: str, **given: str) -> None:
        self.folder, self.log, self.port = folder, folder / "log", free_port()
        shutil.copy(database, folder / "site.sqlite3")
        environment = {
            "PATH": os.environ["PATH"],
            "ENV_FILE": os.devnull,
            "SECRET_KEY": KEY,
            "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
            "ADDR": f"{host}:{self.port}",
            "WORKERS": "2",
            "DJANGO_SETTINGS_MODULE": "catalogue.settings",
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment | given,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.log.read_text()

    def is_up(self) -> bool:
        """Say whether it says so."""
        assert self.process.poll() is None, self.said()
        return "The catalogue is at" in self.said()

    def all(self) -> list[int]:
        """Return all its processes."""
        return belonging_to(str(self.folder))

    def server(self) -> int:
        return self._child("catalogue.serve")

    def worker(self) -> int:
        return self._child("send_mail")

    def _child(self, word: str) -> int:
        return next((child for child in children(self.process.pid) if word in command(child)), 0)

    def served_by(self) -> set[int]:
        """Return the processes that answer requests."""
        with suppress(OSError):
            return set(children(self.server()))
        return set()

    def listens(self) -> bool:
        """Say whether anything listens at the port: also what does not answer."""
        with socket.socket() as asking:
            return asking.connect_ex(("127.0.0.1", self.port)) == 0

    def listening(self) -> int:
        """Return how many sockets listen at the port: each process that answers has one of its own."""
        rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
        return sum(row[1].endswith(f":{self.port:04X}") and row[3] == LISTENING for row in rows)

    def get(self, path: str = "/livez", host: str = "localhost") -> int:
        """Return the status of an answer; 0 when none comes."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            asking.request("GET", path, headers={"Host": host})
            return asking.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            asking.close()

    def has_ended(self) -> bool:
        return self.process.poll() is not None and self.all() == [] and not self.listens()


@contextmanager
def started(
    folder: Path, database: Path, *command: str, host: str = "127.0.0.1", **given: str
) -> Iterator[Started]:
    """Start the site, by the command or else as if it were prepared; what is left of it at the end is killed."""
    site = Started(folder, database, list(command) or [sys.executable, "-c", PREPARED], host, **given)
    try:
        yield site
    finally:
        for process in site.all():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        site.process.wait()


@contextmanager
def running(folder: Path, database: Path) -> Iterator[Started]:
    """Start the site and wait until all of it runs."""
    with started(folder, database) as site:
        until(site.is_up)
        until(lambda: len(site.served_by()) == site.listening() == 2 and site.worker())
        yield site
