"""Do the bytes of pictures leave with an archive and come back, and is a changed one refused?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from practices.exports.archives.archive import WHOLE, Archive, ArchiveRefused, write_archive
from practices.exports.archives.files import FOLDER, bring_in_files, refuse_damaged_files, write_files
from practices.exports.archives.tables import name_of, rows_of
from practices.models.brought_files import TABLES_OF_FILES
from practices.uploads import storage
from practices.worker.rendering import render_next
from tests.builders import make_city, make_draft, make_editor, make_user
from tests.entry_pictures import brought, digest_of, png, put_on_page

pytestmark = pytest.mark.django_db


def silent(_name: str, _number: int) -> None:
    return


def written(folder: Path, *, lost: bool = False) -> tuple[Archive, str]:
    """Write the files of an entry and a city with a picture each, and their rows; forget the entry's, and return the archive and its digest."""
    practice = make_draft(contributor=(person := make_user()))
    digest: str = brought(practice, by=person)["file"]
    put_on_page(make_city(), by=make_editor(), colour=5)
    assert render_next()
    if lost:
        storage.delete(digest)
    about: dict[str, Any] = {"release": "0"}

    def kinds() -> Iterator[tuple[str, Any]]:
        for model in TABLES_OF_FILES:
            yield name_of(model), rows_of(model)
        about["lost_files"] = write_files(folder, silent)

    archive = write_archive(folder, WHOLE, {}, kinds(), silent, about)
    storage.delete(digest)
    return archive, digest


def test_bytes_leave_and_come_back_and_what_readers_see_is_made_anew(tmp_path: Path) -> None:
    archive, digest = written(tmp_path / "out")
    assert {path.name for path in (archive.folder / FOLDER).iterdir()} == {digest, digest_of(png(colour=5))}
    rows = [row for model in TABLES_OF_FILES for _number, row in archive.read(name_of(model))]
    assert ["readiness" in row for row in rows] == [False, False]
    refuse_damaged_files(archive)
    bring_in_files(archive.folder, silent)
    with storage.open_stored(digest) as file:
        assert file.read() == png()


def test_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    archive, digest = written(tmp_path / "out")
    (archive.folder / FOLDER / digest).write_bytes(b"something else")
    with pytest.raises(ArchiveRefused, match=digest):
        refuse_damaged_files(archive)


def test_file_that_is_missing_or_one_too_many_is_refused(tmp_path: Path) -> None:
    archive, digest = written(tmp_path / "out")
    path = archive.folder / FOLDER / digest
    path.rename(path.with_name("f" * 64))
    with pytest.raises(ArchiveRefused, match=f"{digest}, {'f' * 64}"):
        refuse_damaged_files(archive)


def test_file_that_was_lost_before_keeps_nobody_from_coming_back(tmp_path: Path) -> None:
    archive, digest = written(tmp_path / "out", lost=True)
    assert archive.about["lost_files"] == [digest]
    refuse_damaged_files(archive)
    bring_in_files(archive.folder, silent)


def test_archive_of_a_catalogue_without_files_has_no_folder_for_them(tmp_path: Path) -> None:
    assert write_files(tmp_path, silent) == []
    assert list(tmp_path.iterdir()) == []
    bring_in_files(tmp_path, silent)
