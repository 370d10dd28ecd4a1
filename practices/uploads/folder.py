"""The folder of files that people add, as one of Django's storages: a file is there whole, or not at all."""

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, override

from django.core.files.storage import FileSystemStorage

from practices.uploads import PARTIAL

if TYPE_CHECKING:  # only there it says of what it is a file
    from django.core.files.base import File

CUT_OFF = 24 * 3600
"""Seconds after which nobody writes any more to what lies there."""
OWNER_ONLY_FOLDER = 0o700
ROOT, TRIES = 0, 5


class WholeFiles(FileSystemStorage):
    """Writes a file aside, makes sure that the disk has it, and only then gives it its name, in the place of the former."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, allow_overwrite=True)

    def _save(self, name: str, content: "File[bytes]") -> str:
        path, partial = Path(self.path(name)), Path(self.path(PARTIAL))
        self._make(partial)
        _delete_cut_off(partial)
        descriptor, aside = tempfile.mkstemp(dir=partial)
        try:
            with os.fdopen(descriptor, "wb") as file:
                _hand_over(descriptor, partial)
                for piece in content.chunks():
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            self._name(Path(aside), path)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
        with suppress(FileNotFoundError):  # somebody has deleted it already
            for folder in self._folders(path.parent):
                _sync(folder)
        return name

    def _name(self, aside: Path, path: Path, tries: int = TRIES) -> None:
        """Give a file its name; whoever deletes another one may take its folder away meanwhile."""
        try:
            self._make(path.parent)
            aside.replace(path)
        except FileNotFoundError:
            if tries == 1:
                raise
            self._name(aside, path, tries - 1)

    def _folders(self, path: Path) -> list[Path]:
        """Return a folder and those around it, the one of all files first."""
        top = Path(self.location)
        return [each for each in (*reversed(path.parents), path) if each.is_relative_to(top)]

    def _make(self, path: Path) -> None:
        """Make a folder, and those around it, for their owner only."""
        Path(self.location).parent.mkdir(parents=True, exist_ok=True)
        for each in self._folders(path):
            if not each.is_dir():
                each.mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)
                _hand_over(each, each.parent)

    @override
    def delete(self, name: str) -> None:
        """Delete a file, and the folders that are empty then."""
        super().delete(name)
        with suppress(OSError):  # somebody else may write there
            for folder in list(Path(name).parents)[:-1]:
                Path(self.path(str(folder))).rmdir()

    @override
    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return folders and files; where nothing was kept yet, there are none."""
        try:
            folders, files = super().listdir(path)
        except FileNotFoundError:
            return [], []
        return [folder for folder in folders if folder != PARTIAL], files


def _delete_cut_off(folder: Path) -> None:
    """Delete what was left by a process that was killed while it wrote."""
    longest = time.time() - CUT_OFF
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < longest:
                path.unlink()


def _hand_over(made: Path | int, folder: Path) -> None:
    """Give what root makes to the owner of the folder around it: the site, which is not root, writes there, too."""
    if os.geteuid() == ROOT:
        owner = folder.stat()
        os.chown(made, owner.st_uid, owner.st_gid)


def _sync(folder: Path) -> None:
    """Make sure that the disk has the names in a folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
