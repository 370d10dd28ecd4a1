"""Is a file known by what it holds?"""

from io import BytesIO

import pytest

from practices.uploads import kinds
from practices.uploads.kinds import FILE_KINDS, kind_of
from tests.imports.word.written import changed, packed
from tests.uploads.written import SOUND, docx, odt, picture_file


def test_every_kind_has_a_file_to_try() -> None:
    assert [kind.name for kind in FILE_KINDS if kind.picture] + sorted(
        kind.name for kind in FILE_KINDS if not kind.picture
    ) == [*list(SOUND)[:4], *sorted(list(SOUND)[4:])]
    assert len({kind.extension for kind in FILE_KINDS}) == len(FILE_KINDS)


@pytest.mark.parametrize("name", SOUND)
def test_kind_is_read_from_the_file(name: str) -> None:
    found = kind_of(BytesIO(SOUND[name]()))
    assert found
    assert (found.name, found.extension) == (name, {"JPEG": "jpg"}.get(name, name.lower()))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"PK\x03\x04 and no more",
        b"%PD",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture_file("GIF"),
        picture_file("TIFF"),
        packed({"a.txt": b"a"}),
        changed(docx(), "[Content_Types].xml", b"document.main+xml", b"template.main+xml"),
        odt().replace(b"opendocument.text", b"opendocument.grap"),
    ],
)
def test_what_is_no_kind_of_ours_is_none(raw: bytes) -> None:
    assert kind_of(BytesIO(raw)) is None


def test_packed_file_that_is_too_large_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = docx()
    monkeypatch.setattr(kinds, "LARGEST_FILE", len(raw))
    assert kind_of(BytesIO(raw)) == kinds.DOCX
    monkeypatch.setattr(kinds, "LARGEST_FILE", len(raw) - 1)
    assert kind_of(BytesIO(raw)) is None
