"""Officers who write without a pause: what was acknowledged to each of them, and how long each answer took."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from tests.faults.site import Site
from tests.killed import Connection
from tests.pages import form_data

FOUND = 302
LOST = 0
"""The status of a request that got no answer."""


class Officer:
    """One who saves her entry, submits it and recalls it, in turn, and knows what she was told of it."""

    def __init__(self, site: Site, number: int) -> None:
        cookie, self.entry = site.people[number]
        self.site, self.number, self.browser = site, number, Connection(site.port)
        self.browser.cookies["sessionid"] = cookie
        self.address = f"/contribute/practices/practice/{self.entry}/"
        self.form = form_data(self._page())
        self.known = self.sent = site.state(self.entry)
        self.statuses = Counter[int]()
        self.acknowledged, self.slowest = 0, 0.0

    def _page(self) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port)
        cookies = "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items())
        connection.request("GET", f"{self.address}change/", headers={"Cookie": cookies})
        page = connection.getresponse().read()
        connection.close()
        return page

    def write(self) -> int:
        """Do what comes next, and return the status of the answer; `LOST` when none came."""
        now, seen = self.known, {"seen": str(self.known.version)}
        version = now.version + 1
        if now.status == "submitted":
            self.sent = replace(now, version=version, status="draft", events=now.events + 1)
            return self._post("move/recall/", seen)
        if version % 3:
            self.sent = replace(now, version=version, purpose=f"Word {version}.")
            return self._post("change/", self.form | seen | {"purpose": self.sent.purpose, "_continue": "1"})
        self.sent = replace(
            now, version=version, status="submitted", events=now.events + 1, snapshots=now.snapshots + 1
        )
        return self._post("move/submit/", seen | {"licence_agreed": "on"})

    def _post(self, where: str, data: dict[str, Any]) -> int:
        since = time.monotonic()
        try:
            status = self.browser.post(self.address + where, data).status
        except (OSError, http.client.HTTPException):
            status = LOST
        self.slowest = max(self.slowest, time.monotonic() - since)
        self.statuses[status] += 1
        if status == FOUND:
            self.known = self.sent
            self.acknowledged += 1
        return status

    def look(self) -> list[str]:
        """Go on from what the database holds; return what it has lost, or written by halves."""
        found, allowed = self.site.state(self.entry), (self.known, self.sent)
        self.known = self.sent = found
        return [] if found in allowed else [f"officer {self.number}: {found}, and not one of {allowed}"]


class Crowd:
    """Officers who write at the same time until they are told to stop, or get no acknowledgement."""

    def __init__(self, officers: list[Officer]) -> None:
        self.officers, self.is_over = officers, threading.Event()
        self.written = threading.Semaphore(0)
        self.threads = [threading.Thread(target=self._write, args=(each,)) for each in officers]

    def _write(self, officer: Officer) -> None:
        while not self.is_over.is_set() and officer.write() == FOUND:
            self.written.release()


@contextmanager
def writing(officers: list[Officer]) -> Iterator[Crowd]:
    """Let them write while the block runs."""
    crowd = Crowd(officers)
    for thread in crowd.threads:
        thread.start()
    try:
        yield crowd
    finally:
        crowd.is_over.set()
        for thread in crowd.threads:
            thread.join()


def acknowledged(officers: list[Officer]) -> int:
    return sum(each.acknowledged for each in officers)
