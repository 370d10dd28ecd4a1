"""Pictures for tests: what an entry says of one, and the bytes of a real one, as small as they come."""

import struct
import zlib
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from practices.entries.files.page_pictures import set_picture
from practices.entries.files.receiving import receive, receive_for_page
from practices.models import City, Practice, Topic, User


def png(width: int = 4, height: int = 3, colour: int = 0) -> bytes:
    """Return a grey picture; another colour is another file."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = (b"\0" + bytes([colour]) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def sent_picture(name: str = "quay.png", colour: int = 0, **size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, png(colour=colour, **size), "image/png")


def digest_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def said_of(digest: str, **said: Any) -> dict[str, Any]:
    """Return what an entry says of a picture of which everything is said."""
    return {
        "file": digest,
        "alt": "A ship at the quay.",
        "caption": "",
        "credit": "Ada Lind",
        "licence": "CC-BY-4.0",
        "consent": True,
        "card": False,
    } | said


def brought(
    practice: Practice, *, by: User, colour: int = 0, width: int = 4, height: int = 3, **said: Any
) -> dict[str, Any]:
    """Bring a picture to an entry, and return what can be said of it."""
    sent = sent_picture(colour=colour, width=width, height=height)
    return said_of(receive(practice, sent, by=by).file, **said)


def put_on_page(
    owner: City | Topic, *, by: User, colour: int = 0, width: int = 4, height: int = 3, **said: Any
) -> str:
    """Let a picture stand on the page of a city or topic, and return its name."""
    digest = receive_for_page(sent_picture(colour=colour, width=width, height=height), by=by).file
    return set_picture(owner, said_of(digest, **said), by=by).file


COLOURS = {digest_of(png(colour=colour)): colour for colour in range(1, 9)}
"""The colours of some pictures, by the digest under which answers name them."""
