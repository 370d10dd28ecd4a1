"""Is a sound file taken as what it is, and any other refused with what is wrong and what helps, soon and in little memory?"""

import tracemalloc
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest

from practices.uploads.checking import CheckedFile, FileRefused, check
from practices.uploads.kinds import FILE_KINDS, kind_of
from practices.uploads.renditions import RenditionFailed, render
from tests.imports.word.written import SOFFICE
from tests.processor import timed
from tests.uploads.commanding import COMMANDING_DOCUMENTS, with_book, with_field
from tests.uploads.hostile import (
    HOSTILE_DOCUMENTS,
    HOSTILE_PICTURES,
    harmed,
    jpeg_of,
    mixed,
    png_of,
    related,
    webp_of,
)
from tests.uploads.slow import HIDDEN_DOCUMENTS, SLOW_DOCUMENTS, SLOW_PICTURES
from tests.uploads.written import (
    DOCUMENTS,
    PICTURES,
    SOUND,
    by_office,
    exif,
    odt,
    pdf,
    picture_file,
    quartered,
)

SECONDS, MEMORY = 3, 100 * 2**20
REFUSED_PICTURES = HOSTILE_PICTURES | SLOW_PICTURES
REFUSED_DOCUMENTS = HOSTILE_DOCUMENTS | SLOW_DOCUMENTS | HIDDEN_DOCUMENTS | COMMANDING_DOCUMENTS
MIXED, HARMED = dict(mixed()), dict(harmed())
"""More than 200 files together, see `test_there_are_two_hundred`."""


def checked(raw: bytes, *, picture: bool) -> CheckedFile:
    return check(BytesIO(raw), picture=picture)


def refused(raw: bytes, *, picture: bool) -> str:
    with pytest.raises(FileRefused) as refusal:
        checked(raw, picture=picture)
    return str(refusal.value)


@pytest.mark.parametrize("name", PICTURES)
def test_sound_picture_is_taken(name: str) -> None:
    raw = PICTURES[name]()
    found = checked(raw, picture=True)
    assert (found.kind.name, found.size, found.width, found.height) == (name, len(raw), 400, 200)
    assert "Add it under pictures" in refused(raw, picture=False)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_sound_document_is_taken(name: str) -> None:
    raw = DOCUMENTS[name]()
    found = checked(raw, picture=False)
    assert (found.kind.name, found.size, found.width, found.height) == (name, len(raw), None, None)
    assert refused(raw, picture=True) == "This is a document, not a picture. Add it under documents."


def test_file_is_left_at_its_beginning() -> None:
    file = BytesIO(picture_file("PNG"))
    file.read()
    check(file, picture=True)
    assert file.tell() == 0


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L"])
def test_picture_of_any_makeup_is_taken(form: str, mode: str) -> None:
    picture = quartered(30, 20, mode if form != "JPEG" or mode != "RGBA" else "CMYK")
    for options in ({}, {"exif": exif(orientation=6)}, {"quality": 100}, {"lossless": True}):
        found = checked(picture_file(form, picture, **options), picture=True)
        assert (found.width, found.height) == (30, 20)


@pytest.mark.parametrize(
    "behind",
    [
        b"",
        b"\0" * 4000,
        b"\r\n",
        picture_file("JPEG", quartered(20, 20)) * 2,
        b"\0" * 10
        + picture_file("JPEG", quartered(20, 20))
        + b"\0\0\0\x10ftypmp42\0\0\0\0\0\0\0\x0cmdat....",
        b"\0\0\x30\x0a\x10\0\0\0MotionPhoto_Data" + b"\1" * 999 + b"SEFH" + b"\0" * 24 + b"SEFT",
    ],
    ids=["nothing", "padding", "line", "previews", "film", "Samsung"],
)
def test_what_telephones_add_behind_a_jpeg_is_taken(behind: bytes) -> None:
    raw = picture_file("JPEG") + behind
    assert checked(raw, picture=True).width == 400
    assert len(render(BytesIO(raw), FILE_KINDS[0])) == 4


@pytest.mark.parametrize("target", ["file:///C:\\Templates\\city.dotm", "C:\\city.dotm", "Normal.dotm"])
def test_template_on_the_disk_of_the_author_is_taken(target: str) -> None:
    """Many a text names its own, and nobody is asked for it."""
    assert checked(related("attachedTemplate", target), picture=False).kind.name == "DOCX"


@pytest.mark.parametrize("kind", ["hyperlink", "image"])
def test_links_are_taken(kind: str) -> None:
    assert checked(related(kind, "https://www.example.org/"), picture=False).kind.name == "DOCX"


