"""Files as people add them: pictures by Pillow, office files by their programs' libraries, a PDF by hand."""

import os
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from docx import Document
from openpyxl import Workbook
from PIL import Image, ImageCms

from tests.imports.word.written import SOFFICE, packed, saved

RED, GREEN, BLUE, WHITE = (220, 20, 20), (20, 200, 20), (20, 20, 220), (255, 255, 255)
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TO_MAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def quartered(width: int = 400, height: int = 200, mode: str = "RGB") -> Image.Image:
    """Return a picture whose quarters are red, green, blue and white, in the order in which one reads."""
    picture = Image.new("RGB", (width, height), WHITE)
    halves = width // 2, height // 2
    for colour, corner in ((RED, (0, 0)), (GREEN, (halves[0], 0)), (BLUE, (0, halves[1]))):
        picture.paste(colour, (*corner, corner[0] + halves[0], corner[1] + halves[1]))
    return picture.convert(mode)


def picture_file(form: str, picture: Image.Image | None = None, **options: Any) -> bytes:
    file = BytesIO()
    (picture or quartered()).save(file, form, **options)
    return file.getvalue()


def exif(**given: int | str) -> Image.Exif:
    """Return what cameras say: who, where, and which way up."""
    said = Image.Exif()
    said[0x010F], said[0x013B] = "Maker of cameras", "Somebody with a name"
    said[0x0112] = given.get("orientation", 1)
    places = said.get_ifd(0x8825)
    places |= {1: "N", 2: (60.0, 23.0, 34.0), 3: "E", 4: (5.0, 19.0, 20.0)}
    return said


def wide_profile() -> bytes:
    """Return a colour profile in which red and green have changed places, so that nobody can overlook it."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = (profile.index(name, 128) for name in (b"rXYZ", b"gXYZ"))
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """Return a PDF of a blank page, and of what else is given."""
    said = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    said += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n" + b"\n".join(objects)
    return said + b"trailer<</Root 1 0 R%s>>\nstartxref\n0\n%%%%EOF\n" % trailer


def docx() -> bytes:
    document: Any = Document()
    document.add_heading("Purpose", 1)
    document.add_paragraph("To read.")
    document.add_picture(BytesIO(picture_file("PNG")))
    return saved(document)


def xlsx() -> bytes:
    book, file = Workbook(), BytesIO()
    sheet: Any = book.active
    sheet.append(["What", "How many"])
    book.save(file)
    return file.getvalue()


def pptx() -> bytes:
    return packed(
        {
            "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            b'<Override PartName="/ppt/presentation.xml" ContentType="%s"/></Types>' % SLIDES.encode(),
            "_rels/.rels": b'<Relationships xmlns="%s"><Relationship Id="r1" Type="%s" Target="ppt/presentation.xml"/>'
            b"</Relationships>" % (RELATIONS.encode(), TO_MAIN.encode()),
            "ppt/presentation.xml": b"<p:presentation xmlns:p='x'/>",
        }
    )


def odt(**parts: bytes) -> bytes:
    """Return an OpenDocument; a part's name has two underscores where a folder ends."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODT_TYPE, ZIP_STORED)
        archive.writestr("content.xml", b"<office:document-content xmlns:office='o'/>")
        archive.writestr("META-INF/manifest.xml", b"<m:manifest xmlns:m='m'/>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def by_office(form: str, folder: Path) -> bytes:
    """Open a text in LibreOffice and save it in another form."""
    assert SOFFICE
    (folder / "text.docx").write_bytes(docx())
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    subprocess.run(
        [
            SOFFICE,
            profile,
            "--headless",
            "--norestore",
            "--convert-to",
            form,
            "--outdir",
            str(folder / "made"),
            str(folder / "text.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=300,
        env={**os.environ, "HOME": str(folder)},
    )
    return (folder / "made" / f"text.{form}").read_bytes()


PICTURES: dict[str, Callable[[], bytes]] = {
    "JPEG": lambda: picture_file("JPEG", exif=exif()),
    "PNG": lambda: picture_file("PNG", exif=exif()),
    "WebP": lambda: picture_file("WEBP", exif=exif()),
    "AVIF": lambda: picture_file("AVIF", exif=exif()),
}
DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "PDF": pdf,
    "DOCX": docx,
    "ODT": odt,
    "XLSX": xlsx,
    "PPTX": pptx,
}
SOUND = PICTURES | DOCUMENTS
"""A sound file of each kind, by its name."""
