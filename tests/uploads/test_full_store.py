"""On a disk without room: is that said, is nothing left that is taken for a file, and is all well when there is room again?"""

import os
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pytest_django import Settings

from practices.uploads import storage
from practices.uploads.exceptions import StorageUnavailable
from tests.test_full_disk import fill
from tests.uploads.test_storage import MADE, digest_of, files

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="a small disk is mounted: run it as root")

LARGE = os.urandom(3 * 2**20)


@pytest.fixture
def store(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """Give a folder of files on a disk of its own."""
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)], check=True)
    settings.MEDIA_ROOT = disk / "uploads"
    try:
        yield disk / "uploads"
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_full_disk_is_said_and_leaves_nothing(store: Path) -> None:
    digest = storage.store(BytesIO(b"a ship"))
    storage.store_renditions(digest, MADE)
    storage.store(BytesIO(LARGE))
    kept = files(store)
    with pytest.raises(StorageUnavailable, match="try again in a while"):
        storage.store(BytesIO(LARGE[::-1]))
    assert files(store) == kept
    assert digest_of(LARGE[::-1]) not in storage.stored_digests()
    fill(store.parent / "filler")
    for again in (storage.probe, lambda: storage.store(BytesIO(b"a quay"))):
        with pytest.raises(StorageUnavailable):
            again()
    with storage.open_stored(digest) as file:
        assert file.read() == b"a ship"
    (store.parent / "filler").unlink()
    storage.delete(digest_of(LARGE))
    assert storage.store(BytesIO(LARGE[::-1])) == digest_of(LARGE[::-1])
    assert list((store / ".partial").iterdir()) == []
