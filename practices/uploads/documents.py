"""The makeup of documents: is one whole, open to everybody, and nothing but itself?

Nothing that it names is fetched, and nothing in it is run.
"""

import re
import stat
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from itertools import chain
from zipfile import ZipFile, ZipInfo, is_zipfile

from practices.uploads import commands
from practices.uploads.elements import MOST_ELEMENTS, Attributes, Handler, TooComplex
from practices.uploads.kinds import LARGEST_UNPACKED, MOST_PARTS, ODT, PDF, FileKind
from practices.uploads.office import LARGEST_PART, TYPES, PartKinds, hear_part
from practices.uploads.packed import BROKEN_ZIP, PackedOtherwise, TooMuch, open_packed
from practices.uploads.picture_bytes import MARKS

PIECE = 64 * 1024
BEGINNING = 1024
"""Within so many bytes other programs look for what they know."""
PDF_END = b"%%EOF"
MOST_OBJECTS, MOST_STREAMS = 25 * 2**20, 5_000
"""Bytes of packed objects of a PDF, and in how many streams: what programs for pages write has some megabytes, in hundreds."""
STEP = 1024
"""Bytes of a stream that are unpacked at once."""
ZLIB_HEAD = 2

LOCAL_HEADER, DESCRIPTOR, END_OF_LIST = 30, 24, 22
"""Bytes in front of a packed part without its name, behind one at most, and behind the list of all."""
LONGEST_NAME = 1000
"""Letters of the name of a part: programs write dozens."""
PROGRAM_FILES, PROGRAM_FOLDERS = ("vbaproject", "vbadata"), {"macrosheets", "activex"}
BASIC_LISTS = ("script-lb.xml", "script-lc.xml")
"""How parts are named that are programs, and of those in the folder `Basic`, which are none."""
PACKAGE = "Ole10Native".encode("utf-16-le")
"""What an object says that is a file of any kind, to be opened from within the text."""
TAKEN_IN = (
    "/attachedTemplate",
    "/oleObject",
    "/frame",
    "/subDocument",
    "/control",
    "/externalLinkPath",
    "/externalLinkLongPath",
)
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
    """It holds programs, or files of any kind, or asks for a program when it is opened."""


class CarryingDocument(Exception):
    """It is a PDF with other files in it."""


class FetchingDocument(Exception):
    """It takes parts of itself from elsewhere when it is opened."""


class MixedDocument(Exception):
    """It holds something besides a document."""


def _named(*names: str) -> bytes:
    """Return a pattern of names of a PDF, any letter of which may be written by its number: `/J#53` is `/JS`."""
    letters = [[f"(?:{each}|(?i:#{ord(each):x}))" for each in name] for name in names]
    firsts = "".join(name[0] for name in names)
    return f"/(?=[#{firsts}])(?:{'|'.join(map(''.join, letters))})".encode()


PDF_BLANK, PDF_NAME_END = rb"[\0\s]", rb"(?=[\0\s()<>\[\]{}/%]|\Z)"
PDF_REFERENCE = PDF_BLANK.join((rb"\d+", rb"+\d+", rb"+R"))
PDF_LOCKED = re.compile(_named("Encrypt") + PDF_BLANK + rb"*(?:<<|%|" + PDF_REFERENCE + rb")")
PDF_RUNS = re.compile(
    _named("Launch", "JavaScript", "RichMedia", "SubmitForm", "ImportData")
    + PDF_NAME_END
    + rb"|"
    + _named("JS")
    + PDF_BLANK
    + rb"*(?:[(<%]|"
    + PDF_REFERENCE
    + rb")"
)
"""Programs, what starts one, and what sends or fetches what readers type."""
PDF_CARRIES = re.compile(_named("EF") + PDF_BLANK + rb"*(?:<<|" + PDF_REFERENCE + rb")")
"""Files of any kind that it takes along."""
PDF_OBJECTS = re.compile(_named("ObjStm") + PDF_NAME_END)
PDF_PLAINLY = _named("FlateDecode") + PDF_NAME_END
PDF_PACKED_OTHERWISE = re.compile(
    _named("Filter")
    + PDF_BLANK
    + rb"*+(?!%(plainly)s|\[%(blank)s*%(plainly)s%(blank)s*\])|%(changed)s%(blank)s*+\[?%(blank)s*+(?:<<|\d)"
    % {b"plainly": PDF_PLAINLY, b"blank": PDF_BLANK, b"changed": _named("DecodeParms")}
)
"""What no program says of packed objects: readers unpack them in more ways than we do."""


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
    is_carrying = PDF_CARRIES.search(raw) is not None
    is_more = raw[end + len(PDF_END) :].strip(b"\0\r\n\t ") or MARKS.search(raw, 1, BEGINNING)
    if is_more or (
        is_zipfile(BytesIO(raw)) and not is_carrying
    ):  # a hybrid takes its OpenDocument along as it is
        raise MixedDocument
    if PDF_LOCKED.search(raw):
        raise LockedDocument
    for objects in chain([raw], _packed_objects(raw)):
        if PDF_RUNS.search(objects):
            raise RunningDocument
        is_carrying = is_carrying or PDF_CARRIES.search(objects) is not None
    if is_carrying:
        raise CarryingDocument


