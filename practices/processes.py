"""Which commands serve the catalogue and send its mails?"""

import sys

from django.conf import settings

CONNECTIONS = 4096
"""To a process; one more waits until another ends."""
HEAD_SECONDS = 30
"""How long a request's head may take, and a connection may rest between two requests."""
PATIENCE = 8
"""Seconds that a server process may take to end; the supervisor waits a little longer."""


def server(host: str, port: int, workers: int) -> list[str]:
    """Return the command that serves the catalogue there."""
    size = f"--workers {workers} --backpressure {CONNECTIONS} --host {host} --port {port}"
    http = f"--interface rsgi --http 1 --http1-header-read-timeout {HEAD_SECONDS * 1000}"
    rest = f"{http} --no-ws --log-level warning --workers-kill-timeout {PATIENCE} --respawn-failed-workers"
    return [sys.executable, *f"-m granian {rest} {size} catalogue.rsgi:application".split()]


def worker() -> list[str]:
    """Return the command that sends the mails."""
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "send_mail"]
