"""The rest of a store of files that says nothing: pages ask it no more for some seconds, and go without their pictures."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

LONG = 0.5
"""Seconds after which a failure is a silence; one that comes at once keeps no page waiting."""
REST = 10
"""Seconds until a store that was silent is asked again."""
ANSWER_SECONDS = 5
"""Seconds that are left to whoever asks it again, while the others still let it rest."""


class StoreRest:
    """What the threads of a process know together: who waited in vain lets the store rest, and one asks it again then."""

    def __init__(self) -> None:
        self.lock, self.is_silent, self.until = Lock(), False, 0.0

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Raise `OSError` while the store rests, and note whether what is asked of it now is answered."""
        self._refuse()
        since = time.monotonic()
        try:
            yield
        except FileNotFoundError:
            self._note(is_silent=False)
            raise
        except OSError:
            self._note(is_silent=time.monotonic() - since > LONG)
            raise
        self._note(is_silent=False)

    def _refuse(self) -> None:
        with self.lock:
            now = time.monotonic()
            if self.is_silent and now < self.until:
                raise OSError("the store of files says nothing")
            self.until = now + ANSWER_SECONDS

    def _note(self, *, is_silent: bool) -> None:
        with self.lock:
            self.is_silent, self.until = is_silent, time.monotonic() + REST
