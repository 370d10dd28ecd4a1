"""Do memory and handles of a site stay as they are while everything is asked of it for an hour: `./check --soak 60`?

Before it counts, each process has filled what it keeps (pages, names of cities, compiled pages): so there are no more
addresses than are asked for in the first minutes.
"""

import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.faults.load import load
from tests.faults.officers import FOUND
from tests.faults.site import Site, site
from tests.killed import Connection
from tests.tree import children

pytestmark = pytest.mark.soak

MINUTES = float(os.environ.get("SOAK_MINUTES", "60"))
WARM = min(MINUTES / 2, 10)
"""Minutes before the first measure: measured, memory rises for four, with what is kept."""
GROWTH, HANDLES = 0.05, 8
"""Of the memory that a process had when it was warm, and of its open files: what may be added."""
SAMPLES = 6
PAGES = (
    "/",
    "/practices/",
    "/places/",
    "/topics/",
    "/about/",
    "/feed/",
    "/api/v1/practices/",
    "/no/such/page/",
)


@dataclass(frozen=True)
class Size:
    kilobytes: int
    handles: int


def sizes(process: int) -> Iterator[tuple[int, Size]]:
    """Give the memory and the open files of a process and of all below it."""
    status = Path(f"/proc/{process}/status").read_text()
    (kilobytes,) = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")]
    yield process, Size(kilobytes, len([*Path(f"/proc/{process}/fd").iterdir()]))
    for child in children(process):
        yield from sizes(child)


def wander(served: Site, is_over: threading.Event) -> None:
    """Ask for pages, lists in every form and addresses that are not there."""
    chance = random.Random(7)  # noqa: S311  no secret
    while not is_over.is_set():
        page = chance.choice(PAGES)
        with suppress(OSError, HTTPException):
            Connection(served.port).get(f"{page}?page={chance.randint(1, 3)}&x={chance.randint(1, 2)}")
        time.sleep(0.02)


def test_memory_and_handles_stay_flat(tmp_path: Path) -> None:
    url = os.environ.get("SOAK_DATABASE_URL") or f"sqlite:///{tmp_path}/site.sqlite3"
    is_over = threading.Event()
    with site(tmp_path, url, people=4) as served:
        wandering = threading.Thread(target=wander, args=(served, is_over))
        with load(served, writers=4, readers=4, pause=0.05, different=25) as people:
            wandering.start()
            try:
                assert served.process
                time.sleep(WARM * 60)
                warm = dict(sizes(served.process.pid))
                last = warm
                for _ in range(SAMPLES):
                    time.sleep((MINUTES - WARM) * 60 / SAMPLES)
                    last = dict(sizes(served.process.pid))
                    print(
                        [size.kilobytes for size in last.values()], [size.handles for size in last.values()]
                    )
            finally:
                is_over.set()
                wandering.join()
        print(
            f"{MINUTES:g} minutes, {len(people.answers)} answers, {people.statuses()}; warm {warm}; last {last}"
        )
        assert people.statuses() == {200, FOUND}
        assert last.keys() == warm.keys()
        grown = {process: last[process].kilobytes / warm[process].kilobytes - 1 for process in warm}
        added = {process: last[process].handles - warm[process].handles for process in warm}
        assert [process for process in warm if grown[process] > GROWTH or added[process] > HANDLES] == []
