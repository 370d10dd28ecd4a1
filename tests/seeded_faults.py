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
_CLOCK = "test_clock.py::test_clock_that_jumps_takes_and_gives_nothing"
_ANSWERS = "        response = get_response(request)\n        open_to_all"
_BREAKS = Seed(
    "practices/middleware.py",
    _ANSWERS,
    f'        int(request.GET.get("page") or 1)\n{_ANSWERS}',
    "AssertionError",
)
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
    "test_disk.py::test_disk_of_postgresql_that_fails_costs_no_acknowledged_write": _NO_PAGE_FOR_IT,
    "test_disk.py::test_log_that_takes_no_line_costs_nobody_an_answer": Seed(
        "catalogue/request_log.py",
        'logger.info("%s %s %s", method, self.route, self.status, extra={"said": said})',
        "__import__('os').write(2, b'one of many signs' * 40)",
        "500",
    ),
    "test_media.py::test_file_on_a_disk_that_fails_stays_the_former_one": Seed(
        "practices/uploads/folder.py",
        "            Path(aside).unlink(missing_ok=True)\n            raise\n",
        "            raise\n",
        "file.pdf",
    ),
    "test_locked.py::test_nobody_meets_a_locked_database": Seed(
        "catalogue/databases.py", '"transaction_mode": "IMMEDIATE",', '"transaction_mode": "DEFERRED",', "503"
    ),
    f"{_CLOCK}[session_of_a_contributor]": Seed(
        "practices/accounts/middleware.py",
        "is_over = permissions.is_staff(person) and ",
        "is_over = ",
        "AssertionError",
    ),
    f"{_CLOCK}[session_of_an_editor]": Seed(
        "practices/accounts/idle_timeout.py", " if max(began, seen) < latest else -1", "", "AssertionError"
    ),
    f"{_CLOCK}[tokens]": Seed(
        "practices/accounts/links.py", "-SKEW.total_seconds() < age", "age", "AssertionError"
    ),
    f"{_CLOCK}[limits]": Seed(
        "practices/accounts/rate_limits.py", ", at__lte=now + SKEW", "", "AssertionError"
    ),
    f"{_CLOCK}[digest]": Seed(
        "practices/mail/digest.py",
        'key = f"{editor.pk}.{day}"',
        'key = f"{editor.pk}.{day}.{timezone.now()}"',
        "AssertionError",
    ),
    "test_fuzz_long.py::test_hypothesis_breaks_nothing": _BREAKS,
    "test_fuzz_long.py::test_schemathesis_breaks_nothing": _BREAKS,
    "test_soak.py::test_memory_and_handles_stay_flat": Seed(
        "practices/middleware.py",
        _ANSWERS,
        f'        vars(problems).setdefault("kept", []).append(bytearray(40_000))\n{_ANSWERS}',
        "grown",
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
