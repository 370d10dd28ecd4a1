"""Is anything lost that was acknowledged, when processes are killed in the midst of writing (promises R2 and R9)?"""

import random
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pytest

from tests.faults.officers import Officer, acknowledged, writing
from tests.faults.postgres import postgres
from tests.faults.site import PEOPLE, Site, site
from tests.tree import until

pytestmark = pytest.mark.faults

ROUNDS, WRITES = 50, 20
"""Of each round, at least: a thousand together."""


def rounds(served: Site, *cuts: Callable[[], None]) -> None:
    """Cut the site off in the midst of writing, each time in another way, and look at what is left."""
    officers, cut = [Officer(served, number) for number in range(PEOPLE)], cycle(cuts)
    chance = random.Random(17)  # noqa: S311  no secret
    for number in range(ROUNDS):
        with writing(officers) as crowd:
            assert all(crowd.written.acquire(timeout=60) for _ in range(WRITES)), served.log.read_text()[
                -3000:
            ]
            time.sleep(chance.uniform(0, 0.1))
            next(cut)()
        if served.process is None:
            served.start()
        until(lambda: served.answers("/readyz"))
        lost = [found for each in officers for found in each.look()]
        assert (number, lost) == (number, [])
    assert acknowledged(officers) >= ROUNDS * WRITES
    assert served.faults() == []
    print(f"{acknowledged(officers)} writes acknowledged in {ROUNDS} rounds, none lost")


def test_nothing_acknowledged_is_lost_on_sqlite(tmp_path: Path) -> None:
    with site(tmp_path, f"sqlite:///{tmp_path}/site.sqlite3") as served:
        rounds(served, served.kill)


def test_nothing_acknowledged_is_lost_on_postgresql(tmp_path: Path) -> None:
    """The server is killed, then PostgreSQL below it, then both in the same moment."""
    with postgres() as database, site(tmp_path, database.address()) as served:

        def power_of_the_database() -> None:
            database.kill()
            database.start()

        def power_of_both() -> None:
            database.kill()
            served.kill()
            database.start()

        rounds(served, served.kill, power_of_the_database, power_of_both)
