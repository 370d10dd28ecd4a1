"""Files that are made while they are sent: how many at once, so that pages always find a thread?"""

from collections.abc import Generator, Iterator
from threading import BoundedSemaphore
from typing import BinaryIO, Self

AT_ONCE = 2
"""In a process: each keeps a thread busy, and there are four (`catalogue.rsgi.THREADS`)."""

_places = BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """As many are being sent, or are waiting, as may be at once."""


class Stream:
    """The pieces of one file; it holds its place, and what they are read from, until it is closed, which Django does with the answer."""

    def __init__(self, pieces: Iterator[bytes], source: BinaryIO | None = None) -> None:
        if not _places.acquire(blocking=False):
            raise Busy
        self._pieces, self._source, self._is_open = pieces, source, True

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        return next(self._pieces)

    def close(self) -> None:
        if self._is_open:
            self._is_open = False
            if isinstance(self._pieces, Generator):
                self._pieces.close()
            if self._source:
                self._source.close()
            _places.release()
