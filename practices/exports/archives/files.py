"""The files of an archive: the bytes of which rows tell, beside the tables; what readers see of them is made anew."""

import os
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO

from django.utils.translation import gettext as _

from practices.exports.archives.archive import Archive, ArchiveRefused, Say
from practices.exports.archives.tables import name_of
from practices.models import brought_files
from practices.models.brought_files import TABLES_OF_FILES
from practices.uploads import storage

FOLDER, LOST = "uploads", "lost_files"


def write_files(folder: Path, say: Say) -> list[str]:
    """Write every file that a row tells of, and return the digests of those that the storage lacks; `verify` names them, too."""
    lost = []
    for number, digest in enumerate(sorted(brought_files.all_digests()), 1):
        (folder / FOLDER).mkdir(mode=0o700, exist_ok=True)
        try:
            _write(folder / FOLDER / digest, storage.open_stored(digest))
        except FileNotFoundError:
            lost.append(digest)
        say(FOLDER, number)
    return lost


def _write(path: Path, file: BinaryIO) -> None:
    with file, path.open("wb") as copy:
        os.fchmod(copy.fileno(), 0o600)
        copyfileobj(file, copy)
        copy.flush()
        os.fsync(copy.fileno())


def refuse_damaged_files(archive: Archive) -> None:
    """Raise `ArchiveRefused` when a file is not what its name says, or is none of those of which the rows tell."""
    kinds = map(name_of, TABLES_OF_FILES)
    told = {row["file"] for kind in kinds for _number, row in archive.read(kind)}
    told -= set(archive.about.get(LOST, ()))
    there = {path.name: path for path in _files(archive.folder)}
    if odd := sorted(told ^ there.keys()):
        words = {"path": archive.folder / FOLDER, "names": ", ".join(odd[:3])}
        raise ArchiveRefused(
            _("%(path)s has not the files of which the rows tell: %(names)s. Nothing was brought in.") % words
        )
    for digest, path in there.items():
        with path.open("rb") as file:
            if storage.sha256_of(file) != digest:
                raise ArchiveRefused(_("%(path)s was changed. Nothing was brought in.") % {"path": path})


def bring_in_files(folder: Path, say: Say) -> None:
    """Keep the files of an archive; the same file twice is one."""
    for number, path in enumerate(_files(folder), 1):
        with path.open("rb") as file:
            storage.store(file)
        say(FOLDER, number)


def _files(folder: Path) -> list[Path]:
    return sorted((folder / FOLDER).glob("*"))
