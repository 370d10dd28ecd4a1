"""Disks that fail: small ones that fill up, and the errors that a kernel gives, injected by strace into running processes."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.tree import children, until

WRITES_OF_FILES = "pwrite64,pwritev,fsync,fdatasync"
"""What nobody calls for a socket or a terminal."""
WRITES = "write,pwrite64,writev,pwritev,fsync,fdatasync,ftruncate,fallocate"


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Yield a folder on a disk of its own."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Leave no room on a disk while the block runs."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4096):
            pass
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def read_only(disk: Path) -> Iterator[None]:
    """Let the kernel take no write to a disk while the block runs; nothing may be open there to be written."""
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)


def injecting(error: str, *paths: Path) -> list[str]:
    """Return the words of strace that give an error for each write to the paths, or to whatever files."""
    calls = WRITES if paths else WRITES_OF_FILES
    where = [word for path in paths for word in ("-P", str(path))]
    return [
        "strace",
        "-f",
        "-o",
        "/dev/null",
        *where,
        "-e",
        f"trace={calls}",
        "-e",
        f"inject={calls}:error={error}",
    ]


@contextmanager
def failing(process: int, error: str, *paths: Path) -> Iterator[None]:
    """Let each write to the paths fail, by a process and those that it has started, while the block runs."""
    known = [process, *children(process)]
    words = [word for each in known for word in ("-p", str(each))]
    tracing = subprocess.Popen([*injecting(error, *paths), *words], stderr=subprocess.DEVNULL)
    try:
        until(lambda: tracing.poll() is not None or all(_is_traced(each) for each in known))
        assert tracing.poll() is None, "strace may not trace here"
        yield
    finally:
        tracing.terminate()
        tracing.wait()


def _is_traced(process: int) -> bool:
    return "TracerPid:\t0" not in Path(f"/proc/{process}/status").read_text()
