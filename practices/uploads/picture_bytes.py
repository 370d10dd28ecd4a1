"""The makeup of pictures: how many dots, and is there nothing in the file but the picture?

Only what stands around the dots is read, in plain Python: what decodes them runs in a process of its own (`renditions`).
"""

import re
import zlib
from collections.abc import Callable, Generator, Iterator
from io import BytesIO
from itertools import islice
from zipfile import is_zipfile

from practices.uploads.kinds import AVIF, JPEG, PNG, WEBP, FileKind

type Size = tuple[int, int]

MOST_SEGMENTS = 20_000
"""Segments, chunks or boxes of a file: cameras write dozens, programs hundreds."""
MARKS = re.compile(
    rb"%PDF-|<(?:html|script|iframe|svg|body|!doctype|!entity)[\s>/]|<\?php|Rar!\x1a|7z\xbc\xaf\x27\x1c",
    re.IGNORECASE,
)
"""What no picture says of itself, and other programs begin to read at."""
PDF_READ = 1024
"""Within so many bytes a reader of PDF looks for its beginning."""
PADDING = re.compile(rb"[\0\r\n\t ]*")

MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
BEHIND_DOTS = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""Without the fill in front of a marker, of which each byte would be read as its beginning."""
END, SCAN, ALONE = 0xD9, 0xDA, 0x01
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
MOST_FURTHER = 16
SAMSUNG, SAMSUNG_LIST = (b"SEFH", b"SEFT"), 4096
"""How the list begins and ends that telephones of Samsung add behind a picture, and how long it is."""

MOVING, KEY = 0x02, b"\x9d\x01\x2a"
"""In a WebP, the flag of a moving picture, and what stands before the size of a still one."""

SIZE_WITHIN = (b"iprp", b"ipco", b"ispe")
"""The boxes in one another in which an AVIF says its size."""
SMALLEST_BOX = 8
PLAIN_BOXES = {b"ftyp", b"meta", b"mdat", b"free", b"skip"}


class BrokenPicture(Exception):
    """It is cut off, or not what its beginning says."""


class MixedPicture(Exception):
    """It holds something besides a picture."""


class MovingPicture(Exception):
    """It is many pictures, one after the other."""


def size_of(raw: bytes, kind: FileKind) -> Size:
    """Return the width and height that a picture says it has, before anything turns it.

    Raises `BrokenPicture`, `MixedPicture` or `MovingPicture`.
    """
    sizes = list(READERS[kind](raw))
    if b"%PDF-" in raw[:PDF_READ] or is_zipfile(BytesIO(raw)):
        raise MixedPicture
    if not sizes or not all(width and height for width, height in sizes):
        raise BrokenPicture
    return max(sizes, key=lambda size: size[0] * size[1])


def _number(raw: bytes, start: int, length: int) -> int:
    """Return a number whose first byte is the highest; what is cut off has none."""
    found = raw[start : start + length]
    if len(found) < length:
        raise BrokenPicture
    return int.from_bytes(found)


def _little(raw: bytes, start: int, length: int) -> int:
    """Return a number whose first byte is the lowest."""
    return int.from_bytes(_number(raw, start, length).to_bytes(length), "little")


def _behind_padding(raw: bytes, at: int) -> int:
    padding = PADDING.match(raw, at)
    return padding.end() if padding else at


def _look(told: bytes) -> None:
    """Look at what stands beside the dots."""
    if MARKS.search(told):
        raise MixedPicture


# JPEG (ITU-T T.81): segments, and dots between them


def _jpeg(raw: bytes) -> Iterator[Size]:
    at = following = yield from _one_jpeg(raw, 0)
    _look(raw[at:])
    for _ in range(MOST_FURTHER):  # CIPA DC-007: a preview, the light of a bright screen
        following = _behind_padding(raw, at)
        if not raw.startswith(b"\xff\xd8\xff", following):
            break
        at = yield from _one_jpeg(raw, following)
    _behind_jpeg(raw, at, following)


def _behind_jpeg(raw: bytes, at: int, following: int) -> None:
    """Look at what telephones add behind a picture and its padding: a moment of film, a list of their own."""
    film = raw.find(b"ftyp", at + 4, following + 8) - 4
    if film >= at:
        following = film + sum(length for _kind, _start, length in _boxes(raw, film, len(raw)))
    if following < len(raw) and not (raw.endswith(SAMSUNG[1]) and SAMSUNG[0] in raw[-SAMSUNG_LIST:]):
        raise MixedPicture


def _one_jpeg(raw: bytes, start: int) -> Generator[Size, None, int]:
    at = start + 2
    for _ in range(MOST_SEGMENTS):
        found = MARKER.match(raw, at)
        if not found:
            raise BrokenPicture
        marker, at = raw[found.end() - 1], found.end()
        if marker == END:
            return at
        if marker == ALONE:
            continue
        length = _number(raw, at, 2)
        if marker in FRAMES:
            yield _number(raw, at + 5, 2), _number(raw, at + 3, 2)
        _look(raw[at : at + length])
        at += length
        if marker == SCAN:
            following = BEHIND_DOTS.search(raw, at)
            at = following.start() if following else len(raw)
    raise BrokenPicture


# PNG (W3C, ISO/IEC 15948): chunks, each with its sum


def _png(raw: bytes) -> Iterator[Size]:
    end = 0
    for name, content, behind in _chunks(raw):
        end = behind
        if name == b"IHDR":
            yield _number(content, 0, 4), _number(content, 4, 4)
        if name == b"acTL":
            raise MovingPicture
        if name != b"IDAT":
            _look(content)
    if _behind_padding(raw, end) < len(raw):
        raise MixedPicture


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """Give the name and the content of each chunk, and where it ends; the last is IEND."""
    at = 8
    for _ in range(MOST_SEGMENTS):
        length, name = _number(raw, at, 4), raw[at + 4 : at + 8]
        content = raw[at + 8 : at + 8 + length]
        at += 12 + length
        if zlib.crc32(name + content) != _number(raw, at - 4, 4):
            raise BrokenPicture
        yield name, content, at
        if name == b"IEND":
            return
    raise BrokenPicture


# WebP (RFC 9649): chunks of RIFF


def _webp(raw: bytes) -> Iterator[Size]:
    end = 8 + _little(raw, 4, 4)
    if end > len(raw) + 1:
        raise BrokenPicture
    if _behind_padding(raw, end) < len(raw):
        raise MixedPicture
    at = 12
    for _ in range(MOST_SEGMENTS):
        if at >= end:
            return
        name, length = raw[at : at + 4], _little(raw, at + 4, 4)
        content = raw[at + 8 : at + 8 + length]
        if len(content) < length:
            raise BrokenPicture
        yield from _webp_size(name, content)
        at += 8 + length + length % 2
    raise BrokenPicture


def _webp_size(name: bytes, content: bytes) -> Iterator[Size]:
    if name in {b"ANIM", b"ANMF"} or (name == b"VP8X" and _little(content, 0, 1) & MOVING):
        raise MovingPicture
    if name == b"VP8X":
        yield _little(content, 4, 3) + 1, _little(content, 7, 3) + 1
    elif name == b"VP8 ":
        if content[3:6] != KEY:
            raise BrokenPicture
        yield _little(content, 6, 2) & 0x3FFF, _little(content, 8, 2) & 0x3FFF
    elif name == b"VP8L":
        sides = _little(content, 1, 4)
        yield (sides & 0x3FFF) + 1, (sides >> 14 & 0x3FFF) + 1
    elif name != b"ALPH":
        _look(content)


# AVIF (AOMedia, upon ISO/IEC 23008-12): boxes in boxes


def _avif(raw: bytes) -> Iterator[Size]:
    has_said = False
    for kind, start, length in _boxes(raw, 0, len(raw)):
        if kind == b"moov" or (kind == b"ftyp" and raw[start + 8 : start + 12] == b"avis"):
            raise MovingPicture
        if kind not in PLAIN_BOXES or (kind == b"meta" and has_said):
            raise MixedPicture
        if kind != b"mdat":
            _look(raw[start : start + length])
        if kind == b"meta":
            has_said = True
            yield from _said_sizes(raw, start, length)


def _said_sizes(raw: bytes, start: int, length: int) -> Iterator[Size]:
    places = [(start + 12, start + length)]
    for wanted in SIZE_WITHIN:
        boxes = list(islice((box for place in places for box in _boxes(raw, *place)), MOST_SEGMENTS))
        if len(boxes) == MOST_SEGMENTS:
            raise BrokenPicture
        places = [(start + 8, start + length) for kind, start, length in boxes if kind == wanted]
    for at, _end in places:
        yield _number(raw, at + 4, 4), _number(raw, at + 8, 4)


def _boxes(raw: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Give the kind, the start and the length of each box; together they fill the place."""
    for _ in range(MOST_SEGMENTS):
        if start == end:
            return
        length = _number(raw, start, 4)
        if length == 1:
            length = _number(raw, start + 8, 8)
        elif length == 0:
            length = end - start
        if not SMALLEST_BOX <= length <= end - start:
            raise BrokenPicture
        yield raw[start + 4 : start + 8], start, length
        start += length
    raise BrokenPicture


READERS: dict[FileKind, Callable[[bytes], Iterator[Size]]] = {
    JPEG: _jpeg,
    PNG: _png,
    WEBP: _webp,
    AVIF: _avif,
}
