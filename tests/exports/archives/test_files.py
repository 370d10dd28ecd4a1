"""Do the bytes of pictures leave with an archive and come back, and is a changed one refused?"""

from pathlib import Path

import pytest

from practices.exports.archives.archive import ArchiveRefused
from practices.exports.archives.files import FOLDER, bring_in_files, refuse_damaged_files, write_files
from practices.uploads import storage
from practices.worker.rendering import render_next
from tests.builders import make_draft, make_user
from tests.entry_pictures import brought, png

pytestmark = pytest.mark.django_db


def silent(_name: str, _number: int) -> None:
    return


def written(folder: Path) -> str:
    """Write the file of an entry with a picture, forget it here, and return its digest."""
    practice = make_draft(contributor=(person := make_user()))
    digest: str = brought(practice, by=person)["file"]
    assert render_next()
    write_files(folder, silent)
    storage.delete(digest)
    return digest


def test_bytes_leave_and_come_back_with_what_readers_see(tmp_path: Path) -> None:
    digest = written(tmp_path)
    assert sorted(path.name for path in (tmp_path / FOLDER).iterdir()) == [
        digest,
        f"{digest}-4.jpg",
        f"{digest}-4.webp",
    ]
    refuse_damaged_files(tmp_path)
    bring_in_files(tmp_path, silent)
    with storage.open_stored(digest) as file:
        assert file.read() == png()
    for kind in ("webp", "jpg"):
        with storage.open_rendition(digest, 4, kind) as file:
            assert file.read() == (tmp_path / FOLDER / f"{digest}-4.{kind}").read_bytes()


def test_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    digest = written(tmp_path)
    (tmp_path / FOLDER / digest).write_bytes(b"something else")
    with pytest.raises(ArchiveRefused, match=digest):
        refuse_damaged_files(tmp_path)


def test_archive_of_a_catalogue_without_files_has_no_folder_for_them(tmp_path: Path) -> None:
    write_files(tmp_path, silent)
    assert list(tmp_path.iterdir()) == []
    bring_in_files(tmp_path, silent)
