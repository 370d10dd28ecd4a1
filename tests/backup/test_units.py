"""Do the units of systemd do what the guide says, in systemd's own eyes?"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import load_command_class

from catalogue.env import ROOT

UNITS = sorted((ROOT / "deploy").glob("catalogue-*"))


def test_every_unit_is_told_of_in_the_guide() -> None:
    guide = (ROOT / "docs" / "operators.md").read_text()
    assert [unit.name for unit in UNITS] == [
        f"catalogue-{name}.{kind}" for name in ("backup", "drill") for kind in ("service", "timer")
    ]
    assert [
        unit.stem for unit in UNITS if unit.suffix == ".timer" and f"{unit.stem}.timer" not in guide
    ] == []


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="apt-get install systemd: it reads the units")
def test_systemd_finds_no_fault(tmp_path: Path) -> None:
    """The program of this machine stands in for the one of the guide, which is not here."""
    for unit in UNITS:
        there = unit.read_text().replace("/srv/catalogue/app/.venv/bin/python", sys.executable)
        (tmp_path / unit.name).write_text(there)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit.name) for unit in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in done.stderr.splitlines() if "catalogue-" in line] == []
    assert done.returncode == 0


def test_each_service_runs_a_command_that_there_is() -> None:
    for unit in UNITS:
        if unit.suffix == ".service":
            line = next(line for line in unit.read_text().splitlines() if line.startswith("ExecStart="))
            _python, _manage, name, *words = line.partition("=")[2].split()
            assert load_command_class("practices", name).create_parser("manage.py", name).parse_args(words)
