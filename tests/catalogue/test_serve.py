"""Does the server hear signals that come in the same moment?"""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from catalogue.env import ROOT
from catalogue.serve import Bell
from tests.tree import until

PAIRS = 2_000
WAITING = """
import signal, sys, time
from pathlib import Path
from catalogue.serve import Bell
bell, file = Bell(), Path(sys.argv[1])
signal.signal(signal.SIGHUP, lambda *_: bell.set())
file.touch()
while True:
    bell.wait()
    bell.clear()
    file.write_text(str(time.monotonic_ns()))
"""
"""Waits for signals as granian's main process does, and writes down when it was woken."""
FORKED = """
import os
from catalogue.serve import Bell
bell = Bell()
if not os.fork():
    bell.set()
    os._exit(0)
os.wait()
print(bell.is_set())
"""
MADE = """
from catalogue.serve import server
made = server("127.0.0.1", 8001, 3)
print(made.bind_addr, made.bind_port, made.workers, made.backpressure)
print(made.respawn_failed_workers, made.workers_kill_timeout, made.websockets)
print(made.interface, made.http, made.http1_settings.header_read_timeout)
print(type(made.main_loop_interrupt).__name__)
"""


@pytest.mark.long
def test_two_signals_in_the_same_moment_stop_no_server(tmp_path: Path) -> None:
    """With Python's own event the process waited for ever after some hundreds of them."""
    file = tmp_path / "woken"
    with subprocess.Popen([sys.executable, "-c", WAITING, str(file)], cwd=ROOT) as process:
        try:
            until(file.exists)
            for _pair in range(PAIRS):
                for _one in range(2):
                    process.send_signal(signal.SIGHUP)
                time.sleep(0.0005)
            file.write_text("")

            def is_woken() -> str:
                process.send_signal(signal.SIGHUP)
                return file.read_text()

            assert until(is_woken, 10)
        finally:
            process.kill()


def test_bell_rings_until_it_is_cleared() -> None:
    bell = Bell()
    assert not bell.is_set()
    for _time in range(100_000):  # more than a pipe holds
        bell.set()
    assert (bell.wait(), bell.wait(), bell.is_set()) == (True, True, True)
    bell.clear()
    assert not bell.wait(0.01)


def test_fork_that_has_the_handlers_of_its_parent_wakes_nobody() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORKED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


def test_server_bounds_connections_heads_and_its_own_end() -> None:
    """In a process of its own: granian changes how the one that makes it writes its log."""
    done = subprocess.run([sys.executable, "-c", MADE], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "127.0.0.1 8001 3 4096",
        "True 8 False",
        "rsgi 1 30000",
        "Bell",
    ]
