"""Packed files: what people call .xlsx or .docx is a zip. Is one small and plain enough to be unpacked?"""

import io
import zipfile
import zlib
from typing import IO

ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""How a packed file begins, and how one of Office before 2007, or one with a password."""
ENTRY = b"PK\x01\x02"
PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
IS_SECRET = 1
BROKEN_ZIP = (
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What unpacking raises for files that are not what they say."""


class TooMuch(Exception):
    """It has more parts, or unpacks to more, than anybody would write."""


class PackedOtherwise(Exception):
    """It is packed in a way that no office program uses, or with a password."""


def open_packed(raw: bytes, *, largest: int, most_parts: int) -> zipfile.ZipFile:
    """Return a packed file to read from; nothing is unpacked yet.

    Raises `TooMuch`, `PackedOtherwise`, or one of `BROKEN_ZIP`. What its list says of a part's size is what is read of it
    at most: `zipfile` stops there.
    """
    if raw.count(ENTRY) > most_parts:  # before each of them becomes an object
        raise TooMuch
    archive = zipfile.ZipFile(io.BytesIO(raw))
    parts = archive.infolist()
    if len(parts) > most_parts or sum(part.file_size for part in parts) > largest:
        raise TooMuch
    if any(part.compress_type not in PACKED or part.flag_bits & IS_SECRET for part in parts):
        raise PackedOtherwise
    return archive


def part_of(archive: zipfile.ZipFile, name: str) -> IO[bytes] | None:
    """Return a part to read from, or None when there is none of this name."""
    try:
        return archive.open(name)
    except KeyError:
        return None
