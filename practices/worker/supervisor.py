"""The supervisor of `./run`: the server and the mail worker, each started again when it dies, and ended together.

Each five minutes it has somebody look whether the operator must be told of something: neither of the two could tell that it
is stuck itself.
"""

import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable

logger = logging.getLogger(__name__)

ENDING = {signal.SIGTERM, signal.SIGINT}
HEARD = {*ENDING, signal.SIGHUP, signal.SIGCHLD}
"""Signals that are waited for: none comes between two steps."""
PAUSE = 0.5
REST = 2
"""Seconds between two starts of what dies at once."""
LOOK = 300
"""Seconds between two looks at what stands still."""
PATIENCE = 10
"""Seconds that both may take to end: granian has hung when told to end while it started or reloaded."""


class Child:
    """A program that runs as long as the supervisor wants."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name, self.command, self.is_renewed = name, command, False
        self.start()

    def start(self) -> None:
        self.process = _started(self.command)
        self.started = time.monotonic()

    def is_running(self) -> bool:
        return self.process.poll() is None

    def renew(self) -> None:
        """End it, to be started again."""
        self.is_renewed = True
        self.process.terminate()

    def keep_running(self) -> None:
        """Start it again if it has ended."""
        if not self.is_running() and time.monotonic() - self.started > REST:
            level = logging.INFO if self.is_renewed else logging.ERROR
            logger.log(
                level, "The %s has ended (%d) and is started again.", self.name, self.process.returncode
            )
            self.is_renewed = False
            self.start()


class Look:
    """A program that looks at something and ends; it begins again so many seconds after it has begun."""

    def __init__(self, command: list[str]) -> None:
        self.command, self.began = command, time.monotonic()
        self.process: subprocess.Popen[bytes] | None = None

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def begin_if_due(self) -> None:
        if not self.is_running() and time.monotonic() - self.began > LOOK:
            self.began = time.monotonic()
            self.process = _started(self.command)


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    """Start one of our own commands, which ends with this process, whatever ends it."""
    python, *program = command
    return subprocess.Popen([python, "-m", "practices.worker.die_with_parent", str(os.getpid()), *program])  # noqa: S603  no shell


def run(
    serving: list[str],
    sending: list[str],
    answers: Callable[[], bool],
    ready: Callable[[], None],
    looking: list[str],
) -> int:
    """Run server and worker until a signal to end comes, and return the exit code; `looking` looks after both.

    `ready` is called when the server `answers` for the first time; if it ends before, all ends. SIGHUP makes the server
    load the site anew, without a request lost, and renews the mail worker.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, HEARD)
    server, worker = Child("server", serving), Child("mail worker", sending)
    look = Look(looking) if looking else None
    is_up = reload = False
    try:
        while (number := _signal()) not in ENDING:
            reload |= number == signal.SIGHUP
            if not is_up and server.is_running() and answers():
                is_up = True
                ready()
            if not is_up and not server.is_running():
                return max(server.process.returncode, 1)
            if reload and is_up:
                reload = False
                server.process.send_signal(signal.SIGHUP)
                worker.renew()
            server.keep_running()
            worker.keep_running()
            if look:
                look.begin_if_due()
        return 0
    finally:
        if look and look.process:
            look.process.kill()
            look.process.wait()
        _end(server, worker)


def _signal() -> int | None:
    """Return the next signal, or nothing after a pause."""
    came = signal.sigtimedwait(HEARD, PAUSE)
    return came.si_signo if came else None


def _end(*children: Child) -> None:
    """End them in good order, or else by force; what they have forked is killed with them."""
    until = time.monotonic() + PATIENCE
    while any(child.is_running() for child in children) and time.monotonic() < until:
        for child in children:
            child.process.terminate()
        _signal()
    for child in children:
        child.process.kill()
        child.process.wait()