def test_ordinary_parts_of_documents_are_taken() -> None:
    fields = b'<w:r><w:instrText> PAGEREF _DDE </w:instrText></w:r><w:fldSimple w:instr="DDEX"/>'
    assert checked(with_field(fields), picture=False).kind.name == "DOCX"
    assert checked(with_book("file:///C:\\city\\b.xlsx"), picture=False).kind.name == "XLSX"
    words = b"<a>&lt;event-listener/&gt; and an event-listener, in UTF-8</a>"
    assert checked(odt(**{"Object 1__content.xml": words}), picture=False).kind.name == "ODT"
    assert checked(odt(**{"Basic__Standard__script-lb.xml": b"<a/>"}), picture=False).kind.name == "ODT"
    assert checked(pdf(b"% a launch of JSON") + b"\r\n", picture=False).kind.name == "PDF"


@pytest.mark.parametrize(
    ("raw", "most"), [(png_of(5000, 5000), 25), (jpeg_of(5000, 5000), 25), (webp_of(5000, 4000), 20)]
)
def test_most_dots_are_taken(raw: bytes, most: int) -> None:
    found = checked(raw, picture=True)
    assert (found.width or 0) * (found.height or 0) == most * 10**6


@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice: apt-get install libreoffice-writer-nogui")
@pytest.mark.thorough
@pytest.mark.parametrize("form", ["docx", "odt", "pdf"])
def test_document_of_a_real_office_program_is_taken(form: str, tmp_path: Path) -> None:
    assert checked(by_office(form, tmp_path), picture=False).kind.extension == form


# What is refused


@pytest.mark.one_in(3)
@pytest.mark.long
@pytest.mark.parametrize("name", REFUSED_PICTURES)
def test_hostile_picture_is_refused_with_a_reason_and_soon(name: str) -> None:
    make, said = REFUSED_PICTURES[name]
    raw = make()
    found, seconds = timed(lambda: refused(raw, picture=True))
    assert said in found
    assert seconds < SECONDS


@pytest.mark.one_in(3)
@pytest.mark.long
@pytest.mark.parametrize("name", REFUSED_DOCUMENTS)
def test_hostile_document_is_refused_with_a_reason_and_soon(name: str) -> None:
    make, said = REFUSED_DOCUMENTS[name]
    raw = make()
    found, seconds = timed(lambda: refused(raw, picture=False))
    assert said in found
    assert seconds < SECONDS


@pytest.mark.one_in(3)
@pytest.mark.long
@pytest.mark.parametrize("name", MIXED)
def test_file_of_two_kinds_is_refused(name: str) -> None:
    raw, seconds = MIXED[name](), 0.0
    for picture in (True, False):
        said, took = timed(lambda: refused(raw, picture=picture))  # noqa: B023  asked at once
        assert said.endswith(
            ("that.", "documents.", "pictures.", "XLSX or PPTX.", "cannot be shown.", "or AVIF.")
        )
        seconds += took
    assert seconds < SECONDS


@pytest.mark.one_in(4)
@pytest.mark.long
@pytest.mark.parametrize("name", HARMED)
def test_harmed_file_is_refused_or_rendered(name: str) -> None:
    raw = HARMED[name]()
    kind = kind_of(BytesIO(raw))
    with suppress(FileRefused, RenditionFailed):
        found = checked(raw, picture=kind is not None and kind.picture)
        assert found.kind == kind
        if kind and kind.picture:
            assert {each.width for each in render(BytesIO(raw), kind)} == {320, 400}


def test_there_are_two_hundred() -> None:
    assert len(HOSTILE_PICTURES) + len(HOSTILE_DOCUMENTS) + len(MIXED) + len(HARMED) > 200
    assert {name.partition(" ")[0] for name in HARMED if "harmed" in name} == set(SOUND)


@pytest.mark.one_in(4)
@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "picture"),
    [("JPEG of markers", True), ("JPEG of pictures", True), ("PNG of chunks", True), ("AVIF in itself", True), ("21 MB", True),
     ("bomb of parts", False), ("lying list", False), ("bomb of bytes", False),
     ("PDF of slashes", False), ("AVIF of boxes in boxes", True), ("many relations", False)],
)  # fmt: skip
def test_hostile_file_takes_little_memory(name: str, picture: bool) -> None:
    raw = (REFUSED_PICTURES if picture else REFUSED_DOCUMENTS)[name][0]()
    tracemalloc.start()
    try:
        refused(raw, picture=picture)
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()
