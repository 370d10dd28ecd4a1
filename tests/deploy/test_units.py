"""Do the units of systemd do what the guide says, in systemd's own eyes, and keep the service from its own code?"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import load_command_class

from catalogue.env import ROOT

FOLDER = ROOT / "deploy" / "systemd"
UNITS = sorted(FOLDER.glob("catalogue-*.*[re]"))
CODE = "/srv/catalogue/app"
MOST = 2.0
"""How exposed a unit may be at most, from 0 to 10; they are at 1.2."""
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
reads_units = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="apt-get install systemd: it reads the units"
)


def settings_of(unit: Path) -> dict[str, list[str]]:
    """Return what a unit says, the confinement of all with it."""
    found: dict[str, list[str]] = {}
    for text in ((FOLDER / "catalogue-.service.d" / "confined.conf").read_text(), unit.read_text()):
        for name, value in re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE):
            found.setdefault(name, []).append(value)
    return found


def test_every_unit_is_told_of_in_the_guide() -> None:
    guide = (ROOT / "docs" / "operators.md").read_text()
    assert sorted(unit.name for unit in UNITS) == [
        "catalogue-backup.service",
        "catalogue-backup.timer",
        "catalogue-drill.service",
        "catalogue-drill.timer",
        "catalogue-site.service",
        "catalogue-worker.service",
    ]
    assert {unit.stem for unit in UNITS if unit.stem not in guide} == set()


@reads_units
def test_systemd_finds_no_fault(tmp_path: Path) -> None:
    """Programs of this machine stand in for those of the guide, which are not here."""
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    for unit in UNITS:
        there = unit.read_text().replace(f"{CODE}/.venv/bin/python", sys.executable)
        (tmp_path / unit.name).write_text(re.sub(rf"{CODE}/(run|upgrade)", "/bin/true", there))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit.name) for unit in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in done.stderr.splitlines() if "catalogue-" in line] == []
    assert done.returncode == 0


@reads_units
@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: str(unit.name))
def test_service_is_confined(unit: Path, tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "etc" / "systemd" / "system")
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", f"--root={tmp_path}", unit.name],
        capture_output=True,
        text=True,
        check=True,
    )
    (level,) = re.findall(r"Overall exposure level for \S+: (\d+\.\d)", done.stdout)
    assert float(level) <= MOST


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: str(unit.name))
def test_service_cannot_write_its_own_code(unit: Path) -> None:
    """The file system is read-only but for its own state; what begins with `+` is outside, and hands itself over at once."""
    says = settings_of(unit)
    assert (says["ProtectSystem"], says["PrivateUsers"], says["User"]) == (
        ["strict"],
        ["true"],
        ["catalogue"],
    )
    assert says["StateDirectory"] == ["catalogue"]
    assert says["InaccessiblePaths"] == [f"-{CODE}/.git"]
    assert set(says.get("ReadWritePaths", [])) <= {"/var/backups/catalogue"}
    outside = [line for name in says if name.startswith("Exec") for line in says[name] if line[0] in "+!"]
    assert all(line.startswith("+/usr/bin/setpriv --reuid=catalogue --regid=catalogue ") for line in outside)


def test_each_service_runs_a_command_that_there_is() -> None:
    for unit in SERVICES:
        (line,) = settings_of(unit)["ExecStart"]
        program, *words = line.split()
        if program == f"{CODE}/run":
            assert (ROOT / "run").exists()
            continue
        _manage, name, *words = words
        assert load_command_class("practices", name).create_parser("manage.py", name).parse_args(words)
