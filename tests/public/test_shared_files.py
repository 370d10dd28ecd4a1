"""Is a file made once for all processes of a server, also when one of them is killed?"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from queue import Queue

import pytest

from catalogue.env import ROOT
from practices.public import shared_files
from practices.public.file_jobs import FileJobs
from practices.public.shared_files import KEPT_SECONDS, SharedFiles
from tests.tree import until

SERVER = """
import os, sys, time
from pathlib import Path
from django.conf import settings
settings.configure(MADE_FOLDER="", MADE_SECONDS=1)
from practices.public import shared_files
from practices.public.file_jobs import FileJobs
from practices.public.shared_files import SharedFiles
shared_files.KEPT_SECONDS = 3600  # however slow this machine is
folder, me = Path(sys.argv[1]), sys.argv[2]
book = FileJobs(SharedFiles(folder / "books"))

def make():
    (folder / f"made by {me}").touch()
    while not (folder / "go").exists():
        time.sleep(0.01)
    return me.encode()

for line in sys.stdin:  # each is a request
    if not book.is_known("a"):
        book.submit("a", make)
    print(book.fetch("a", float(line)), flush=True)
"""
"""What a server process does for who asks for a book, until its input ends."""

GIVEN = """
import os
from pathlib import Path
from catalogue.serve import give_folders
give_folders()
print(len([*Path(os.environ["TMPDIR"]).iterdir()]), Path(os.environ["MADE_FOLDER"]).is_dir())
"""


@contextmanager
def server(folder: Path, name: str) -> Iterator[subprocess.Popen[str]]:
    """Start a process that makes books in a folder, and end it."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(folder), name],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def ask(process: subprocess.Popen[str], patience: float = 0.05) -> str:
    """Ask a process for the book and return what it answers."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{patience}\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


def makers(folder: Path) -> list[str]:
    """Return who has begun to make the book."""
    return sorted(path.name.removeprefix("made by ") for path in folder.glob("made by *"))


def test_two_processes_make_a_file_once(tmp_path: Path) -> None:
    with server(tmp_path, "one") as one, server(tmp_path, "other") as other:
        assert ask(one) == "None"
        until(lambda: makers(tmp_path) == ["one"])
        assert [ask(other), ask(one), ask(other)] == ["None"] * 3
        assert makers(tmp_path) == ["one"]
        (tmp_path / "go").touch()
        assert ask(one, 60) == "b'one'"
        assert [ask(other), ask(one), makers(tmp_path)] == ["b'one'", "b'one'", ["one"]]


def test_many_that_begin_at_once_make_a_file_once(tmp_path: Path) -> None:
    (tmp_path / "go").touch()
    with ExitStack() as ended:
        servers = [ended.enter_context(server(tmp_path, f"server {number}")) for number in range(4)]
        for each in servers:
            assert each.stdin
            each.stdin.write("60\n")
            each.stdin.flush()
        given = {each: each.stdout.readline().strip() if each.stdout else "" for each in servers}
        for each in servers:  # one that had just looked whether another is at it is asked again
            until(lambda each=each: given[each] != "None" or given.update({each: ask(each, 60)}) is not None)  # type: ignore[misc]
        (maker,) = makers(tmp_path)
        assert {*given.values()} == {f"b'{maker}'"}


def test_killed_process_leaves_its_file_to_another(tmp_path: Path) -> None:
    with server(tmp_path, "killed") as killed, server(tmp_path, "other") as other:
        ask(killed)
        until(lambda: makers(tmp_path) == ["killed"])
        assert ask(other) == "None"
        killed.kill()
        killed.wait()
        (tmp_path / "go").touch()
        assert ask(other, 60) == "b'other'"


def test_file_that_could_not_be_made_is_made_anew_by_whoever_is_asked_next(tmp_path: Path) -> None:
    one, other = FileJobs(SharedFiles(tmp_path)), FileJobs(SharedFiles(tmp_path))

    def fail() -> bytes:
        raise ValueError

    one.submit("a", fail)
    with pytest.raises(ValueError):  # noqa: PT011  it has no words
        one.fetch("a")
    assert (other.is_known("a"), [*tmp_path.iterdir()]) == (False, [])
    other.submit("a", lambda: b"made")
    assert other.fetch("a") == b"made"


def test_few_bytes_lie_there_and_none_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_files, "MOST_BYTES", 4)
    book = FileJobs(SharedFiles(tmp_path))

    def order(name: str) -> None:
        book.submit(name, name.encode)
        assert book.fetch(name) == name.encode()

    for number in range(7):
        order(str(number))
    assert len([*tmp_path.iterdir()]) == 5
    (tmp_path / "left by one that was killed.part").touch()
    then = time.time() - KEPT_SECONDS - 1
    for path in tmp_path.iterdir():
        os.utime(path, (then, then))
    order("last")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"last"]


def test_each_of_many_small_files_is_there_when_who_waits_comes_back(tmp_path: Path) -> None:
    one, other = FileJobs(SharedFiles(tmp_path)), FileJobs(SharedFiles(tmp_path))
    names, made = [str(number) for number in range(20)], Queue[str]()

    def make(name: str) -> bytes:
        made.put(name)
        return name.encode()

    for name in names:
        one.submit(name, partial(make, name))
        until(lambda name=name: (tmp_path / sha256(name.encode()).hexdigest()).exists())  # type: ignore[misc]
    assert [other.fetch(name) for name in names] == [name.encode() for name in names]
    assert made.qsize() == len(names)


def test_one_clock_waits_for_all_that_lies_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_files, "KEPT_SECONDS", 3600)  # however slow this machine is
    book, before = FileJobs(SharedFiles(tmp_path)), set(threading.enumerate())
    for number in range(4):
        book.submit(str(number), lambda: b"made")
        assert book.fetch(str(number)) == b"made"
    clocks = [each for each in set(threading.enumerate()) - before if isinstance(each, threading.Timer)]
    (clock,) = [each for each in clocks if not each.finished.is_set()]
    clock.cancel()


def test_file_is_made_where_no_disk_takes_one(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "gone"
    book = FileJobs(SharedFiles(folder))
    folder.rmdir()
    book.submit("a", lambda: b"made")
    assert book.fetch("a") == b"made"
    assert [record.message.partition(":")[0] for record in caplog.records] == [
        "A file is made for one process alone"
    ]


def test_server_gives_its_processes_a_folder_that_goes_with_it(tmp_path: Path) -> None:
    said = subprocess.check_output(
        [sys.executable, "-c", GIVEN], cwd=ROOT, env={"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path)}
    )
    assert (said, [*tmp_path.iterdir()]) == (b"2 True\n", [])
