"""How is the production server started, on a port that is free, and ended?"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.performance import clock
from tests.ports import free_port

WORKERS = 2
SECONDS = 60
"""How long a server may take to answer for the first time."""
OWN = "catalogue.rsgi:application"
THREADS = "4"
"""Of a process that granian itself gives to a WSGI application."""


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    @property
    def workers(self) -> list[int]:
        return clock.children(self.pid)

    @property
    def worked(self) -> float:
        """How many seconds its workers have worked."""
        return clock.worked(self.workers)


@contextmanager
def serving(
    environment: dict[str, str], application: str = OWN, *, workers: int = WORKERS
) -> Iterator[Server]:
    """Serve an application as `./run` serves the catalogue; it is ended with all its processes."""
    port = free_port()
    site = {"SITE_URL": f"http://localhost:{port}", "ADDR": f"127.0.0.1:{port}"}
    command = _command(port, application, workers)
    # Linux shares busy processors among sessions: who asks is not to take from who answers
    with subprocess.Popen(command, env=os.environ | environment | site, start_new_session=True) as process:
        server = Server(port, process.pid)
        try:
            _wait(process, port, workers)
            yield server
        finally:
            process.terminate()


def _command(port: int, application: str, workers: int) -> list[str]:
    """Return the catalogue's own command; another application is served by granian's WSGI, which is the fastest."""
    if application == OWN:
        return [sys.executable, "-m", "catalogue.serve", "127.0.0.1", str(port), str(workers)]
    rest = f"--blocking-threads {THREADS} --host 127.0.0.1 --port {port}"
    options = f"--interface wsgi --http 1 --no-ws --log-level warning --workers {workers} {rest}"
    return [sys.executable, *f"-m granian {options} {application}".split()]


def _wait(process: subprocess.Popen[bytes], port: int, workers: int) -> None:
    for _ in range(SECONDS * 10):
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with {process.returncode}.")
        if len(clock.children(process.pid)) >= workers:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                pass
            else:
                return
        time.sleep(0.1)
    raise RuntimeError("The server does not answer.")
