"""The turns of a process at making pages: who makes one that several ask for at the same moment?"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

LONGEST_WAIT = 10.0
"""Seconds after which who waits makes the page after all: longer than a page may take."""

_under_way: dict[str, Event] = {}
_lock = Lock()


@contextmanager
def turn(key: str) -> Iterator[Event | None]:
    """Take the turn at a page, if nobody has it: then there is nothing to wait for; else give what says that it is over."""
    with _lock:
        made = _under_way.get(key)
        if made is None:
            mine = _under_way[key] = Event()
    if made is not None:
        yield made
        return
    try:
        yield None
    finally:
        with _lock:
            del _under_way[key]
        mine.set()
