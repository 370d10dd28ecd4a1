"""Is an archive refused in words that holds what this database cannot take, and is nothing of it left?"""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from practices.exports.archives import catalogue
from practices.exports.archives.archive import MANIFEST, WHOLE, Archive, ArchiveRefused
from practices.exports.archives.lines import line_of, row_of
from practices.models import Practice, User
from tests.builders import make_user, published

pytestmark = pytest.mark.django_db(transaction=True)

type Row = dict[str, Any]


def quiet(_kind: str, _number: int) -> None:
    pass


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an archive, and leave the catalogue empty."""
    published(contributor=make_user("somebody@city.example"))
    catalogue.export_catalogue(tmp_path / "out", quiet)
    call_command("flush", interactive=False, verbosity=0)
    return tmp_path / "out"


def seal(folder: Path, kind: str, change: Callable[[Row], Row]) -> None:
    """Write another first row into an archive, with all digests as they are then."""
    path = folder / f"{kind}.jsonl"
    first, *others = path.read_text().splitlines(keepends=True)
    path.write_text("".join([line_of(change(row_of(first))), *others]))
    said = json.loads((folder / MANIFEST).read_text())
    said["files"][path.name]["sha256"] = sha256(path.read_bytes()).hexdigest()
    said["digest"] = Archive(folder, WHOLE, files=said["files"]).digest
    (folder / MANIFEST).write_text(json.dumps(said))


def refusal(folder: Path) -> str:
    with pytest.raises(ArchiveRefused) as refused:
        catalogue.import_catalogue(folder, quiet)
    assert (Practice.all_objects.count(), User.objects.count()) == (0, 0)
    return str(refused.value)


def without_title(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "title"}


@pytest.mark.one_in(2)
@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "change", "why"),
    [
        (
            "practice",
            lambda row: row | {"colour": "blue"},
            "line 1: it has other columns than the table: colour",
        ),
        ("practice", without_title, "line 1: it has other columns than the table: title"),
        (
            "practice",
            lambda row: row | {"status": "lost"},
            "practice.jsonl, line 1: the database refuses what stands",
        ),
        (
            "practice",
            lambda row: row | {"version": 2**70},
            "practice.jsonl, line 1: the database refuses what stands",
        ),
        ("event", lambda row: row | {"practice_id": 999}, "The database refuses it: "),
        (
            "event",
            lambda row: row | {"at": "yesterday"},
            "event.jsonl, line 1: “yesterday” value has an invalid format",
        ),
        ("practice", lambda row: row | {"contact_public": 0}, "does not give"),
    ],
    ids=["a column more", "one fewer", "no status", "too large", "no practice", "no moment", "another type"],
)
def test_what_the_database_cannot_take_is_named(
    folder: Path, kind: str, change: Callable[[Row], Row], why: str
) -> None:
    seal(folder, kind, change)
    assert why in refusal(folder)
    assert "Nothing was brought in." in refusal(folder)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps a NUL: run bin/with-postgres")
def test_text_that_postgresql_cannot_keep_is_named(folder: Path) -> None:
    seal(folder, "practice", lambda row: row | {"title": "A\0ship"})
    assert "practice.jsonl, line 1: the database refuses what stands from here to line 1" in refusal(folder)


def test_archive_of_another_release_says_what_to_do(folder: Path) -> None:
    path = folder / MANIFEST
    said = json.loads(path.read_text())
    assert said["migrations"] == catalogue.migrations()
    path.write_text(json.dumps(said | {"migrations": {"practices": "0001_initial"}, "release": "old"}))
    found = refusal(folder)
    assert "was written by release old" in found
    assert "Bring it in with that release, and upgrade that catalogue then." in found


@pytest.mark.parametrize("counters", [None, [], {"event": "many"}])
def test_archive_without_sound_counters_is_refused(folder: Path, counters: Any) -> None:
    path = folder / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | {"counters": counters}))
    assert "does not say how far its tables had counted" in refusal(folder)


def test_archive_that_lacks_a_file_is_refused(folder: Path) -> None:
    path = folder / MANIFEST
    said = json.loads(path.read_text())
    del said["files"]["event.jsonl"]
    said["digest"] = Archive(folder, WHOLE, files=said["files"]).digest
    path.write_text(json.dumps(said))
    assert "lacks files" in refusal(folder)


def test_same_archive_comes_in(folder: Path) -> None:
    seal(folder, "practice", lambda row: row)
    catalogue.import_catalogue(folder, quiet)
    assert User.objects.filter(email="somebody@city.example").exists()
