"""The store of files that people add: each under the digest of its bytes, never another file under the same name.

`STORAGE_URL` says where it is. Files are whole or not there; whoever sweeps what belongs to nobody asks `stored_at` first, since
a file is kept a moment before the row that names it.
"""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.uploads.circuit_breaker import CircuitBreaker
from practices.uploads.exceptions import StorageUnavailable
from practices.uploads.renditions import Rendition

__all__ = [
    "StorageUnavailable",
    "delete",
    "has_renditions",
    "is_kept",
    "may_keep_versions",
    "open_offered",
    "open_rendition",
    "open_shown",
    "open_stored",
    "path_of",
    "probe",
    "refuse_without_room",
    "sha256_of",
    "store",
    "store_renditions",
    "stored_at",
    "stored_digests",
]

AWAY = gettext_lazy(
    "Files cannot be kept or read just now. What you have written is safe; try again in a while."
)
ALIAS = "uploads"
ORIGINAL = "original"
SHARD = 2
"""Letters of a digest that name its folder: 256 of them hold many files better than one."""
DIGEST_LENGTH = 64
PIECE = 64 * 1024
PROBE = b"Is anybody there?"
STORE_BREAKER = CircuitBreaker()
KEPT_SHARE = 0.05
"""Of a disk too small for `ROOM_KEPT`; half of what the operator was told at."""


def refuse_without_room(size: int) -> None:
    """Raise `StorageUnavailable` where a file would leave too little of the disk for the database and for what comes meanwhile.

    A bucket has no such end.
    """
    if not settings.MEDIA_ROOT:
        return
    folder = Path(settings.MEDIA_ROOT)
    with _told():
        disk = shutil.disk_usage(next(each for each in (folder, *folder.parents) if each.exists()))
    if disk.free - size < min(settings.ROOM_KEPT, disk.total * KEPT_SHARE):
        raise StorageUnavailable(
            _("This site has no room for files until its operators make some. What you have written is safe.")
        )


def sha256_of(file: BinaryIO) -> str:
    """Return the digest under which a file is kept."""
    digest = sha256()
    file.seek(0)
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def store(file: BinaryIO, digest: str = "") -> str:
    """Keep a file and return its digest, which may be known already; the same file again is the same digest, and is kept anew.

    Raises `StorageUnavailable`, and has kept nothing then.
    """
    digest = digest or sha256_of(file)
    file.seek(0)
    with _told():
        _store().save(_name(digest, ORIGINAL), File(file))
    return digest


def store_renditions(digest: str, renditions: Iterable[Rendition]) -> None:
    """Keep the renditions of a picture beside it; raises `StorageUnavailable`."""
    for each in renditions:
        with _told():
            _store().save(_rendition(digest, each.width, each.kind.extension), ContentFile(each.content))


def open_stored(digest: str) -> BinaryIO:
    """Return a file to read; raises `FileNotFoundError`, or `StorageUnavailable`."""
    return _opened(_name(digest, ORIGINAL))


def open_rendition(digest: str, width: int, extension: str) -> BinaryIO:
    """Return a rendition to read; raises `FileNotFoundError`, or `StorageUnavailable`."""
    return _opened(_rendition(digest, width, extension))


def open_shown(digest: str, width: int, extension: str) -> BinaryIO:
    """Return a rendition to a page, which waits some seconds for it, and not at all once another page has waited in vain.

    Raises as `open_rendition` does.
    """
    return _opened_in_a_hurry(_rendition(digest, width, extension))


def open_offered(digest: str) -> BinaryIO:
    """Return a file to a page, as `open_shown` does."""
    return _opened_in_a_hurry(_name(digest, ORIGINAL))


def path_of(file: BinaryIO) -> str:
    """Return where a file lies that was opened; nothing for one in a bucket."""
    return file.name if settings.MEDIA_ROOT else ""


def may_keep_versions() -> bool:
    """Say whether the store may keep what is deleted from it: a bucket may."""
    return not settings.MEDIA_ROOT


def has_renditions(digest: str) -> bool:
    """Say whether a picture is kept together with renditions; waits and raises as `open_shown` does, since somebody waits for it."""
    names = _kept_names(digest)
    return ORIGINAL in names and len(names) > 1


def is_kept(digest: str) -> bool:
    """Say whether a file is kept as it came; waits and raises as `has_renditions` does."""
    return ORIGINAL in _kept_names(digest)


def _kept_names(digest: str) -> list[str]:
    with _told(), STORE_BREAKER.asked():
        return _files(digest, _hurried())


def delete(digest: str) -> None:
    """Delete a file and its renditions, the file last; none is left is none to delete.

    It waits no longer than a page does, as the database is held meanwhile. Raises `StorageUnavailable`.
    """
    store = _hurried()
    with _told(), STORE_BREAKER.asked():
        for name in sorted(_files(digest, store), key=ORIGINAL.__eq__):
            store.delete(_name(digest, name))


def stored_digests() -> Iterator[str]:
    """Give the digest of everything that is kept, renditions without their file too; raises `StorageUnavailable`."""
    with _told():
        shards, _none = _store().listdir("")
    for shard in sorted(shards):
        with _told():
            digests, _none = _store().listdir(shard)
        yield from (digest for digest in sorted(digests) if len(digest) == DIGEST_LENGTH)


def stored_at(digest: str) -> datetime | None:
    """Return when something of a file was kept last, or None if nothing is left; raises `StorageUnavailable`."""
    with _told():
        times = [_store().get_modified_time(_name(digest, name)) for name in _files(digest, _store())]
    return max(times, default=None)


def probe() -> None:
    """Keep something, read it and delete it, or only look where nothing is written (`READ_ONLY`).

    Raises `StorageUnavailable` when that cannot be done.
    """
    store, name = _store(), _name(f"probe-{uuid4().hex}", ORIGINAL)
    with _told():
        if settings.READ_ONLY:
            store.listdir("")
            return
        store.save(name, ContentFile(PROBE))
        try:
            with store.open(name) as file:
                if file.read() != PROBE:
                    raise OSError
        finally:
            store.delete(name)


def _store() -> Storage:
    return storages[ALIAS]


def _hurried() -> Storage:
    """Return the store as somebody asks it who can wait for seconds only."""
    store = _store()
    return cast("Storage", getattr(store, "hurried", store))


def _name(digest: str, name: str) -> str:
    return f"{digest[:SHARD]}/{digest}/{name}"


def _rendition(digest: str, width: int, extension: str) -> str:
    return _name(digest, f"{width}.{extension}")


def _files(digest: str, store: Storage) -> list[str]:
    return store.listdir(_name(digest, "").rstrip("/"))[1]


def _opened_in_a_hurry(name: str) -> BinaryIO:
    with _told(FileNotFoundError), STORE_BREAKER.asked():
        return cast("BinaryIO", _hurried().open(name))


def _opened(name: str) -> BinaryIO:
    with _told(FileNotFoundError):
        return cast("BinaryIO", _store().open(name))


@contextmanager
def _told(*others: type[OSError]) -> Iterator[None]:
    """Say in plain words that the place where files are kept is full or away; `others` are no such thing."""
    try:
        yield
    except others:
        raise
    except OSError as error:
        raise StorageUnavailable(str(AWAY)) from error
