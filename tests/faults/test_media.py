"""Is a file that people add there whole or not at all, on a disk that is full, can only be read or gives errors (R10)?"""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from errno import EIO, ENOSPC, EROFS
from pathlib import Path

import pytest

from catalogue.env import ROOT
from tests.faults.disk import full, read_only, small_disk
from tests.faults.site import Site

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(os.getuid() != 0, reason="small disks are mounted: run it as root"),
]

SAVE = """
from django.core.files.base import ContentFile
from django.core.files.storage import storages
try:
    storages["uploads"].save("a/file.pdf", ContentFile({content!r}))
except OSError as error:
    print(error.errno)
"""
FORMER, NEXT = b"f" * 100_000, b"n" * 200_000
UNSYNCED = ["strace", "-f", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:error=EIO"]


def save(site: Site, content: bytes, *before: str) -> str:
    """Save the file in a process of its own, and return the number of the error that it met."""
    done = subprocess.run(
        [*before, sys.executable, "manage.py", "shell", "--no-imports"],
        cwd=ROOT,
        env=site.environment,
        input=SAVE.format(content=content),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def nothing(_disk: Path) -> AbstractContextManager[None]:
    return nullcontext()


@pytest.mark.parametrize(
    ("fault", "before", "number"),
    [(full, [], ENOSPC), (read_only, [], EROFS), (nothing, UNSYNCED, EIO)],
    ids=["full", "read-only", "EIO"],
)
def test_file_on_a_disk_that_fails_stays_the_former_one(
    fault: Callable[[Path], AbstractContextManager[None]], before: list[str], number: int, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", 1) as disk:
        site = Site(tmp_path, f"sqlite:///{tmp_path}/site.sqlite3", 1, STORAGE_URL=f"file://{disk}")
        assert save(site, FORMER) == ""
        with fault(disk):
            assert save(site, NEXT, *before) == str(number)
        assert (disk / "a" / "file.pdf").read_bytes() == FORMER
        assert [path.name for path in disk.rglob("*") if path.is_file()] == ["file.pdf"]
        assert save(site, NEXT) == ""
        assert (disk / "a" / "file.pdf").read_bytes() == NEXT
