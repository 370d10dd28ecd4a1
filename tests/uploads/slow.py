"""Files that would take long to look through, and what hides in a PDF from whoever reads it too plainly."""

import struct
import zlib

from tests.imports.word.written import packed, parts_of
from tests.uploads.hostile import (
    BROKEN_PICTURE,
    MIXED,
    PROGRAMS,
    TOO_MUCH,
    Maker,
    packed_objects,
    with_part,
)
from tests.uploads.written import docx, pdf, picture_file

ACTION = b"<</S/JavaScript/JS(app.alert(1))>>"
RELATIONS = b"<Relationships>" + b"<Relationship/>" * 149_000 + b"</Relationships>"


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def avif_of_boxes(count: int) -> bytes:
    inner = box(b"iprp", box(b"ipco", b"") * 100) * count
    return picture_file("AVIF")[:32] + box(b"meta", b"\0" * 4 + inner)


def filled_behind_dots(count: int) -> bytes:
    raw = picture_file("JPEG")
    scan = raw.index(b"\xff\xda") + 2
    dots = scan + int.from_bytes(raw[scan : scan + 2])
    return raw[:dots] + b"\xff" * count + b"\0"


def with_relations(count: int) -> bytes:
    return packed(parts_of(docx()) | {f"word/_rels/{number}.xml.rels": RELATIONS for number in range(count)})


def without_sum(raw: bytes) -> bytes:
    """Return a PDF whose packed objects end with another sum than theirs, which readers do not mind."""
    end = raw.index(b"\nendstream")
    return raw[: end - 4] + b"\0\0\0\0" + raw[end:]


def broken_behind(objects: bytes) -> bytes:
    """Return packed objects behind which nothing can be unpacked any more."""
    packer = zlib.compressobj()
    content = packer.compress(objects) + packer.flush(zlib.Z_SYNC_FLUSH) + b"\xff" * 40
    return b"4 0 obj<</Type/ObjStm/N 1/First 4>>stream\n" + content + b"\nendstream endobj"


def otherwise(how: bytes, content: bytes) -> bytes:
    """Return a PDF with packed objects of which it says how they are packed, in front of what they are."""
    said = b"4 0 obj<</Filter" + how + b"/Type/ObjStm/N 1/First 4>>stream\n"
    return pdf(said + content + b"\nendstream endobj")


SLOW_PICTURES: dict[str, tuple[Maker, str]] = {
    "JPEG of fill behind dots": (lambda: filled_behind_dots(50_000), BROKEN_PICTURE),
    "AVIF of boxes in boxes": (lambda: avif_of_boxes(19_000), BROKEN_PICTURE),
}
"""What is added as a picture, and a part of what is said."""
SLOW_DOCUMENTS: dict[str, tuple[Maker, str]] = {
    "part with a long name": (lambda: with_part("activex/" * 8_000 + "\n\nx"), MIXED),
    "PDF of names of streams": (lambda: pdf(b"/ObjStm " * 2_400_000 + b"stream\nendstream"), TOO_MUCH),
    "PDF of slashes": (lambda: pdf(b"/J" * 9_000_000, packed_objects(b"/J" * 12_000_000), ACTION), PROGRAMS),
    "element of many attributes": (
        lambda: with_part(
            "word/_rels/a.xml.rels", b"<a " + b" ".join(b'a%d=""' % each for each in range(400_000)) + b"/>"
        ),
        TOO_MUCH,
    ),
    "many relations": (lambda: with_relations(20), TOO_MUCH),
}
"""What is added as a document, and a part of what is said."""
HIDDEN_DOCUMENTS: dict[str, tuple[Maker, str]] = {
    "script with a number for a letter": (lambda: pdf(b"4 0 obj<</J#53(app.alert(1))>>endobj"), PROGRAMS),
    "script with numbers": (lambda: pdf(b"4 0 obj<</S/#4aava#53cript/#4A#53 5 0 R>>endobj"), PROGRAMS),
    "start that ends the object": (lambda: pdf(b"4 0 obj<</F(cmd.exe)/S/Launch>>endobj"), PROGRAMS),
    "script behind a remark": (lambda: pdf(b"4 0 obj<</JS%a\n(app.alert(1))>>endobj"), PROGRAMS),
    "password with a number": (lambda: pdf(trailer=b"/#45ncrypt 5 0 R"), "a password"),
    "stream with a number": (lambda: pdf(packed_objects(ACTION).replace(b"ObjStm", b"Obj#53tm")), PROGRAMS),
    "stream far behind its name": (lambda: pdf(packed_objects(ACTION).replace(b"/N", b" " * 400 + b"/N")), PROGRAMS),
    "stream with a wrong sum": (lambda: without_sum(pdf(packed_objects(ACTION))), PROGRAMS),
    "stream that breaks off": (lambda: pdf(broken_behind(ACTION)), PROGRAMS),
    "stream packed otherwise": (lambda: otherwise(b"[/ASCIIHexDecode/FlateDecode]", zlib.compress(ACTION).hex().encode() + b">"), PROGRAMS),
    "stream packed twice": (lambda: otherwise(b"[ /FlateDecode /ASCIIHexDecode ]", zlib.compress(ACTION.hex().encode() + b">")), PROGRAMS),
    "stream packed as is said elsewhere": (lambda: otherwise(b" 9 0 R", ACTION.hex().encode() + b">"), PROGRAMS),
    "stream of differences": (lambda: otherwise(b"/FlateDecode/DecodeParms<</Predictor 12>>", zlib.compress(b"\2/J\2\0S")), PROGRAMS),
    "large part of relations": (lambda: with_part("word/_rels/a.xml.rels", b"<a/>" + b" " * 8 * 2**20), TOO_MUCH),
}  # fmt: skip
"""What an office program or a reader would find, and a part of what is said."""