def _packed_objects(raw: bytes) -> Iterator[bytes]:
    """Give the objects that a PDF keeps packed together, as far as that costs little; each is read up to its own end."""
    room_in, room_out, start = 2 * len(raw), MOST_OBJECTS, 0
    for count, found in enumerate(PDF_OBJECTS.finditer(raw)):
        if count > MOST_STREAMS:
            raise TooMuch
        if start > found.end():  # it stands in the dictionary of the same stream
            continue
        start = raw.find(b"stream", found.end())
        if start < 0:
            return
        earliest = max(0, found.start() - BEGINNING)
        if PDF_PACKED_OTHERWISE.search(raw, max(raw.rfind(b"obj", earliest, found.start()), earliest), start):
            raise RunningDocument
        start += len(b"stream")
        end = raw.find(b"endstream", start)
        packed = raw[start : end if end > 0 else len(raw)].lstrip(b"\r\n")
        room_in -= len(packed)
        if room_in < 0:
            raise TooMuch
        objects = _unpacked(packed, room_out)
        room_out -= len(objects)
        yield objects


def _unpacked(packed: bytes, most: int) -> bytes:
    """Return what was packed, up to where it breaks: so do readers, and few look at its sum."""
    unpacker, found = zlib.decompressobj(-zlib.MAX_WBITS), bytearray()
    for at in range(ZLIB_HEAD, len(packed), STEP):
        piece, before = packed[at : at + STEP], unpacker.copy()
        try:
            found += unpacker.decompress(piece)
        except zlib.error:
            with suppress(zlib.error):
                for each in piece:
                    found += before.decompress(bytes([each]))
            break
        if len(found) > most:
            raise TooMuch
        if unpacker.eof:
            break
    return bytes(found)


def _office(raw: bytes, archive: ZipFile, kind: FileKind) -> None:
    parts = archive.infolist()
    _without_gaps(raw, archive, parts)
    if any(len(part.filename) > LONGEST_NAME or _leads_out(part) for part in parts):
        raise MixedDocument
    if any(_is_program(part.filename.lower()) for part in parts):
        raise RunningDocument
    with_fields = [part.filename for part in parts if _read(archive, part, kind)]
    if commands.asks_a_program(archive, with_fields):
        raise RunningDocument
    if kind == ODT:
        hear_part(archive, "META-INF/manifest.xml", _Manifest())
        return
    kinds, relations = PartKinds(), _Relations()
    room = MOST_ELEMENTS - hear_part(archive, TYPES, kinds)
    if any("macroenabled" in each or "vbaproject" in each for each in kinds.of.values()):
        raise RunningDocument
    lists = [part for part in parts if part.filename.lower().endswith(".rels")]
    if sum(part.file_size for part in lists) > LARGEST_PART:
        raise TooMuch
    for part in lists:
        room -= hear_part(archive, part.filename, relations, room)


def _is_program(name: str) -> bool:
    """Say whether a part is a program, of either family of office programs; its name is in small letters."""
    *folders, file = name.split("/")
    if file.startswith(PROGRAM_FILES) or not PROGRAM_FOLDERS.isdisjoint(folders):
        return True
    if folders[:1] == ["basic"]:
        return not name.endswith(BASIC_LISTS)
    return folders[:1] == ["scripts"] and bool(file)


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


def _read(archive: ZipFile, part: ZipInfo, kind: FileKind) -> bool:
    """Read a part by pieces to its end, where `zipfile` compares its sum, and say whether it may have fields."""
    sought, has_fields, before = commands.commands_of(kind), False, b""
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            if not before and commands.ENCODED.match(piece[:BEGINNING]):
                raise MixedDocument
            if not before and commands.has_type(kind, part.filename.lower(), piece[:BEGINNING]):
                raise RunningDocument
            both = before + piece
            if PACKAGE in both or sought.search(both):
                raise RunningDocument
            has_fields = has_fields or commands.may_have_fields(kind, both)
            before = piece[-commands.OVERLAP :]
    return has_fields


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
