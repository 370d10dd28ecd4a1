"""Is a call of `./upgrade` that was cut off anywhere, by a power cut or `kill -9`, made good by the next one?"""

import os
import shutil
import signal
from pathlib import Path

import pytest

from tests.proof import ALL
from tests.upgrade.hollow import NEW, OLD, Hollow, write

CUT = """#!/bin/sh
number=$(($(cat "$COUNT") + 1))
echo $number >"$COUNT"
{program} "$@"
code=$?
[ $number != "$AT" ] || kill -9 0
exit $code
"""
CUT_AFTER = ("mv", "cp", "rm", "mkdir", "git", "sync")
SWITCH = 32
"""Programs at the end of a call, each of which is tried; of those before, some. `./check` takes every fourth, back others than forward."""


@pytest.fixture
def cut(tmp_path: Path) -> dict[str, str]:
    """Give an environment in which all is killed after the program of a number."""
    for name in CUT_AFTER:
        write(tmp_path / "fake" / name, CUT.format(program=shutil.which(name)), 0o755)
    (tmp_path / "count").write_text("0")
    return {"PATH": f"{tmp_path}/fake:{os.environ['PATH']}", "COUNT": str(tmp_path / "count")}


def times(hollow: Hollow, cut: dict[str, str], *words: str) -> int:
    """Return how many programs a call runs."""
    Path(cut["COUNT"]).write_text("0")
    assert hollow.call(*words, **cut, AT="none")[0] == 0
    return int(Path(cut["COUNT"]).read_text())


@pytest.mark.thorough
@pytest.mark.long
@pytest.mark.parametrize("direction", ["forward", "back"])
def test_call_that_was_cut_off_anywhere_is_made_good_by_the_next_one(
    hollow: Hollow, cut: dict[str, str], tmp_path: Path, direction: str
) -> None:
    """After a power cut the site starts with one of the two releases, whole; then the call is given again."""
    words, before, after = (
        (["./upgrade"], OLD, NEW) if direction == "forward" else (["./upgrade", "--back"], NEW, OLD)
    )
    if direction == "back":
        assert hollow.call("./upgrade")[0] == 0
    first = tmp_path / "first"
    shutil.copytree(hollow.folder, first, symlinks=True)
    many, seen = times(hollow, cut, *words), set()
    assert many > 20
    tried = (*range(1, many - SWITCH, 4), *range(max(1, many - SWITCH), many + 1))
    for number in tried if ALL else tried[2 * (direction == "forward") :: 4]:
        shutil.rmtree(hollow.folder)
        shutil.copytree(first, hollow.folder, symlinks=True)
        Path(cut["COUNT"]).write_text("0")
        assert hollow.call(*words, **cut, AT=str(number))[0] == -signal.SIGKILL, number
        assert hollow.call("./run")[0] == 0
        stands = hollow.stands()
        assert stands in (before, after), number
        seen.add(stands["version"])
        code, said = hollow.call(*words)
        is_back_already = direction == "back" and "there is nothing to go back to" in said
        assert (code == 0 or is_back_already, hollow.stands(), hollow.changed()) == (True, after, ""), (
            number,
            said,
        )
    assert seen == {"0.1.0", "99.0.0"}
