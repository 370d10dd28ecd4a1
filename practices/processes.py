"""How do the server and the mail worker run as one, so that both end together?"""

import signal
import subprocess
import sys
import time
from contextlib import suppress
from types import FrameType

from django.conf import settings

THREADS = "4"  # a thread waits for the database most of the time
PAUSE = 0.5
REST = 5
"""Seconds before a worker that has ended by itself is started again."""
PATIENCE = 10
"""Seconds that each may take to end: granian's own processes have hung when told to end while they started, and the
mail worker may be killed at any moment, as the outbox is made for it."""


def server(host: str, port: int, workers: int) -> list[str]:
    """Return the command that serves the catalogue there."""
    size = f"--workers {workers} --blocking-threads {THREADS} --host {host} --port {port}"
    rest = f"--interface wsgi --no-ws --log-level warning --workers-kill-timeout {PATIENCE}"
    return [sys.executable, *f"-m granian {rest} {size} catalogue.wsgi:application".split()]


def worker() -> list[str]:
    """Return the command that sends the mails."""
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "send_mail"]


def run(serving: list[str], sending: list[str]) -> int:
    """Run both until the server ends or a signal comes, and return the server's exit code; SIGHUP is passed on."""
    running: list[subprocess.Popen[bytes]] = []

    def pass_on(number: int, frame: FrameType | None) -> None:
        for process in running:
            process.send_signal(number)

    for number, handler in ((signal.SIGTERM, _end), (signal.SIGINT, _end), (signal.SIGHUP, pass_on)):
        signal.signal(number, handler)
    with suppress(SystemExit):
        running.append(_started(serving))
        running.append(_started(sending))
        while running[0].poll() is None:
            time.sleep(PAUSE)
            if running[1].poll() is not None:
                time.sleep(REST)
                running[1] = _started(sending)
    return _ended(*running) if len(running) > 1 else 0


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command)  # noqa: S603  our own two commands, no shell


def _end(number: int, frame: FrameType | None) -> None:
    sys.exit()


def _ended(serving: subprocess.Popen[bytes], sending: subprocess.Popen[bytes]) -> int:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    for process in (sending, serving):
        process.terminate()
    try:
        sending.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        sending.kill()
        sending.wait()
    return serving.wait()
