"""The silence of a database: how long does a request wait for one that takes bytes and says nothing?

Neither `statement_timeout`, which the silent server would have to keep, nor TCP, whose other end still answers, ends that.
"""

import time
from collections.abc import Generator
from threading import Lock, get_ident
from typing import Any

from psycopg import OperationalError

ANSWER_SECONDS = 4
"""How long one statement may take: every request is answered within 5 seconds, and a migration waits for its lock for 4."""
CONNECT_SECONDS = 3
"""How long a connection may take to be made: nothing ends this wait before, and its request may have waited for a thread already."""
REST = 0.5
"""Seconds until a database that was silent is asked again."""
LOCKED = 2
"""When others were answered within so many seconds, a statement waits for a lock, and nothing is silent."""


class GivenUp(OperationalError):
    """Another thread has found out that the database says nothing."""


class Silence:
    """What the threads of a process know together: one at a time asks a database that was silent, the others are refused."""

    def __init__(self) -> None:
        self.lock, self.is_silent = Lock(), False
        self.heard = time.monotonic()
        self.asking, self.until = 0, 0.0

    def refuse(self) -> None:
        """Raise `OperationalError` while the database rests, or another thread finds out whether it speaks again."""
        if not self.is_silent:
            return
        with self.lock:
            now, own = time.monotonic(), get_ident()
            if not self.is_silent or (self.asking == own and now < self.until):
                return
            if now < self.until:
                raise OperationalError("the database says nothing")
            self.asking, self.until = own, now + ANSWER_SECONDS

    def listen(self, asked: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
        """Go on with what psycopg waits for; raise `GivenUp` once another thread has waited in vain.

        Who has waited for a thread while that waited for the database would else wait as long again.
        """
        try:
            wanted = next(asked)
            while True:
                ready = yield wanted
                if not ready and self.is_silent and self.asking != get_ident():
                    raise GivenUp("the database says nothing")
                wanted = asked.send(ready)
        except StopIteration as ended:
            return ended.value

    def note(self, since: float, seconds: float) -> bool:
        """Note what became of a wait that began then and might last so long; say whether it was in vain."""
        now = time.monotonic()
        if now - since < seconds:
            self.heard, self.is_silent = now, False
            return False
        with self.lock:
            if now - self.heard > LOCKED:
                self.is_silent, self.asking, self.until = True, 0, now + REST
        return True


SILENCE = Silence()
