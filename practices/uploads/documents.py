"""The makeup of documents: is one whole, open to everybody, and nothing but itself?

Nothing that it names is fetched, and nothing in it is run.
"""

import re
import stat
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from zipfile import ZipFile, ZipInfo, is_zipfile

from practices.uploads.elements import Attributes, Handler, TooComplex
from practices.uploads.kinds import LARGEST_UNPACKED, MOST_PARTS, ODT, PDF, FileKind
from practices.uploads.office import TYPES, PartKinds, hear_part
from practices.uploads.packed import BROKEN_ZIP, PackedOtherwise, TooMuch, open_packed
from practices.uploads.pictures import MARKS

PIECE = 64 * 1024
BEGINNING = 1024
"""Within so many bytes other programs look for what they know."""
PDF_END = b"%%EOF"
PDF_LOCKED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
PDF_RUNS = re.compile(rb"/(?:Launch|JavaScript|JS)(?=[\s/(<\[])")
PDF_OBJECTS = re.compile(rb"/ObjStm\b.{0,300}?stream\r?\n", re.DOTALL)
MOST_OBJECTS = 50 * 2**20
"""Bytes of packed objects of a PDF: what programs for pages write has some megabytes."""

LOCAL_HEADER, DESCRIPTOR, END_OF_LIST = 30, 24, 22
"""Bytes in front of a packed part without its name, behind one at most, and behind the list of all."""
MACROS = re.compile(
    r"(?:^|/)(?:vba(?:project|data)[^/]*|macrosheets/.*|activex/.*)$|^basic/.*(?<!script-l[bc]\.xml)$|^scripts/.+[^/]$",
    re.IGNORECASE,
)
"""Parts that are programs, of either family of office programs."""
PACKAGE = "Ole10Native".encode("utf-16-le")
"""What an object says that is a file of any kind, to be opened from within the text."""
TAKEN_IN = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument", "/control")
"""What an office program fetches, or runs, when a text is opened; links, pictures and films are not among them."""
FROM_ELSEWHERE = re.compile(
    r"\s*(?:(?!file:|[a-z]:)[a-z][a-z0-9+.-]*:|\\\\|//[^/]|file:(?://[^/]|////+|/*\\\\))", re.IGNORECASE
)
"""Another machine; not the disk of who wrote the text."""


class BrokenDocument(Exception):
    """It is cut off, or not what its beginning says."""


class LockedDocument(Exception):
    """It has a password, or forbids what readers may do with it."""


class RunningDocument(Exception):
    """It holds programs, or files of any kind."""


class FetchingDocument(Exception):
    """It takes parts of itself from elsewhere when it is opened."""


class MixedDocument(Exception):
    """It holds something besides a document."""


def look_through(raw: bytes, kind: FileKind) -> None:
    """Look at all of a document; raises one of the above, or `packed.TooMuch`."""
    if kind == PDF:
        _pdf(raw)
        return
    try:
        with open_packed(raw, largest=LARGEST_UNPACKED, most_parts=MOST_PARTS) as archive:
            _office(raw, archive, kind)
    except PackedOtherwise as error:
        raise LockedDocument from error
    except TooComplex as error:
        raise TooMuch from error
    except BROKEN_ZIP as error:
        raise BrokenDocument(str(error)) from error


def _pdf(raw: bytes) -> None:
    end = raw.rfind(PDF_END)
    if end < 0:
        raise BrokenDocument
    is_more = raw[end + len(PDF_END) :].strip(b"\0\r\n\t ") or MARKS.search(raw, 1, BEGINNING)
    if is_more or is_zipfile(BytesIO(raw)):
        raise MixedDocument
    if PDF_LOCKED.search(raw):
        raise LockedDocument
    if PDF_RUNS.search(raw) or any(PDF_RUNS.search(objects) for objects in _packed_objects(raw)):
        raise RunningDocument


def _packed_objects(raw: bytes) -> Iterator[bytes]:
    """Give the objects that a PDF keeps packed together, as far as that costs little; each is read up to its own end."""
    room_in, room_out, view = 2 * len(raw), MOST_OBJECTS, memoryview(raw)
    for found in PDF_OBJECTS.finditer(raw):
        start, end = found.end(), raw.find(b"endstream", found.end())
        packed = view[start : end if end > 0 else len(raw)]
        room_in -= len(packed)
        with suppress(zlib.error):
            objects = zlib.decompressobj().decompress(packed[: max(room_in, 0)], room_out)
            room_out -= len(objects)
            yield objects
        if room_in < 0 or room_out <= 0:
            raise TooMuch


def _office(raw: bytes, archive: ZipFile, kind: FileKind) -> None:
    parts = archive.infolist()
    _without_gaps(raw, archive, parts)
    if any(_leads_out(part) for part in parts):
        raise MixedDocument
    if any(MACROS.search(part.filename) for part in parts):
        raise RunningDocument
    for part in parts:
        _read(archive, part, kind)
    if kind == ODT:
        hear_part(archive, "META-INF/manifest.xml", _Manifest())
        return
    kinds = PartKinds()
    hear_part(archive, TYPES, kinds)
    if any("macroenabled" in each or "vbaproject" in each for each in kinds.of.values()):
        raise RunningDocument
    for part in parts:
        if part.filename.endswith(".rels"):
            hear_part(archive, part.filename, _Relations())


def _leads_out(part: ZipInfo) -> bool:
    """Say whether a part would lie elsewhere than the others where they are unpacked."""
    folders = part.filename.split("/")
    return ".." in folders or not folders[0] or stat.S_ISLNK(part.external_attr >> 16)


def _without_gaps(raw: bytes, archive: ZipFile, parts: list[ZipInfo]) -> None:
    """Look whether parts fill the file, each once: what lies between them, before or behind is no part of a document."""
    if len({part.filename for part in parts}) < len(parts):
        raise MixedDocument
    ends = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        start = part.header_offset
        if not 0 <= start - ends <= DESCRIPTOR * bool(ends):
            raise MixedDocument
        names = sum(int.from_bytes(raw[start + at : start + at + 2], "little") for at in (26, 28))
        ends = start + LOCAL_HEADER + names + part.compress_size
    if not 0 <= archive.start_dir - ends <= DESCRIPTOR:
        raise MixedDocument
    if archive.comment or raw[-END_OF_LIST:-18] != b"PK\x05\x06":
        raise MixedDocument


def _read(archive: ZipFile, part: ZipInfo, kind: FileKind) -> None:
    """Read a part by pieces to its end, where `zipfile` compares its sum."""
    with archive.open(part) as stream:
        before = b""
        while piece := stream.read(PIECE):
            if (
                kind != ODT
                and not before
                and b"<!DOCTYPE" in piece[:BEGINNING]
                and part.filename.endswith((".xml", ".rels"))
            ):
                raise RunningDocument
            if PACKAGE in before + piece:
                raise RunningDocument
            before = piece[-len(PACKAGE) :]


class _Relations(Handler):
    """Hears what the parts of a file are bound to."""

    def start(self, name: str, given: Attributes) -> None:
        if (
            name == "Relationship"
            and given.get("TargetMode") == "External"
            and given.get("Type", "").endswith(TAKEN_IN)
            and FROM_ELSEWHERE.match(given.get("Target", ""))
        ):
            raise FetchingDocument


class _Manifest(Handler):
    """Hears whether an OpenDocument says of a part that it is encrypted."""

    def start(self, name: str, given: Attributes) -> None:
        if name.endswith("encryption-data"):
            raise LockedDocument
