"""On a disk that is full, can only be read or gives errors: is reading untouched, nothing by halves, and all well after (R10)?"""

import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.faults.disk import failing, full, small_disk
from tests.faults.load import ANSWERED, RECOVERED, Load, load
from tests.faults.officers import FOUND, acknowledged
from tests.faults.postgres import postgres
from tests.faults.site import Site, site
from tests.tree import until

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(os.getuid() != 0, reason="small disks are mounted: run it as root"),
]

LASTS = 5.0
"""Seconds of each fault."""
WRITERS, READERS = 4, 4


def tried(
    served: Site,
    name: str,
    fault: Callable[[], AbstractContextManager[None]],
    end: Callable[[], None],
    *,
    is_read: bool = True,
) -> Load:
    """Let a fault last while people come, and return what they met."""
    with load(served, writers=WRITERS, readers=READERS) as people:
        time.sleep(2)
        faulty = time.monotonic()
        with fault():
            time.sleep(LASTS)
            during = people.statuses(faulty + 1)
        end()
        healed = time.monotonic()
        time.sleep(RECOVERED + 3)
    people.report(name, faulty, healed)
    assert max(answer.seconds for answer in people.answers) < ANSWERED
    assert people.statuses() <= {200, FOUND, 503}
    assert 200 in during or not is_read
    assert people.statuses(healed + RECOVERED) == {200, FOUND}
    assert (people.lost(), served.faults(), acknowledged(people.officers) > 0) == ([], [], True)
    return people


@pytest.mark.parametrize("fault", ["full", "EIO", "EROFS"])
def test_disk_of_sqlite_that_fails_costs_writes_alone(fault: str, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64) as disk:
        file = disk / "site.sqlite3"
        with site(tmp_path, f"sqlite:///{file}", people=WRITERS) as served:

            def fails() -> AbstractContextManager[None]:
                if fault == "full":
                    return full(disk)
                assert served.process
                return failing(served.process.pid, fault, file, Path(f"{file}-wal"))

            people = tried(served, f"SQLite, {fault}", fails, lambda: None)
            assert 503 in people.statuses()


@pytest.mark.parametrize("fault", ["full", "EIO"])
def test_disk_of_postgresql_that_fails_costs_no_acknowledged_write(fault: str, tmp_path: Path) -> None:
    """Whose log cannot be written PostgreSQL ends; it is started again as systemd would once the disk is well."""
    with postgres(small=256) as database, site(tmp_path, database.address(), people=WRITERS) as served:

        def start_again() -> None:
            until(lambda: database.has_ended() or database.answers())
            if database.has_ended():
                database.kill()
                database.start()

        def fails() -> AbstractContextManager[None]:
            assert database.process
            return full(database.folder) if fault == "full" else failing(database.process.pid, fault)

        people = tried(served, f"PostgreSQL, {fault}", fails, start_again, is_read=fault == "full")
        assert 503 in people.statuses()


@pytest.mark.parametrize("fault", ["full", "EIO", "EROFS"])
def test_log_that_takes_no_line_costs_nobody_an_answer(fault: str, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1) as disk:
        url = f"sqlite:///{tmp_path}/site.sqlite3"
        with site(tmp_path, url, people=WRITERS, log=disk / "log", LOG_FORMAT="json") as served:

            def fails() -> AbstractContextManager[None]:
                assert served.process
                return full(disk) if fault == "full" else failing(served.process.pid, fault, served.log)

            people = tried(served, f"log, {fault}", fails, lambda: None)
            assert people.statuses() == {200, FOUND}
            before = served.log.stat().st_size
            assert served.answers("/practices/?q=after")
            assert served.log.stat().st_size > before
