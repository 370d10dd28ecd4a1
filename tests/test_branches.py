"""Does the counting of branches see both ways of each, and only those that were gone?"""

import json
import subprocess
import sys
from pathlib import Path

from catalogue.env import ROOT

CODE = """
def told(words, limit):
    for word in words:
        if word and len(word) > limit:
            yield "long"
        elif not word:
            yield "none"
    return

def first(words):
    for word in words:
        if word:
            return word
    return None

def once(is_new):
    if is_new:
        return 1

list(told(["", "a", "words"], 2))
[first(["a"]) for _ in range(2)]
[once(True) for _ in range(3)]
"""
COUNT = """
import coverage
from tests import branches
counting = coverage.Coverage(
    branch=True, data_file=None, include=["*/counted.py"], config_file=False,
    plugins=[lambda registry: branches.coverage_init(registry, None)],
)
counting.start()
import counted
counting.stop()
counting.json_report(outfile="found.json")
print(dict(counting.sys_info())["core"])
"""


def missing(folder: Path, core: str) -> list[list[int]]:
    """Return the branches of the code that a core of coverage did not see."""
    (folder / "counted.py").write_text(CODE)
    done = subprocess.run(
        [sys.executable, "-c", COUNT],
        cwd=folder,
        env={"PYTHONPATH": f"{ROOT}:{folder}", "COVERAGE_CORE": core},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == {"sysmon": "SysMonitor", "ctrace": "CTracer"}[core]
    (about,) = json.loads((folder / "found.json").read_text())["files"].values()
    found: list[list[int]] = about["missing_branches"]
    return found


def test_branches_are_those_that_a_tracer_sees(tmp_path: Path) -> None:
    found = missing(tmp_path, "sysmon")
    assert found == missing(tmp_path, "ctrace")
    assert found == [[11, 14], [12, 11], [17, -16]]
