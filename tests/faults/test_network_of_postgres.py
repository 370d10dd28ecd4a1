"""Does each request answer within 5 seconds while PostgreSQL fails, and is all well within 5 more (promise R9)?"""

import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.load import ANSWERED, RECOVERED, load
from tests.faults.officers import FOUND, acknowledged
from tests.faults.postgres import Postgres, postgres
from tests.faults.proxy import Proxy, proxy
from tests.faults.site import site

pytestmark = pytest.mark.faults

LASTS = 8.0
"""Seconds of each fault: longer than one answer may take."""
WRITERS, READERS = 4, 8

type Act = Callable[[Postgres, Proxy], object]
FAULTS: dict[str, tuple[Act, Act]] = {
    "stopped": (lambda _database, between: between.stop(), lambda _database, between: between.heal()),
    "stalled": (lambda _database, between: between.stall(), lambda _database, between: between.heal()),
    "reset": (lambda _database, between: between.cut(reset=True), lambda _database, _between: None),
    "cut": (lambda _database, between: between.cut(), lambda _database, _between: None),
    "held": (
        lambda database, _between: database.send(signal.SIGSTOP),
        lambda database, _between: database.send(signal.SIGCONT),
    ),
    "killed": (lambda database, _between: database.kill(), lambda database, _between: database.start()),
}
"""What begins a fault, and what ends it."""
AGAIN = {"reset", "cut"}
"""What is done again and again meanwhile."""


@pytest.mark.parametrize("fault", FAULTS)
def test_each_request_answers_while_postgresql_is(fault: str, tmp_path: Path) -> None:
    begin, end = FAULTS[fault]
    with (
        postgres() as database,
        proxy(database.port) as between,
        site(tmp_path, database.address(between.port), people=WRITERS) as served,
    ):
        served.url = database.address()  # the test asks past the proxy
        with load(served, writers=WRITERS, readers=READERS) as people:
            time.sleep(3)
            faulty = time.monotonic()
            begin(database, between)
            while time.monotonic() < faulty + LASTS:
                time.sleep(0.5)
                if fault in AGAIN:
                    begin(database, between)
            end(database, between)
            healed = time.monotonic()
            time.sleep(RECOVERED + 3)
        people.report(fault, faulty, healed)
        assert max(answer.seconds for answer in people.answers) < ANSWERED
        assert people.statuses() <= {200, FOUND, 503}
        assert people.statuses(healed + RECOVERED) == {200, FOUND}
        assert (people.lost(), served.faults()) == ([], [])
        assert acknowledged(people.officers) > 0
