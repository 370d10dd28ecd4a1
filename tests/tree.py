"""Processes as the kernel knows them, found by a word that only theirs hold."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

SECONDS = 60


def belonging_to(word: str) -> list[int]:
    """Return the processes that run with the word in their environment or command."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            said = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
            if word.encode() in said:
                found.append(int(process.name))
    return found


def children(process: int) -> list[int]:
    """Return the processes that a process has started and that it has not waited for."""
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def command(process: int) -> str:
    """Return the command of a process; nothing when it has ended."""
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_text().replace("\0", " ")
    return ""


def until[T](found: Callable[[], T], seconds: float = SECONDS) -> T:
    """Return what is found once it is true. Raises `AssertionError` when it is not in time."""
    end = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < end, f"waited {seconds} s in vain"
        time.sleep(0.02)
    return value
