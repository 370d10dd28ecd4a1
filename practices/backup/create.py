"""Making a backup, of one moment, while people read and write."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from practices.backup import bundle
from practices.backup.contents import Contents, contents
from practices.backup.database import copy_database, server_version
from practices.backup.encryption import command_for, encrypting
from practices.backup.refusals import BackupRefused, told_in_words
from practices.exports.archives.archive import Say
from practices.exports.archives.catalogue import migrations, one_moment
from practices.models.last_run import Job, note_run

PART = ".part"


def make_backup(file: Path, key: str, say: Say) -> Contents:
    """Write a backup into a new file, encrypted if there is a key for it, and return what is in it.

    The file is there whole, on the disk, or not at all. Raises `BackupRefused`.
    """
    command_for(key)
    if file.exists():
        raise BackupRefused(_("%(file)s is there already: name a new file.") % {"file": file})
    media = Path(settings.MEDIA_ROOT) if settings.MEDIA_ROOT else None
    with told_in_words(file), _workroom(file) as room:
        copy = room / bundle.DATABASE
        with one_moment():
            about = _about()
            copy_database(copy, say)
            found = contents(media, say)
        packed = room / "packed"
        packed.touch(mode=0o600)  # it holds addresses, and hashes of passwords
        with packed.open("wb") as out:
            with encrypting(out, key) as encrypted:
                files = [(name, Path(settings.MEDIA_ROOT) / name) for name in found["media"]]
                bundle.pack(encrypted, about | found, copy, files, say)
            out.flush()
            os.fsync(out.fileno())
        packed.rename(file)
        _keep_name(file.parent)
    try:
        note_run(Job.BACKUP)
    except Error as error:
        words = {"file": file, "why": str(error).partition("\n")[0]}
        raise BackupRefused(
            _("%(file)s is whole, but it could not be noted when it was made: %(why)s") % words
        ) from error
    return found


def _about() -> dict[str, Any]:
    """Return what a manifest says beside the contents; the first that is read in the moment, which begins with it."""
    return {
        "format": bundle.FORMAT,
        "version": bundle.VERSION,
        "migrations": migrations(),
        "made_at": timezone.now().isoformat(),
        "release": settings.RELEASE,
        "made_from": settings.SITE_URL,
        "database": connection.vendor,
        "server": server_version(),
    }


@contextmanager
def _workroom(file: Path) -> Iterator[Path]:
    """Give a folder that nobody else may look into, on the disk of the file, and take it away; killed, it is no backup."""
    room = Path(mkdtemp(prefix=f".{file.name}.", suffix=PART, dir=file.parent))
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _keep_name(folder: Path) -> None:
    """Let the disk keep that the file has its name now."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
