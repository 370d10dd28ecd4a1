"""How long does something take, on the wall and on the processors, ours and the database's?

On a machine with other work the wall says little; the time that was worked says the same every time.
"""

import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


@dataclass(frozen=True)
class Took:
    """Milliseconds: the median on the wall, and the mean of what all processes worked."""

    wall: float
    work: float

    def as_dict(self) -> dict[str, float]:
        return {name: round(value, 2) for name, value in asdict(self).items()}


def took(act: Callable[[], Any], *, times: int, before: Callable[[], Any] = lambda: None) -> Took:
    """Return how long an act takes; it is done once before, for what is kept from the second time on.

    What is done `before` each time does not count.
    """
    before()
    act()
    found = []
    for _ in range(times):
        before()
        found.append(once(act))
    return Took(median(one.wall for one in found), mean(one.work for one in found))


def once(act: Callable[[], Any]) -> Took:
    """Return how long an act takes that can be done only once."""
    postgres = _postmaster()
    began, own, theirs = time.perf_counter(), time.process_time(), _database(postgres)
    act()
    work = time.process_time() - own + _database(postgres) - theirs
    return Took((time.perf_counter() - began) * 1000, work * 1000)


def worked(pids: Iterable[int]) -> float:
    """Return how many seconds these processes have worked in all their threads; one that has just ended counts nothing."""
    seconds = 0
    for pid in pids:
        for task in (PROC / str(pid) / "task").glob("*/schedstat"):
            with suppress(FileNotFoundError, ProcessLookupError):
                seconds += int(task.read_text().split()[0])
    return seconds / 1e9


def resident(pid: int) -> float:
    """Return how many MB of memory a process holds."""
    lines = (PROC / str(pid) / "status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def children(pid: int) -> list[int]:
    """Return the processes that a process has started and that still run."""
    found = []
    for task in (PROC / str(pid) / "task").glob("*/children"):
        found += [int(child) for child in task.read_text().split()]
    return found


def _postmaster() -> int | None:
    """Return the process of a PostgreSQL server that this connection talks to, if it is on this machine."""
    from django.db import connection  # noqa: PLC0415  this module also serves processes without Django

    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = PROC / str(cursor.fetchone()[0]) / "stat"
    return int(backend.read_text().rpartition(")")[2].split()[1]) if backend.exists() else None


def _database(postmaster: int | None) -> float:
    """Return how many seconds a database server has worked: what runs, and what has ended, as parallel workers do."""
    if postmaster is None:
        return 0
    ended = (PROC / str(postmaster) / "stat").read_text().rpartition(")")[2].split()[13:15]
    return worked([postmaster, *children(postmaster)]) + sum(map(int, ended)) / TICKS
