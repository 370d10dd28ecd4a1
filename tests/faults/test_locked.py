"""Do eight who write and fifty who read on SQLite for a minute never meet a locked database (promise R4)?"""

import time
from pathlib import Path

import pytest

from tests.faults.load import load
from tests.faults.officers import FOUND, acknowledged
from tests.faults.site import site

pytestmark = pytest.mark.faults

SECONDS, WRITERS, READERS = 60, 8, 50


def test_nobody_meets_a_locked_database(tmp_path: Path) -> None:
    with site(tmp_path, f"sqlite:///{tmp_path}/site.sqlite3", people=WRITERS) as served:
        with load(served, writers=WRITERS, readers=READERS, pause=0) as people:
            began = time.monotonic()
            time.sleep(SECONDS)
        people.report(f"{WRITERS} writers, {READERS} readers, {SECONDS} s", began, began)
        assert people.statuses() == {200, FOUND}
        assert "locked" not in served.log.read_text()
        assert (people.lost(), served.faults(), acknowledged(people.officers) > 0) == ([], [], True)
