"""Whatever is sent in place of a Word file: a reason for people, in two seconds and fifty megabytes, and nothing is fetched."""

import tracemalloc
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from docx import Document

from practices.imports.tables import Unreadable
from practices.imports.word.filled import read_filled
from tests.imports.word.written import changed, encrypted, packed, parts_of, saved, text_of
from tests.processor import timed

pytestmark = [pytest.mark.django_db, pytest.mark.alike]

SOUND = text_of(("Title", "A ship"), ("Heading 1", "Purpose"), "To read.")
MAIN, KINDS, ROOTS = "word/document.xml", "[Content_Types].xml", "_rels/.rels"
WORDS = b"To read."
SECONDS, MEMORY = 2, 50 * 2**20
TOO_MUCH = "It holds more than a text of this kind can. Copy the answers into the form of the template, and upload that."
BROKEN = "It is broken or was cut off on its way. Open it in Word, save it anew as .docx, and upload that."
PASSWORD = (
    "It has a password. Take the password off in Word (File, Info, Protect document), and save it again."
)
NO_WORD = "This is no Word file. Save it as “Word document (.docx)”, and upload that."
ENTITIES = (
    b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(ord("b"), ord("k"))
    )
    + b"]>"
)
OUTSIDE = b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
BODY = b"<w:body>"


def with_document(xml: bytes) -> bytes:
    return packed(parts_of(SOUND) | {MAIN: xml})


def declared(doctype: bytes, entity: bytes) -> bytes:
    parts = parts_of(SOUND)
    head, rest = parts[MAIN].split(b"<w:document", 1)
    return with_document(head + doctype + b"<w:document" + rest.replace(WORDS, entity))


def filled_with(xml: bytes) -> bytes:
    """Return a file whose text has this XML at its start."""
    return changed(SOUND, MAIN, BODY, BODY + xml)


def lying() -> bytes:
    """Return a file whose list says that its text is short, and which unpacks to far more."""
    raw = bytearray(filled_with(b" " * 50_000_000))
    real = zipfile.ZipFile(BytesIO(raw)).getinfo(MAIN).file_size
    return bytes(raw.replace(real.to_bytes(4, "little"), (1000).to_bytes(4, "little")))


