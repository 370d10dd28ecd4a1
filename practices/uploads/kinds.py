"""The kinds of files that people may add: which one is this? What it holds says so, never its name.

HEIC is none of them: Pillow does not read it. Telephones send JPEG where a page asks for that.
"""

from dataclasses import dataclass
from typing import BinaryIO

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from practices.uploads.elements import TooComplex
from practices.uploads.office import said_type
from practices.uploads.packed import BROKEN_ZIP, ZIP, PackedOtherwise, TooMuch, open_packed

LARGEST_FILE = 20 * 2**20
"""Bytes of a file."""
LARGEST_UNPACKED, MOST_PARTS = 200 * 2**20, 5_000
"""Bytes that an office file may unpack to, and how many parts it may have."""
HEAD = 64
BRANDS = slice(8, HEAD)
"""Where a file of boxes (ISO/IEC 14496-12) says what it is."""
MAIN = ".main+xml"
"""What the kind of an office file's text, sheet or slides adds to that of the file."""


@dataclass(frozen=True)
class FileKind:
    """A kind of file: what people call it, its media type, how its name ends, and whether it is a picture."""

    name: str
    media_type: str
    extension: str
    picture: bool


JPEG = FileKind("JPEG", "image/jpeg", "jpg", picture=True)
PNG = FileKind("PNG", "image/png", "png", picture=True)
WEBP = FileKind("WebP", "image/webp", "webp", picture=True)
AVIF = FileKind("AVIF", "image/avif", "avif", picture=True)
PDF = FileKind("PDF", "application/pdf", "pdf", picture=False)
DOCX, XLSX, PPTX = (
    FileKind(name, f"application/vnd.openxmlformats-officedocument.{kind}", name.lower(), picture=False)
    for name, kind in (
        ("DOCX", "wordprocessingml.document"),
        ("XLSX", "spreadsheetml.sheet"),
        ("PPTX", "presentationml.presentation"),
    )
)
ODT = FileKind("ODT", "application/vnd.oasis.opendocument.text", "odt", picture=False)

FILE_KINDS = (JPEG, PNG, WEBP, AVIF, PDF, DOCX, ODT, XLSX, PPTX)
"""All of them."""
DOCUMENT_KINDS = {kind.name: kind for kind in FILE_KINDS if not kind.picture}
"""Those of documents, by name."""
OFFICE_KINDS = (DOCX, ODT, XLSX, PPTX)
WIDTHS = (320, 800, 1600)
"""In dots, the widths in which pictures are made anew: one that is less wide has its own in place of those that it has not."""
MOST_MEGAPIXELS = 25
FEWER_MEGAPIXELS = {WEBP: 20, AVIF: 20}
"""Their decoders hold a picture several times: these fit where a JPEG of `MOST_MEGAPIXELS` does."""

PICTURES_TAKEN = format_lazy(
    _(
        "JPEG, PNG, WebP or AVIF, up to {most} million pixels, for example 6,000 by 4,000 ({fewer}). "
        "Where a picture was taken, and with what, is taken out of it."
    ),
    most=MOST_MEGAPIXELS,
    fewer=", ".join(f"{kind.name}: {most}" for kind, most in FEWER_MEGAPIXELS.items()),
)
DOCUMENTS_TAKEN = format_lazy(
    _("{kinds}, up to {most} MB each."), kinds=", ".join(DOCUMENT_KINDS), most=LARGEST_FILE // 2**20
)
"""What people are told of files before they add any."""


def kind_of(file: BinaryIO) -> FileKind | None:
    """Return the kind of a file, or None for what is of none; whether it is sound, `checking.check` says."""
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(ZIP):
        file.seek(0)
        return _packed_kind(file.read(LARGEST_FILE + 1))
    return _plain_kind(head)


def _plain_kind(head: bytes) -> FileKind | None:
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and (b"avif" in head[BRANDS] or b"avis" in head[BRANDS]):
        return AVIF
    return PDF if head.startswith(b"%PDF-") else None


def _packed_kind(raw: bytes) -> FileKind | None:
    if len(raw) > LARGEST_FILE:
        return None
    try:
        with open_packed(raw, largest=LARGEST_UNPACKED, most_parts=MOST_PARTS) as archive:
            said = said_type(archive)
    except (TooMuch, PackedOtherwise, TooComplex, *BROKEN_ZIP):
        return None
    return next((kind for kind in OFFICE_KINDS if said in {kind.media_type, kind.media_type + MAIN}), None)
