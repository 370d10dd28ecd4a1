"""Files that are not taken as what they were added as: what are they instead, and what helps?"""

from collections.abc import Iterable
from io import BytesIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.uploads.elements import TooComplex
from practices.uploads.kinds import LARGEST_UNPACKED, MOST_PARTS, kind_of
from practices.uploads.office import said_type
from practices.uploads.packed import BROKEN_ZIP, OLD, ZIP, PackedOtherwise, TooMuch, open_packed

type Said = str | Promise

HEAD = 1000
SECRET = "EncryptedPackage".encode("utf-16-le")
HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1", b"ftypheif")
NO_PICTURE = _(
    "This is no picture that can be shown. What is in it is no JPEG, PNG, WebP or AVIF, whatever its name says. Save it anew as one of these, and add that."
)
NO_DOCUMENT = _(
    "This is no document that can be offered. What is in it is no PDF, DOCX, ODT, XLSX or PPTX, whatever its name says. "
    "Open it in the program that made it, save it anew as one of these, and add that."
)
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
LOCKED = _(
    "This document has a password or is protected, so that not everybody can read it. Save it without protection, and add that."
)
OLD_OFFICE = _(
    "This is a file of an old office program, or has a password. Save it as DOCX, XLSX, PPTX or PDF, and add that."
)
DOCUMENT_HERE = _("This is a document, not a picture. Add it under documents.")
PICTURE_HERE = _("This is a picture, not a document. Add it under pictures.")
OTHER_PACKED = _(
    "This is a packed file, but no DOCX, ODT, XLSX or PPTX. Save it as one of these, or as PDF, and add that."
)
BROKEN = _(
    "This document is broken or was cut off on its way. Open it in an office program, save it anew, and add that."
)
RUNNING = _(
    "This document holds macros, scripts or other files, which could be programs. Save it without them, or as PDF, and add that."
)
CARRYING = _(
    "This PDF takes other files along, which could be programs. Export it anew without attached files (in LibreOffice: no hybrid PDF, "
    "and PDF/A-2b in place of PDF/A-3b), and add that."
)
TOO_MUCH = _(
    "This document unpacks to far more than its size. Make its pictures smaller, or save it as PDF, and add that."
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
        return _packed(raw)
    if kind_of(BytesIO(raw)) or _first(PICTURES, raw):
        return PICTURE_HERE
    return _first(DOCUMENTS, raw) or _marked(raw) or NO_DOCUMENT


def _packed(raw: bytes) -> Said:
    try:
        with open_packed(raw, largest=LARGEST_UNPACKED, most_parts=MOST_PARTS) as archive:
            return RUNNING if "macroenabled" in said_type(archive) else OTHER_PACKED
    except PackedOtherwise:
        return LOCKED
    except (TooComplex, TooMuch):
        return TOO_MUCH
    except BROKEN_ZIP:
        return BROKEN


def _first(table: Iterable[tuple[bytes, Said]], raw: bytes) -> Said:
    return next((said for beginning, said in table if raw.startswith(beginning)), "")


def _marked(raw: bytes) -> Said:
    """Return what to say of a text with marks; an encoding of two bytes is one, too."""
    text = raw[:HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if not text.startswith(b"<"):
        return ""
    return SVG if b"<svg" in text else WEB_PAGE
