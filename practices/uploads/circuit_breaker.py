"""The circuit breaker of a store of files or a scanner: one that says nothing rests for some seconds, and no thread waits for it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

LONG = 0.5
"""Seconds after which a failure is a silence; one that comes at once keeps no page waiting."""
REST_SECONDS = 10
"""Seconds until a store that was silent is asked again."""
ANSWER_SECONDS = 5
"""Seconds that are left to whoever asks it again, while the others still let it rest."""


class CircuitBreaker:
    """What the threads of a process know together: who waited in vain lets it rest, and one asks it again then."""

    def __init__(self, *, long: float = LONG, answer: float = ANSWER_SECONDS) -> None:
        self.lock, self.is_silent, self.until = Lock(), False, 0.0
        self.long, self.answer = long, answer

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Raise `OSError` while it rests, and note whether what is asked of it now is answered."""
        self._refuse()
        since = time.monotonic()
        try:
            yield
        except FileNotFoundError:
            self._note(is_silent=False)
            raise
        except OSError:
            self._note(is_silent=time.monotonic() - since > self.long)
            raise
        self._note(is_silent=False)

    def _refuse(self) -> None:
        with self.lock:
            now = time.monotonic()
            if self.is_silent and now < self.until:
                raise OSError("it says nothing, and rests")
            self.until = now + self.answer

    def _note(self, *, is_silent: bool) -> None:
        with self.lock:
            self.is_silent, self.until = is_silent, time.monotonic() + REST_SECONDS
