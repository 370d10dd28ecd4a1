"""A temporary folder that goes with its process; what a killed one left goes when the next is made.

Its process holds a lock on it, and so do its forks, until the last has ended, however it ended.
"""

import fcntl
import os
import time
from contextlib import suppress
from multiprocessing.util import Finalize
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir, mkdtemp

YOUNG = 60
"""Seconds that a folder is left alone: its process may not have locked it yet."""


def own_folder(prefix: str) -> str:
    """Return a new folder that is removed when this process, or fork, ends; `prefix` is for folders of the same kind alone."""
    for left in Path(gettempdir()).glob(f"{prefix}*"):
        _remove_if_left(left)
    made = mkdtemp(prefix=prefix)
    _lock(made)
    Finalize(None, rmtree, args=(made,), kwargs={"ignore_errors": True}, exitpriority=0)
    return made


def _lock(folder: str | Path) -> int:
    """Lock a folder until the number that is returned is closed; raises `OSError` when somebody else holds it."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        raise
    return held


def _remove_if_left(folder: Path) -> None:
    with suppress(OSError):  # somebody else's, or gone meanwhile
        about = folder.lstat()
        if about.st_uid != os.getuid() or time.time() - about.st_mtime < YOUNG:
            return
        held = _lock(folder)
        rmtree(folder, ignore_errors=True)
        os.close(held)
