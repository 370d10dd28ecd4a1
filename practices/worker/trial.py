"""The trial of a release: does it say that it can serve, on a port of its own beside the site, or where the site listens?"""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings

from practices.worker import commands, listening

SECONDS = 60
IN_A_ROW = 20
"""Answers, each by a connection of its own, so that each process has given one."""


@contextmanager
def on_a_port_of_its_own() -> Iterator[tuple[int, Callable[[], bool]]]:
    """Serve this release beside the site, and give the port, and how to ask whether it lives."""
    with listening.keep_port() as keeping:
        host, port = keeping.getsockname()
        python, *program = commands.server_command(host, port, 1)
        # -P: modules are of this release, whatever folder the command is called in.
        command = [python, "-P", "-m", "practices.worker.die_with_parent", str(os.getpid()), *program]
        own = os.environ | {"PYTHONPATH": str(settings.BASE_DIR)}
        with subprocess.Popen(command, env=own) as process:  # noqa: S603  our own server
            try:
                yield port, lambda: process.poll() is None
            finally:
                process.kill()


def serves(host: str, port: int, is_alive: Callable[[], bool] = lambda: True) -> bool:
    """Say whether this release, and no other, comes to answer there that it can serve."""
    until, seen = time.monotonic() + SECONDS, 0
    while seen < IN_A_ROW and is_alive() and time.monotonic() < until:
        if listening.readiness(host, port).get("build") == settings.RELEASE:
            seen += 1
        else:
            seen = 0
            time.sleep(0.2)
    return seen == IN_A_ROW
