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
sys.exit(supervisor.run(program, program, lambda: True, lambda: None))
"""
"""Two programs, and a TERM in the very moment in which one of them was started and nobody knows it yet."""
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
