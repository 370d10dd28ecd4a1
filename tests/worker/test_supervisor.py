"""Does the supervisor leave nothing behind, whenever it is told to end?"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from catalogue.env import ROOT
from tests.tree import SECONDS, belonging_to

GAP = """
import os, signal, subprocess, sys
from practices.worker import supervisor
supervisor.PATIENCE = 0.5
gap, *program = sys.argv[1:]
class Popen(subprocess.Popen):
    started = []
    def __init__(self, command):
        super().__init__(command)
        self.started.append(command)
        if len(self.started) == int(gap):
            os.kill(os.getpid(), signal.SIGTERM)
subprocess.Popen = Popen
sys.exit(supervisor.run(program, program, lambda: True, lambda: None, []))
"""
"""Two programs, and a TERM in the very moment in which one of them was started and nobody knows it yet."""
LOOKING = """
import os, signal, sys
from practices.worker import supervisor
supervisor.LOOK = 0.1
program, looking = [sys.executable, sys.argv[1]], [sys.executable, sys.argv[2]]
sys.exit(supervisor.run(program, program, lambda: True, lambda: None, looking))
"""
LOOKED = """
import os, pathlib, signal, time
noted = pathlib.Path(__file__).with_name("looks")
with noted.open("a") as file:
    print("looked", file=file)
if len(noted.read_text().split()) == 2:
    os.kill(int(os.environ["SUPERVISOR"]), signal.SIGTERM)
    time.sleep(600)
"""
"""Looks once and ends; the second time it is at work when all is told to end."""
DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
time.sleep(600)
"""


@pytest.mark.parametrize("gap", ["1", "2"])
@pytest.mark.parametrize("program", ["import time; time.sleep(600)", DEAF], ids=["hears", "deaf"])
def test_nothing_is_left_when_the_signal_comes_as_a_program_starts(
    tmp_path: Path, gap: str, program: str
) -> None:
    (tmp_path / "program.py").write_text(program)
    command = [sys.executable, "-c", GAP, gap, sys.executable, str(tmp_path / "program.py")]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        assert process.wait(SECONDS) == 0
    assert belonging_to(str(tmp_path)) == []


def test_somebody_looks_again_and_again_and_ends_with_the_rest(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("import time; time.sleep(600)")
    (tmp_path / "look.py").write_text(LOOKED)
    # the shell's own number is the supervisor's, which it becomes
    shell = 'SUPERVISOR=$$ exec "$0" "$@"'
    program = [sys.executable, "-c", LOOKING, str(tmp_path / "program.py"), str(tmp_path / "look.py")]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(["/bin/sh", "-c", shell, *program], cwd=ROOT, env=environment) as process:
        assert process.wait(SECONDS) == 0
    assert (tmp_path / "looks").read_text().split() == ["looked", "looked"]
    assert belonging_to(str(tmp_path)) == []
