"""Does a temporary folder go with its process, and what a killed one left with the next?"""

import os
import subprocess
import sys
import time
from pathlib import Path

from catalogue.env import ROOT
from catalogue.own_folder import YOUNG

MAKING = """
import sys
from catalogue.own_folder import own_folder
print(own_folder("kind-"), flush=True)
sys.stdin.read()
"""
FORKED = """
from multiprocessing import get_context
from catalogue.own_folder import own_folder
child = get_context("fork").Process(target=own_folder, args=("kind-",))
child.start()
child.join()
"""


def owner(temporary: Path, code: str = MAKING) -> subprocess.Popen[str]:
    """Start a process that makes a folder and waits until its input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "TMPDIR": str(temporary)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def folder(process: subprocess.Popen[str], age: float = YOUNG + 1) -> Path:
    """Return the folder that a process has made, with a file in it, and let it be as old as that."""
    assert process.stdout
    made = Path(process.stdout.readline().strip())
    (made / "counts").touch()
    then = time.time() - age
    os.utime(made, (then, then))
    return made


def test_folder_of_a_killed_process_goes_when_the_next_is_made(tmp_path: Path) -> None:
    with owner(tmp_path) as alive, owner(tmp_path) as killed, owner(tmp_path) as young:
        others, left, fresh = folder(alive), folder(killed), folder(young, age=0)
        for process in (killed, young):
            process.kill()
            process.wait()
        assert left.exists()
        with owner(tmp_path) as following:
            its = folder(following)
            assert {*tmp_path.iterdir()} == {others, its, fresh}
            following.communicate()
        alive.communicate()
    assert [*tmp_path.iterdir()] == [fresh]


def test_folder_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other-kind"
    other.mkdir()
    os.utime(other, (0, 0))
    with owner(tmp_path) as process:
        process.communicate()
    assert [*tmp_path.iterdir()] == [other]


def test_folder_of_a_fork_goes_with_the_fork(tmp_path: Path) -> None:
    with owner(tmp_path, FORKED) as process:
        process.communicate()
    assert (process.returncode, [*tmp_path.iterdir()]) == (0, [])
