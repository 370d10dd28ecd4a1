"""People at a site while something is done to it: when each answer came, how long it took, and what it was."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from tests.faults.officers import FOUND, Officer
from tests.faults.site import Site
from tests.killed import Connection

ANSWERED, RECOVERED = 5.0, 5.0
"""Seconds, as promised: until each request is answered, and until all is well after the fault has ended."""


@dataclass(frozen=True, order=True)
class Answer:
    at: float
    seconds: float
    status: int


class Load:
    """Officers who write and visitors who read what no cache has, all the time."""

    def __init__(self, served: Site, *, writers: int, readers: int, pause: float, different: int) -> None:
        self.served, self.pause, self.different, self.is_over = served, pause, different, threading.Event()
        self.officers = [Officer(served, number) for number in range(writers)]
        self.answers: list[Answer] = []
        self.threads = [threading.Thread(target=self._write, args=(each,)) for each in self.officers]
        self.threads += [threading.Thread(target=self._read, args=(number,)) for number in range(readers)]

    def _read(self, reader: int) -> None:
        number = 0
        while not self.is_over.is_set():
            number = (number + 1) % self.different
            since, status = time.monotonic(), 0
            with suppress(OSError, http.client.HTTPException):
                status = Connection(self.served.port).get(f"/practices/?q=r{reader}x{number}").status
            self._note(since, status)

    def _write(self, officer: Officer) -> None:
        while not self.is_over.is_set():
            since = time.monotonic()
            status = officer.write()  # the same again until it is acknowledged, as people press again
            self._note(since, status)

    def _note(self, since: float, status: int) -> None:
        now = time.monotonic()
        self.answers.append(Answer(now, now - since, status))
        time.sleep(self.pause)

    def statuses(self, since: float = 0) -> set[int]:
        return {answer.status for answer in self.answers if answer.at > since}

    def lost(self) -> list[str]:
        """Return what was acknowledged and is not there, or is there by halves."""
        return [found for officer in self.officers for found in officer.look()]

    def report(self, fault: str, faulty: float, healed: float) -> None:
        """Print what `docs/figures.md` holds."""
        during = [answer for answer in self.answers if answer.at > faulty]
        refused = [answer.at for answer in during if answer.status not in {200, FOUND}]
        slowest, statuses = max(answer.seconds for answer in during), Counter(each.status for each in during)
        ended = f"{max(refused) - healed:+.2f} s" if refused else "none"
        print(f"{fault}: slowest {slowest:.2f} s; last refusal from its end: {ended}; {dict(statuses)}")


@contextmanager
def load(
    served: Site, *, writers: int, readers: int, pause: float = 0.02, different: int = 1_000_000
) -> Iterator[Load]:
    """Let people come while the block runs; `different` says how many searches each reader knows."""
    made = Load(served, writers=writers, readers=readers, pause=pause, different=different)
    for thread in made.threads:
        thread.start()
    try:
        yield made
    finally:
        made.is_over.set()
        for thread in made.threads:
            thread.join()
