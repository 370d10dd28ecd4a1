"""The check of a file that somebody adds: is it one that we take, whole, and nothing else? If not, what helps?

A file is known by what it holds. It is read once into memory, which 20 MB bound; no picture is decoded, and nothing that a file
names is fetched.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.uploads import unknown
from practices.uploads.documents import (
    BrokenDocument,
    CarryingDocument,
    FetchingDocument,
    LockedDocument,
    MixedDocument,
    RunningDocument,
    look_through,
)
from practices.uploads.exceptions import FileRefused
from practices.uploads.kinds import FEWER_MEGAPIXELS, LARGEST_FILE, MOST_MEGAPIXELS, FileKind, kind_of
from practices.uploads.packed import TooMuch
from practices.uploads.picture_bytes import BrokenPicture, MixedPicture, MovingPicture, size_of
from practices.uploads.scanning import scan

__all__ = ["CheckedFile", "FileRefused", "check"]

MEGABYTE, MEGAPIXEL = 2**20, 10**6

OPEN_ANEW = gettext_lazy("Open it in an image program, save it anew as JPEG or PNG, and add that.")
REFUSED: dict[type[Exception], Callable[[], str | Promise]] = {
    BrokenPicture: lambda: (
        _("This picture is broken or was cut off on its way. %(cure)s") % {"cure": OPEN_ANEW}
    ),
    MixedPicture: lambda: (
        _("This file holds something else besides a picture. %(cure)s") % {"cure": OPEN_ANEW}
    ),
    MovingPicture: lambda: (
        _("This picture moves, and only still ones can be shown. %(cure)s") % {"cure": OPEN_ANEW}
    ),
    BrokenDocument: lambda: unknown.BROKEN,
    MixedDocument: lambda: _(
        "This file holds something else besides a document. Open it in an office program, save it anew, and add that."
    ),
    LockedDocument: lambda: unknown.LOCKED,
    RunningDocument: lambda: unknown.RUNNING,
    CarryingDocument: lambda: unknown.CARRYING,
    FetchingDocument: lambda: _(
        "This document fetches parts of itself from another address when it is opened. Save it as PDF, and add that."
    ),
    TooMuch: lambda: unknown.TOO_MUCH,
}
"""What is said of each fault that a file can have."""


@dataclass(frozen=True)
class CheckedFile:
    """A file that can be taken: its kind and bytes; of a picture also how wide and high it is, before anything turns it."""

    kind: FileKind
    size: int
    width: int | None = None
    height: int | None = None


def check(file: BinaryIO, *, picture: bool) -> CheckedFile:
    """Return what a file is that can be taken as a picture or else a document, and leave it at its beginning.

    Raises `FileRefused`, or `StorageUnavailable` when there is a scanner that does not answer.
    """
    raw = _content(file)
    kind = kind_of(file)
    file.seek(0)
    if kind is None or kind.picture != picture:
        raise FileRefused(str(unknown.said_of_picture(raw) if picture else unknown.said_of_document(raw)))
    try:
        width, height = _looked_through(raw, kind)
    except tuple(REFUSED) as fault:
        raise FileRefused(str(REFUSED[type(fault)]())) from fault
    scan(file)
    return CheckedFile(kind, len(raw), width, height)


def _looked_through(raw: bytes, kind: FileKind) -> tuple[int, int] | tuple[None, None]:
    if not kind.picture:
        look_through(raw, kind)
        return None, None
    width, height = size_of(raw, kind)
    _bound(width, height, kind)
    return width, height


def _content(file: BinaryIO) -> bytes:
    file.seek(0)
    raw = file.read(LARGEST_FILE + 1)
    if len(raw) > LARGEST_FILE:
        raise FileRefused(
            _("This file is larger than %(most)d MB. Make it smaller, and add that.")
            % {"most": LARGEST_FILE // MEGABYTE}
        )
    if not raw.strip(b"\0\r\n\t "):
        raise FileRefused(_("This file is empty. Look whether it is the right one, and add it again."))
    return raw


def _bound(width: int, height: int, kind: FileKind) -> None:
    most = FEWER_MEGAPIXELS.get(kind, MOST_MEGAPIXELS)
    if width * height > most * MEGAPIXEL:
        figures = {"width": width, "height": height, "most": most, "kind": kind.name}
        raise FileRefused(
            _(
                "This picture has %(width)d by %(height)d dots; as %(kind)s it may have %(most)d million. Make it smaller, 4000 dots "
                "wide for one, and add that."
            )
            % figures
        )