def kind_of(kind: str) -> bytes:
    return changed(SOUND, KINDS, b"wordprocessingml.document.main+xml", kind.encode())


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "It is empty."),
    "blanks": (lambda: b" \n", "It is empty."),
    "old Word": (
        lambda: OLE + "WordDocument".encode("utf-16-le"),
        "This is an old Word file (.doc): save it as .docx.",
    ),
    "password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), PASSWORD),
    "old Office": (
        lambda: OLE,
        "This is an old Office file, or has a password: save it as .docx without one.",
    ),
    "encrypted parts": (lambda: encrypted(SOUND), PASSWORD),
    "PDF": (lambda: b"%PDF-1.7\n", "This is a PDF. Upload the Word file (.docx) that it was made of."),
    "RTF": (
        lambda: b"{\\rtf1 hello}",
        "This is a rich text file (.rtf): open it in Word and save it as .docx.",
    ),
    "HTML": (
        lambda: b"\xef\xbb\xbf<html>",
        "This is a web page or another text with marks: open it in Word and save it as .docx.",
    ),
    "text": (lambda: b"Purpose: to read.", NO_WORD),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, NO_WORD),
    "ODT": (
        lambda: packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}),
        "This is an OpenDocument text (.odt): save it as .docx.",
    ),
    "Pages": (
        lambda: packed({"Index/Document.iwa": b"x"}),
        "This is a file of Pages: export it as Word (.docx).",
    ),
    "any zip": (lambda: packed({"a.txt": b"Purpose"}), NO_WORD),
    "spreadsheet": (
        lambda: kind_of("spreadsheetml.sheet.main+xml"),
        "This is a spreadsheet (.xlsx). Upload a Word file (.docx).",
    ),
    "slides": (
        lambda: kind_of("presentationml.slides.main+xml"),
        "These are slides (.pptx). Upload a Word file (.docx).",
    ),
    "macros renamed": (
        lambda: changed(
            SOUND,
            KINDS,
            b"openxmlformats-officedocument.wordprocessingml.document.main",
            b"ms-word.document.macroEnabled.main",
        ),
        "It can hold macros (.docm). Save it as “Word document (.docx)”, without them.",
    ),
    "macros within": (
        lambda: packed(parts_of(SOUND) | {"word/vbaProject.bin": b"x"}),
        "It holds macros, which are programs. Save it as “Word document (.docx)”, without them.",
    ),
    "cut off": (lambda: SOUND[: len(SOUND) // 2], BROKEN),
    "a byte wrong": (lambda: SOUND.replace(b"\x78", b"\x79"), BROKEN),
    "no text part": (
        lambda: packed({name: part for name, part in parts_of(SOUND).items() if name != MAIN}),
        NO_WORD,
    ),
    "text that is no XML": (lambda: with_document(b"\xff\xfe<<<"), BROKEN),
    "bomb of bytes": (lambda: filled_with(b" " * 150_000_000), TOO_MUCH),
    "bomb of a part": (lambda: filled_with(b" " * 20_000_000), TOO_MUCH),
    "bomb of words": (
        lambda: filled_with(b"<w:p><w:r><w:t>%s</w:t></w:r></w:p>" % (b"word " * 1_600_000)),
        TOO_MUCH,
    ),
    "bomb of elements": (lambda: filled_with(b"<w:p/>" * 1_300_000), TOO_MUCH),
    "bomb of attributes": (
        lambda: filled_with(b'<w:p w:a="b" w:c="d" w:e="f" w:g="h"/>' * 200_000),
        TOO_MUCH,
    ),
    "bomb of depth": (lambda: filled_with(b"<w:tbl>" * 100_000), TOO_MUCH),
    "bomb of entities": (lambda: declared(ENTITIES, b"&j;"), TOO_MUCH),
    "entity from outside": (lambda: declared(OUTSIDE, b"&a;"), TOO_MUCH),
    "lying list": (lying, BROKEN),
    "thousands of parts": (
        lambda: packed(parts_of(SOUND) | {f"word/{number}.xml": b"" for number in range(20_000)}),
        TOO_MUCH,
    ),
    "many styles": (
        lambda: changed(
            SOUND, "word/styles.xml", b"</w:styles>", b'<w:style w:styleId="a"/>' * 300_000 + b"</w:styles>"
        ),
        TOO_MUCH,
    ),
}


@pytest.mark.one_in(2)
@pytest.mark.long
@pytest.mark.parametrize("name", FILES)
def test_file_is_refused_with_a_reason_and_soon(name: str) -> None:
    make, why = FILES[name]
    body = make()
    said, seconds = timed(lambda: refused(body))
    assert (said, seconds < SECONDS) == (why, True)


@pytest.mark.one_in(4)
@pytest.mark.long
@pytest.mark.parametrize(
    "name", [name for name in FILES if name.startswith(("bomb", "lying", "many", "thousands"))]
)
def test_file_that_unpacks_to_much_takes_little_memory(name: str) -> None:
    body = FILES[name][0]()
    tracemalloc.start()
    try:
        refused(body)
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()


def refused(body: bytes) -> str:
    with pytest.raises(Unreadable) as refusal:
        read_filled(body)
    return str(refusal.value)


def test_what_lies_outside_is_never_asked_for() -> None:
    """A template, a picture and a part that lie elsewhere are named by many a file: no socket is open in tests."""
    assert read_filled(with_links(SOUND)).texts == {"title": "A ship", "purpose": "To read."}


@pytest.mark.one_in(5)
@pytest.mark.long
@pytest.mark.parametrize(
    "runs",
    [
        b"<w:r><w:t>xxxxxxxxxx</w:t></w:r>" * 49_000,
        b'<w:hyperlink r:id="rhyperlink"><w:r><w:t>xx</w:t></w:r></w:hyperlink><w:r><w:t>y</w:t></w:r>'
        * 29_000,
        b"<w:r><w:rPr><w:b/></w:rPr><w:t>x</w:t></w:r><w:r><w:t>y</w:t></w:r>" * 20_000,
        b"<w:r><w:t>x</w:t></w:r><w:%s/>" % (b"p" * 8_000_000),
    ],
    ids=["runs", "links", "bold", "name"],
)
@pytest.mark.parametrize("heading", ["Process", "Key reference documents", "Period"])
def test_paragraph_of_very_many_pieces_costs_little(heading: str, runs: bytes) -> None:
    spaces = b' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    body = changed(with_links(SOUND), MAIN, b">Purpose<", b">%s<" % heading.encode())
    body = changed(body, MAIN, WORDS + b"</w:t></w:r>", b"A</w:t></w:r>" + runs)
    assert spaces.strip() in parts_of(body)[MAIN]
    filled, seconds = timed(lambda: read_filled(body))
    assert (len(filled.texts), seconds < SECONDS) == (2, True)


def with_links(body: bytes) -> bytes:
    """Return a file that names what lies elsewhere: a template, a picture, a part and a link."""
    outside = (
        b'<Relationship Id="r%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" '
        b'Target="http://127.0.0.1:9/x" TargetMode="External"/></Relationships>'
    )
    for kind in (b"attachedTemplate", b"image", b"subDocument", b"hyperlink"):
        body = changed(body, "word/_rels/document.xml.rels", b"</Relationships>", outside % (kind, kind))
    return body


def test_deep_and_long_but_sound_texts_are_read() -> None:
    document: Any = Document()
    document.add_heading("Process", 1)
    for number in range(300):
        document.add_paragraph(f"Paragraph {number}. " + "word " * 60)
    filled, seconds = timed(lambda: read_filled(saved(document)))
    assert (len(filled.texts["process"].split("\n\n")), seconds < SECONDS) == (300, True)
