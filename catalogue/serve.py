"""The server behind `./run`, `serve HOST PORT WORKERS`: granian, which may be signalled at any moment, twice at once, too."""

import os
import select
import sys
from contextlib import suppress
from threading import Event
from typing import Any, override

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

CONNECTIONS = 4096
"""To a process; one more waits until another ends."""
HEAD_SECONDS = 30
"""How long a request's head may take, and a connection may rest between two requests."""
PATIENCE = 8
"""Seconds that a server process may take to end; the supervisor waits a little longer."""


class Bell(Event):
    """An event, but a signal's handler may set it whatever the thread that waits is doing.

    The one of Python holds a lock for some steps after each signal; a second one that comes then waits for it for ever.
    """

    def __init__(self) -> None:
        super().__init__()
        self.owner = os.getpid()
        self.inner, self.outer = os.pipe()
        for end in (self.inner, self.outer):
            os.set_blocking(end, False)

    @override
    def set(self) -> None:
        """Wake up who waits; a process that was forked and still has the handlers of its parent wakes nobody."""
        if os.getpid() == self.owner:
            with suppress(BlockingIOError):  # it is full, and heard
                os.write(self.outer, b"\0")

    @override
    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is set; it stays so until it is cleared."""
        return bool(select.select([self.inner], [], [], timeout)[0])

    @override
    def is_set(self) -> bool:
        return self.wait(0)

    @override
    def clear(self) -> None:
        with suppress(BlockingIOError):
            while os.read(self.inner, 4096):
                pass


def server(host: str, port: int, workers: int) -> Any:  # granian gives its class no type
    """Return the server of the catalogue; its `serve` goes on until a signal ends it."""
    made = Granian(
        "catalogue.rsgi:application",
        address=host,
        port=port,
        workers=workers,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_SECONDS * 1000),
        backpressure=CONNECTIONS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
    )
    made.main_loop_interrupt = Bell()
    return made


if __name__ == "__main__":
    server(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])).serve()
