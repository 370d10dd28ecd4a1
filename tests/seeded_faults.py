"""Seeded faults: for each test of `tests/faults/`, a small change of the site under which it must be red, or it sees nothing.

`python -m tests.seeded_faults [TEST...]` makes the change in a copy of the tree and runs the test there; all of them take
an hour. `tests/test_seeded_faults.py` holds that each test has a seed, and that each seed still finds its place.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, ignore_patterns

from catalogue.env import ROOT

FOLDER = ROOT / "tests" / "faults"
RED = 1
"""What pytest ends with when a test has failed."""


@dataclass(frozen=True)
class Seed:
    """A change of one file, and a word that the red test says then."""

    file: str
    before: str
    after: str
    says: str


_AWAY = "DATABASE_AWAY = (InterfaceError, OperationalError)"
_NO_PAGE_FOR_IT = Seed(
    "practices/models/database_errors.py", _AWAY, "DATABASE_AWAY = (InterfaceError,)", "500"
)
_WAITS_FOR_EVER = Seed("catalogue/serve.py", '    os.environ[AS_SERVER] = "1"\n', "", "< 5.0")
_NETWORK = "test_network_of_postgres.py::test_each_request_answers_while_postgresql_is"
SEEDS: dict[str, Seed] = {
    "test_power.py::test_nothing_acknowledged_is_lost_on_sqlite": Seed(
        "practices/entries/actions.py", "@transaction.atomic\ndef move(", "def move(", "and not one of"
    ),
    "test_power.py::test_nothing_acknowledged_is_lost_on_postgresql": Seed(
        "catalogue/databases.py",
        '{"connect_timeout": 4}',
        '{"connect_timeout": 4, "options": "-c synchronous_commit=off"}',
        "and not one of",
    ),
    **{f"{_NETWORK}[{fault}]": _NO_PAGE_FOR_IT for fault in ("stopped", "reset", "cut", "killed")},
    "test_disk.py::test_disk_of_sqlite_that_fails_costs_writes_alone": _NO_PAGE_FOR_IT,
    "test_disk.py::test_disk_of_postgresql_that_is_full_costs_no_acknowledged_write": _NO_PAGE_FOR_IT,
    "test_disk.py::test_log_that_takes_no_line_costs_nobody_an_answer": Seed(
        "catalogue/requests.py",
        'logger.info("%s %s %s", method, self.route, self.status, extra={"said": said})',
        "__import__('os').write(2, b'one line of forty signs, or some more, of it')",
        "500",
    ),
    **{f"{_NETWORK}[{fault}]": _WAITS_FOR_EVER for fault in ("stalled", "held")},
}


def is_seen(test: str, seed: Seed) -> bool:
    """Say whether the test is red, with its word, in a copy of the tree that has the seed."""
    with tempfile.TemporaryDirectory(prefix="seeded-") as folder:
        copy = Path(folder) / "tree"
        copytree(ROOT, copy, ignore=ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", "*.sqlite3*"))
        file = copy / seed.file
        file.write_text(file.read_text().replace(seed.before, seed.after))
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", f"tests/faults/{test}"],
            cwd=copy,
            env=os.environ | {"CHECK": "soak" if "soak" in test else "faults"},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode != RED or seed.says not in done.stdout:
        sys.stdout.write(done.stdout[-3000:])
        return False
    return True


def main(tests: list[str]) -> int:
    """Try the seeds of these tests, or all; return how many were not seen."""
    missed = 0
    for test, seed in SEEDS.items():
        if tests and not any(each in test for each in tests):
            continue
        since, seen = time.monotonic(), is_seen(test, seed)
        missed += not seen
        sys.stdout.write(
            f"{'red, as it must be' if seen else 'NOT SEEN'}: {test} ({time.monotonic() - since:.0f} s)\n"
        )
        sys.stdout.flush()
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
