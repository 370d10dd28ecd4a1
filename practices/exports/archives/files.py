"""The files of an archive: the bytes that entries name, and what readers see of them, beside the tables."""

import os
from collections.abc import Iterable, Iterator
from hashlib import file_digest
from pathlib import Path
from shutil import copyfileobj
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from practices.answers.pictures import JPEG, WEBP, WIDTHS
from practices.exports.archives.archive import ArchiveRefused, Say
from practices.models import Upload
from practices.uploads import storage
from practices.uploads.kinds import FILE_KINDS
from practices.uploads.renditions import Rendition

FOLDER = "uploads"
RENDITIONS = {kind.extension: kind for kind in FILE_KINDS if kind.extension in {WEBP, JPEG}}


def write_files(folder: Path, say: Say) -> None:
    """Write every file that a row tells of, and what was made of it; what the storage lacks, `verify` names."""
    if not Upload.objects.exists():
        return
    (folder / FOLDER).mkdir(mode=0o700)
    for number, (digest, width) in enumerate(_told_of(), 1):
        for name, file in _stored(digest, width):
            _write(folder / FOLDER / name, file)
        say(FOLDER, number)


def _told_of() -> Iterable[tuple[str, int]]:
    return dict(Upload.objects.order_by("file").values_list("file", "width")).items()


def _stored(digest: str, width: int) -> Iterator[tuple[str, BinaryIO]]:
    try:
        yield digest, storage.open_stored(digest)
        for each in sorted({min(known, width) for known in WIDTHS}):
            for extension in RENDITIONS:
                yield f"{digest}-{each}.{extension}", storage.open_rendition(digest, each, extension)
    except FileNotFoundError:
        return


def _write(path: Path, file: BinaryIO) -> None:
    with file, path.open("wb") as copy:
        os.fchmod(copy.fileno(), 0o600)
        copyfileobj(file, copy)
        copy.flush()
        os.fsync(copy.fileno())


def refuse_damaged_files(folder: Path) -> None:
    """Raise `ArchiveRefused` for a file that is not what its name says."""
    for path in _originals(folder):
        with path.open("rb") as file:
            if file_digest(file, "sha256").hexdigest() != path.name:
                raise ArchiveRefused(_("%(path)s was changed. Nothing was brought in.") % {"path": path})


def bring_in_files(folder: Path, say: Say) -> None:
    """Keep the files of an archive; the same file twice is one."""
    for number, path in enumerate(_originals(folder), 1):
        with path.open("rb") as file:
            storage.store(file)
        storage.store_renditions(path.name, _renditions(path))
        say(FOLDER, number)


def _originals(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / FOLDER).glob("*") if "-" not in path.name)


def _renditions(original: Path) -> Iterator[Any]:
    for path in sorted(original.parent.glob(f"{original.name}-*")):
        width, _dot, extension = path.name.removeprefix(f"{original.name}-").partition(".")
        yield Rendition(int(width), 0, RENDITIONS[extension], path.read_bytes())
