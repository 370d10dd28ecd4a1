"""Which commands serve the catalogue and send its mails?"""

import sys

from django.conf import settings

THREADS = "4"  # a thread waits for the database most of the time
PATIENCE = 8
"""Seconds that a server process may take to end; the supervisor waits a little longer."""


def server(host: str, port: int, workers: int) -> list[str]:
    """Return the command that serves the catalogue there."""
    size = f"--workers {workers} --blocking-threads {THREADS} --host {host} --port {port}"
    rest = f"--interface wsgi --no-ws --log-level warning --workers-kill-timeout {PATIENCE} --respawn-failed-workers"
    return [sys.executable, *f"-m granian {rest} {size} catalogue.wsgi:application".split()]


def worker() -> list[str]:
    """Return the command that sends the mails."""
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "send_mail"]
