"""When the clock jumps by a day, ahead and back: is anything lost, or good for longer than it may be?"""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from catalogue.env import ROOT
from tests import ready
from tests.faults.clock import ACTS
from tests.faults.site import Site

pytestmark = pytest.mark.faults

TUESDAY, MORNING = 1, 9


def until_a_tuesday() -> int:
    """Return the seconds until a Tuesday morning of next week."""
    now = datetime.now(UTC)
    then = now.replace(hour=MORNING, minute=0, second=0) + timedelta(days=7 + TUESDAY - now.weekday())
    return int((then - now).total_seconds())


@pytest.mark.parametrize("act", ACTS)
def test_clock_that_jumps_takes_and_gives_nothing(act: str, tmp_path: Path) -> None:
    site = Site(tmp_path, f"sqlite:///{tmp_path}/site.sqlite3", 1)
    shutil.copy(ready.file_with_tables(), tmp_path / "site.sqlite3")
    (library,) = Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")
    clock = tmp_path / "clock"
    clock.write_text("+0")
    given = {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "CLOCK_BEGINS": str(until_a_tuesday()),
        "LD_PRELOAD": str(library),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.clock", act],
        cwd=ROOT,
        env=os.environ | site.environment | given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
