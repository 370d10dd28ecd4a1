"""Files that are not taken as what they were added as: what are they instead, and what helps?"""

from collections.abc import Iterable
from io import BytesIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.uploads.kinds import kind_of
from practices.uploads.packed import OLD, ZIP

type Said = str | Promise

HEAD = 1000
SECRET = "EncryptedPackage".encode("utf-16-le")
HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1", b"ftypheif")
NO_PICTURE = _("This is no picture that can be shown. Add a JPEG, PNG, WebP or AVIF.")
NO_DOCUMENT = _("This is no document that can be offered. Add a PDF, DOCX, ODT, XLSX or PPTX.")
SVG = _("This is an SVG, a drawing that can hold programs. Save it as PNG, and add that.")
WEB_PAGE = _("This is a web page or another text with marks. Print it as PDF, and add that under documents.")
PICTURES: tuple[tuple[bytes, Said], ...] = (
    (b"GIF8", _("This is a GIF. Save it as PNG, and add that; moving pictures cannot be shown.")),
    (b"II*\0", _("This is a TIFF or a raw picture of a camera. Save it as JPEG, and add that.")),
    (b"MM\0*", _("This is a TIFF or a raw picture of a camera. Save it as JPEG, and add that.")),
    (b"BM", _("This is a BMP. Save it as PNG, and add that.")),
    (b"8BPS", _("This is a file of Photoshop. Save it as JPEG or PNG, and add that.")),
)
DOCUMENTS: tuple[tuple[bytes, Said], ...] = (
    (
        b"{\\rtf",
        _(
            "This is a rich text file (.rtf). Open it in an office program, save it as DOCX or PDF, and add that."
        ),
    ),
)
LOCKED = _("This document has a password. Save it without one, and add that.")
OLD_OFFICE = _(
    "This is a file of an old office program, or has a password. Save it as DOCX, XLSX, PPTX or PDF, and add that."
)
DOCUMENT_HERE = _("This is a document, not a picture. Add it under documents.")
PICTURE_HERE = _("This is a picture, not a document. Add it under pictures.")
OTHER_PACKED = _(
    "This is a packed file, but no DOCX, ODT, XLSX or PPTX: broken, of another kind, or with macros. Save it as one of these, or "
    "as PDF, and add that."
)


def said_of_picture(raw: bytes) -> Said:
    """Return what to say of a file that was added as a picture and is none that we take."""
    if raw[4:12] in HEIC:
        return _(
            "This is a HEIC, as telephones of Apple keep pictures. Save or send it as JPEG, and add that."
        )
    if kind_of(BytesIO(raw)) or raw.startswith((ZIP, OLD)):
        return DOCUMENT_HERE
    return _marked(raw) or _first(PICTURES, raw) or NO_PICTURE


def said_of_document(raw: bytes) -> Said:
    """Return what to say of a file that was added as a document and is none that we take."""
    if raw.startswith(OLD):
        return LOCKED if SECRET in raw else OLD_OFFICE
    if raw.startswith(ZIP):
        return OTHER_PACKED
    if kind_of(BytesIO(raw)) or _first(PICTURES, raw):
        return PICTURE_HERE
    return _first(DOCUMENTS, raw) or _marked(raw) or NO_DOCUMENT


def _first(table: Iterable[tuple[bytes, Said]], raw: bytes) -> Said:
    return next((said for beginning, said in table if raw.startswith(beginning)), "")


def _marked(raw: bytes) -> Said:
    """Return what to say of a text with marks; an encoding of two bytes is one, too."""
    text = raw[:HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if not text.startswith(b"<"):
        return ""
    return SVG if b"<svg" in text else WEB_PAGE
