"""Is an archive whole or none, and is a damaged, foreign or newer one refused in words, with its line?"""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from practices.exports.archives.archive import (
    PUBLIC,
    WHOLE,
    Archive,
    ArchiveRefused,
    open_archive,
    write_archive,
)
from practices.exports.archives.lines import line_of

ROWS = [{"id": number, "name": f"Ship {number}"} for number in range(1, 4)]


def quiet(_kind: str, _number: int) -> None:
    pass


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_archive(tmp_path / "out", WHOLE, {"version": 1}, [("ship", ROWS), ("quay", [])], quiet)
    return tmp_path / "out"


def read(folder: Path, kind: str = "ship") -> list[tuple[int, dict[str, Any]]]:
    return list(open_archive(folder, WHOLE).read(kind))


def change(folder: Path, **said: Any) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | said))


def test_rows_come_back_with_their_lines(folder: Path) -> None:
    assert read(folder) == list(enumerate(ROWS, 1))
    assert read(folder, "quay") == []
    assert {path.name for path in folder.iterdir()} == {
        "manifest.json",
        "quay.jsonl",
        "schema.json",
        "ship.jsonl",
    }


def test_nobody_else_may_read_it(folder: Path) -> None:
    assert {path.stat().st_mode & 0o077 for path in (folder, *folder.iterdir())} == {0}


def test_digest_is_that_of_the_rows_alone(folder: Path, tmp_path: Path) -> None:
    same = write_archive(tmp_path / "same", WHOLE, {}, [("quay", []), ("ship", ROWS)], quiet)
    other = write_archive(tmp_path / "other", WHOLE, {}, [("ship", ROWS[:2]), ("quay", [])], quiet)
    known = open_archive(folder, WHOLE)
    assert (same.digest, known.rows) == (known.digest, 3)
    assert other.digest != known.digest


def test_one_that_is_broken_off_is_none(tmp_path: Path) -> None:
    def rows() -> Any:
        yield ROWS[0]
        raise RuntimeError("The power is gone")

    with pytest.raises(RuntimeError):
        write_archive(tmp_path / "half", WHOLE, {}, [("ship", rows())], quiet)
    with pytest.raises(ArchiveRefused, match=r"half is no archive, or one that was broken off"):
        open_archive(tmp_path / "half", WHOLE)


def test_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Bergen")
    with pytest.raises(ArchiveRefused, match="is there already: name a new folder"):
        write_archive(tmp_path, WHOLE, {}, [("ship", ROWS)], quiet)
    with pytest.raises(ArchiveRefused, match="is there already: name a new folder"):
        write_archive(tmp_path / "letter.txt", WHOLE, {}, [("ship", ROWS)], quiet)
    (tmp_path / "shared").mkdir(mode=0o775)
    with pytest.raises(ArchiveRefused, match="is there already: name a new folder"):
        write_archive(tmp_path / "shared", WHOLE, {}, [("ship", ROWS)], quiet)
    assert [path.name for path in tmp_path.iterdir() if not path.is_dir()] == ["letter.txt"]


LINES = [line_of(row) for row in ROWS]


@pytest.mark.parametrize(
    ("lines", "number", "why"),
    [
        ([LINES[0], LINES[1].replace("Ship", "Shop"), LINES[2]], 2, "its digest says that it was changed"),
        ([LINES[0], "{", LINES[2]], 2, "it is no JSON"),
        ([LINES[0], LINES[1], LINES[2][:-9]], 3, "it is no JSON"),
        ([LINES[0], LINES[1]], 2, "it ends here, but 3 lines were written"),
        ([*LINES, LINES[2]], 4, "it ends here, but 3 lines were written"),
        ([LINES[0], LINES[2], LINES[1]], 3, "its lines were changed, or stand in another order"),
        ([LINES[0], "\udcff\n", LINES[2]], 2, "it is no JSON"),
    ],
)
def test_damaged_file_is_refused_with_its_line(folder: Path, lines: list[str], number: int, why: str) -> None:
    (folder / "ship.jsonl").write_text("".join(lines), errors="surrogateescape")
    with pytest.raises(ArchiveRefused, match=rf"ship\.jsonl, line {number}: {why}"):
        read(folder)


def no_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("{")


def other_digest(folder: Path) -> None:
    files = open_archive(folder, WHOLE).files
    files["ship.jsonl"]["sha256"] = "0" * 64
    change(folder, files=files)


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (no_manifest, "cannot be read: it is damaged"),
        (partial(change, files=[1]), "cannot be read: it is damaged"),
        (partial(change, files={"ship.jsonl": {"sha256": "0"}}), "was changed: its digests do not fit"),
        (partial(change, version=0, files=None), "has version 0, and this release reads 1: bring it in with"),
        (partial(change, format="a list of ships"), "of something else than a catalogue"),
        (partial(change, version=2), "has version 2, and this release reads 1: bring it in with"),
        (partial(change, part=PUBLIC), "no catalogue can be made of that"),
        (other_digest, "was changed: its digests do not fit"),
    ],
    ids=["no JSON", "no files", "no rows", "older", "of something else", "newer", "public", "changed"],
)
def test_manifest_that_is_not_ours_is_refused(folder: Path, harm: Callable[[Path], None], why: str) -> None:
    harm(folder)
    with pytest.raises(ArchiveRefused, match=why):
        open_archive(folder, WHOLE)


def test_whole_catalogue_is_no_public_part(folder: Path) -> None:
    with pytest.raises(ArchiveRefused, match="holds a whole catalogue"):
        open_archive(folder, PUBLIC)
    assert isinstance(open_archive(folder, WHOLE), Archive)
