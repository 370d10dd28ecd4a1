"""Do eight who write and fifty who read on SQLite for a minute never meet a locked database (promises R4 and R36)?"""

import time
from pathlib import Path
from statistics import quantiles

import pytest

from tests.faults.load import load
from tests.faults.officers import FOUND, acknowledged
from tests.faults.site import site

pytestmark = pytest.mark.faults

SECONDS, WRITERS, READERS = 60, 8, 50
LARGEST_WAL = 64 * 2**20
"""Bytes that may wait in the write-ahead log."""


def test_nobody_meets_a_locked_database(tmp_path: Path) -> None:
    with site(tmp_path, f"sqlite:///{tmp_path}/site.sqlite3", people=WRITERS) as served:
        with load(served, writers=WRITERS, readers=READERS, pause=0) as people:
            began, waiting = time.monotonic(), 0
            while time.monotonic() - began < SECONDS:
                waiting = max(waiting, Path(f"{tmp_path}/site.sqlite3-wal").stat().st_size)
                time.sleep(0.1)
        people.report(f"{WRITERS} writers, {READERS} readers, {SECONDS} s", began, began)
        writes = [answer.seconds for answer in people.answers if answer.status == FOUND]
        print(
            f"99 in 100 writes within {quantiles(writes, n=100)[98]:.2f} s; at most {waiting / 2**20:.1f} MB of log"
        )
        assert 0 < waiting <= LARGEST_WAL
        assert people.statuses() == {200, FOUND}
        assert "locked" not in served.log.read_text()
        assert (people.lost(), served.faults(), acknowledged(people.officers) > 0) == ([], [], True)
