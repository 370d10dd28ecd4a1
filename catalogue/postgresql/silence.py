"""The silence of a database: how long does a request wait for one that takes bytes and says nothing?

Neither `statement_timeout`, which the silent server would have to keep, nor TCP, whose other end still answers, ends that.
"""

import time
from threading import Lock, get_ident

from psycopg import OperationalError

ANSWER_SECONDS = 4
"""How long one statement may take: every request is answered within 5 seconds, and a migration waits for its lock for 4."""
REST = 0.5
"""Seconds until a database that was silent is asked again."""
LOCKED = 1
"""When others were answered later than so many seconds after a statement began, it waits for a lock, and nothing is silent."""


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

    def note(self, since: float) -> bool:
        """Note what became of a statement that began then; say whether it was waited for in vain."""
        now = time.monotonic()
        if now - since < ANSWER_SECONDS:
            self.heard, self.is_silent = now, False
            return False
        with self.lock:
            if self.heard < since + LOCKED:
                self.is_silent, self.asking, self.until = True, 0, now + REST
        return True


SILENCE = Silence()
