"""The server behind `./run`, `serve HOST PORT WORKERS`: granian, which may be signalled at any moment, twice at once, too."""

import os
import select
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Event
from typing import Any, override

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from catalogue.databases import AS_SERVER
from catalogue.own_folder import own_folder

CONNECTIONS = 4096
"""To a process; one more waits until another ends."""
HEAD_SECONDS = 30
"""How long a request's head may take, and a connection may rest between two requests."""
PATIENCE = 8
"""Seconds that a server process may take to end; the supervisor waits a little longer."""


LOADING = 20
"""Seconds that a new process may take to load the site while the old one in its place goes on."""
LOADED = "SERVER_LOADED"
"""The name in the environment of what a new process closes when it has loaded the site."""


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


class Server(Granian):  # type: ignore[misc, valid-type]  # granian gives its class no type
    """granian, which at a reload ends an old process only when the new one in its place has loaded the site."""

    is_reloading = False

    @override
    def _reload(self, *args: Any) -> None:
        self.is_reloading = True
        super()._reload(*args)
        self.is_reloading = False

    @override
    def _spawn_worker(self, *args: Any, **given: Any) -> Any:
        made = super()._spawn_worker(*args, **given)
        if self.is_reloading:
            made.start = partial(self._start, made.start)
        return made

    def _start(self, start: Callable[[], None]) -> None:
        heard, told = os.pipe()
        os.environ[LOADED] = str(told)
        start()  # forks
        os.close(told)
        until = time.monotonic() + LOADING
        while (
            not self.interrupt_signal
            and time.monotonic() < until
            and not select.select([heard], [], [], 0.1)[0]
        ):
            pass
        os.close(heard)


def server(host: str, port: int, workers: int) -> Any:  # granian gives its class no type
    """Return the server of the catalogue; its `serve` goes on until a signal ends it."""
    made = Server(
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


def give_folders() -> None:
    """Name folders in the environment that the server processes share, for as long as this one lives: for what they count, and for files that one makes for all."""
    counted, made = own_folder("catalogue-metrics-"), own_folder("catalogue-made-")
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", counted)
    os.environ["MADE_FOLDER"] = made


if __name__ == "__main__":
    os.environ[AS_SERVER] = "1"
    give_folders()
    server(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])).serve()
