"""The files that one process of a server makes for all of them: who makes which, and what is made?

A file under way is locked by its process, and the kernel takes the lock from a process that ends, however it ends. What is
made lies there for a moment, for those who waited for it.
"""

import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Timer

MOST_BYTES = 64 * 2**20
"""So much that is made lies in the folder, beside the last: of many small files each is there when who waits comes back."""
KEPT_SECONDS = 60
"""How long each lies there, at least: who waits asks again after three."""
PAUSE = 0.1
"""Seconds between two looks at whether another process has made a file."""
UNDER_WAY = ".part"

log = logging.getLogger(__name__)


class SharedFiles:
    """A folder of the processes of one server, with files by their names."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._clock = Timer(KEPT_SECONDS, self._forget_later)

    def is_known(self, name: str) -> bool:
        """Say whether a file is made, or is being made by some process."""
        return self._made(name).exists() or _is_locked(self._under_way(name))

    def claimed(self, name: str, make: Callable[[], bytes]) -> Callable[[], bytes] | None:
        """Return what makes a file for all processes, or None when one has made it, or is at it.

        Until that has been called, or this process ends, nobody else makes it. A disk that takes no file keeps nobody
        from making one: then each process does.
        """
        made, under_way = self._made(name), self._under_way(name)
        try:
            self._forget()
            held = _lock(under_way)
        except OSError as error:
            log.warning("A file is made for one process alone: %s", error)
            return make
        if held is None:
            return None
        if made.exists():
            _give_up(held, under_way)
            return None

        def make_for_all() -> bytes:
            try:
                content = make()
                self._keep(held, under_way, made, content)
            finally:
                _give_up(held, under_way)
            return content

        return make_for_all

    def fetch(self, name: str, patience: float) -> bytes | None:
        """Return a file, waiting so many seconds for it while another process makes it; else None."""
        until = time.monotonic() + patience
        while True:
            with suppress(FileNotFoundError):
                return self._made(name).read_bytes()
            if time.monotonic() >= until or not self.is_known(name):
                return None
            time.sleep(PAUSE)

    def _made(self, name: str) -> Path:
        return self._folder / sha256(name.encode()).hexdigest()

    def _under_way(self, name: str) -> Path:
        return self._made(name).with_suffix(UNDER_WAY)

    def _keep(self, held: int, under_way: Path, made: Path, content: bytes) -> None:
        """Let the other processes have what was made, for a moment; the lock goes along with the file."""
        try:
            with open(held, "wb", closefd=False) as file:
                file.truncate()
                file.write(content)
            under_way.replace(made)
        except OSError as error:
            log.warning("A file that was made is kept for one process alone: %s", error)
            return
        self._clock.cancel()  # what is older goes with this one: a thread for each would wait a minute
        self._clock = Timer(KEPT_SECONDS, self._forget_later)
        self._clock.daemon = True
        self._clock.start()

    def _forget_later(self) -> None:
        with suppress(OSError):  # the server has ended, and its folder with it
            self._forget()

    def _forget(self) -> None:
        """Remove what is old, more than may lie here, and what a process left that was killed."""
        room, before = MOST_BYTES, time.time() - KEPT_SECONDS
        for path, about in sorted(_listed(self._folder), key=lambda each: -each[1].st_mtime):
            is_old = about.st_mtime < before
            if path.suffix != UNDER_WAY:
                room -= about.st_size
                if is_old or room < 0:
                    path.unlink(missing_ok=True)
            elif is_old:
                with suppress(OSError):
                    held = _lock(path)
                    if held is not None:
                        _give_up(held, path)


def _listed(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    for path in folder.iterdir():
        with suppress(FileNotFoundError):  # it was finished or given up meanwhile
            yield path, path.stat()


def _lock(path: Path) -> int | None:
    """Make a file if need be and lock it until what is returned is closed; None when somebody else has. Raises `OSError`."""
    while True:
        held = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(held)
            return None
        if _is_at(held, path):
            return held
        os.close(held)  # it was finished or given up meanwhile


def _is_locked(path: Path) -> bool:
    """Say whether somebody holds a file, which asks for the lock for a moment: whoever wants it then comes again."""
    try:
        held = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(held)
    return False


def _is_at(held: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(held), path.stat())
    except FileNotFoundError:
        return False


def _give_up(held: int, path: Path) -> None:
    """Remove a file that is locked, unless it has become what it should, and let it go."""
    if _is_at(held, path):
        path.unlink()
    os.close(held)
