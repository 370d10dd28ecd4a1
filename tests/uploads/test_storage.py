"""Is a file kept whole or not at all, under its digest, and is it said in plain words when it cannot be?"""

import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from catalogue.env import ROOT
from practices.uploads import folder, storage
from practices.uploads.exceptions import StorageUnavailable
from practices.uploads.kinds import JPEG, WEBP
from practices.uploads.renditions import Rendition
from tests import ready

SHIP, QUAY = b"a ship", b"a quay" * 100_000
SAID = "Files cannot be kept or read just now. What you have written is safe; try again in a while."
MADE = [Rendition(320, 200, kind, kind.name.encode()) for kind in (WEBP, JPEG)]


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Settings) -> Path:
    """Return the folder where files are kept."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return tmp_path / "uploads"


def digest_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def files(store: Path) -> dict[str, bytes]:
    return {
        path.relative_to(store).as_posix(): path.read_bytes() for path in store.rglob("*") if path.is_file()
    }


def test_file_is_kept_under_its_digest_and_once(store: Path) -> None:
    digests = [storage.store(BytesIO(content)) for content in (SHIP, QUAY, SHIP)]
    assert digests == [digest_of(SHIP), digest_of(QUAY), digest_of(SHIP)]
    assert files(store) == {
        f"{digest[:2]}/{digest}/original": content
        for digest, content in zip(digests, (SHIP, QUAY), strict=False)
    }
    with storage.open_stored(digests[1]) as file:
        assert file.read() == QUAY


def test_file_is_kept_from_its_beginning_wherever_it_was_read_to() -> None:
    file = BytesIO(SHIP)
    file.read()
    assert storage.store(file) == digest_of(SHIP)


def test_nothing_was_kept_under_a_name_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError):
        storage.open_stored(digest_of(SHIP))
    with pytest.raises(FileNotFoundError):
        storage.open_rendition(digest_of(SHIP), 320, "webp")
    assert (list(storage.stored_digests()), storage.stored_at(digest_of(SHIP))) == ([], None)
    storage.delete(digest_of(SHIP))


def test_renditions_are_kept_beside_their_picture(store: Path) -> None:
    digest = storage.store(BytesIO(SHIP))
    storage.store_renditions(digest, MADE)
    for extension, content in (("webp", b"WebP"), ("jpg", b"JPEG")):
        with storage.open_rendition(digest, 320, extension) as file:
            assert file.read() == content
    assert list(storage.stored_digests()) == [digest]
    storage.delete(digest)
    assert files(store) == {}
    assert list(storage.stored_digests()) == []


def test_deletion_that_is_cut_off_leaves_what_a_sweep_finds(
    monkeypatch: pytest.MonkeyPatch, store: Path
) -> None:
    digest = storage.store(BytesIO(SHIP))
    storage.store_renditions(digest, MADE)
    deleted: list[str] = []

    def delete(_self: object, name: str) -> None:
        if deleted:
            raise OSError
        deleted.append(name)

    with monkeypatch.context() as patch:
        patch.setattr(folder.WholeFiles, "delete", delete)
        with pytest.raises(StorageUnavailable):
            storage.delete(digest)
    assert not deleted[0].endswith("original")
    assert list(storage.stored_digests()) == [digest]
    storage.delete(digest)
    assert files(store) == {}


def test_sweep_learns_how_old_a_file_is(store: Path) -> None:
    digest = storage.store(BytesIO(SHIP))
    old = time.time() - 3 * 24 * 3600
    for path in store.rglob("original"):
        os.utime(path, (old, old))
    at = storage.stored_at(digest)
    assert at
    assert timedelta(days=3) <= timezone.now() - at < timedelta(days=4)
    storage.store(BytesIO(SHIP))
    at = storage.stored_at(digest)
    assert at
    assert timezone.now() - at < timedelta(minutes=5)


def test_only_the_site_reads_what_is_kept(store: Path) -> None:
    storage.store(BytesIO(SHIP))
    modes = {stat.S_IMODE(path.stat().st_mode) for path in store.rglob("*")}
    assert modes == {0o700, 0o600}


class CutOff(BytesIO):
    """A file that breaks off when it is kept, not when its digest is made."""

    def __init__(self, content: bytes, error: BaseException) -> None:
        super().__init__(content)
        self.error, self.reads = error, 0

    def seek(self, position: int, whence: int = 0) -> int:
        self.reads += position == 0 and whence == 0
        return super().seek(position, whence)

    def read(self, size: int | None = -1) -> bytes:
        if self.reads > 1 and self.tell() > 100_000:
            raise self.error
        return super().read(size)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_file_that_breaks_off_leaves_nothing(error: BaseException, store: Path) -> None:
    with pytest.raises((StorageUnavailable, KeyboardInterrupt)):
        storage.store(CutOff(QUAY, error))
    assert files(store) == {}
    assert list(storage.stored_digests()) == []
    assert storage.store(BytesIO(QUAY)) == digest_of(QUAY)


def test_what_a_killed_process_left_goes_after_a_day(store: Path) -> None:
    partial = store / ".partial"
    partial.mkdir(parents=True)
    for name, hours in (("old", 25), ("young", 23)):
        (partial / name).write_bytes(b"half")
        then = time.time() - hours * 3600
        os.utime(partial / name, (then, then))
    assert list(storage.stored_digests()) == []
    storage.store(BytesIO(SHIP))
    assert [path.name for path in partial.iterdir()] == ["young"]


def test_reader_never_sees_half_a_file_while_it_is_kept_again() -> None:
    digest = storage.store(BytesIO(QUAY))
    is_over = False

    def keep() -> None:
        while not is_over:
            storage.store(BytesIO(QUAY))

    thread = Thread(target=keep)
    thread.start()
    try:
        for _ in range(200):
            with storage.open_stored(digest) as file:
                assert file.read() == QUAY
    finally:
        is_over = True
        thread.join()


@pytest.mark.long
def test_many_look_at_once_whether_files_can_be_kept(store: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for each in [pool.submit(storage.probe) for _ in range(200)]:
            each.result()
    assert files(store) == {}


def test_nothing_is_written_where_the_site_is_only_read(store: Path, settings: Settings) -> None:
    settings.READ_ONLY = True
    storage.probe()
    assert not store.exists()


@pytest.mark.skipif(os.getuid() != 0, reason="root gives files away: run it as root")
def test_what_root_makes_belongs_to_whom_the_folder_around_it_does(store: Path) -> None:
    os.chown(store.parent, 1234, 1234)
    storage.probe()
    storage.store(BytesIO(SHIP))
    made = [store, *store.rglob("*")]
    assert {(path.stat().st_uid, path.stat().st_gid) for path in made} == {(1234, 1234)}
    assert "original" in {path.name for path in made}


@pytest.mark.parametrize("times", [1, 99])
def test_folder_that_is_deleted_before_its_file_has_its_name(
    times: int, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mkdir, made = Path.mkdir, list[Path]()

    def mkdir_in_vain(
        path: Path, mode: int = 0o777, *, parents: bool = False, exist_ok: bool = False
    ) -> None:
        mkdir(path, mode, parents, exist_ok)
        if path.name == digest_of(SHIP) and len(made) < times:
            made.append(path)
            path.rmdir()
            path.parent.rmdir()

    monkeypatch.setattr(Path, "mkdir", mkdir_in_vain)
    if times == 1:
        assert storage.store(BytesIO(SHIP)) == digest_of(SHIP)
        return
    with pytest.raises(StorageUnavailable):
        storage.store(BytesIO(SHIP))
    assert files(store) == {}


def test_files_of_a_run_lie_where_it_clears_up() -> None:
    """Those of a process that it starts, too."""
    command = [sys.executable, "-c", "from tests.settings import MEDIA_ROOT; print(MEDIA_ROOT.parent)"]
    said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    assert said.stdout.strip() == str(ready.folder())


@pytest.fixture
def blocked(store: Path) -> Iterator[Path]:
    """Give a store that is away: something else stands in its place."""
    store.write_text("no folder")
    yield store
    store.unlink()


ASKED: dict[str, Callable[[], object]] = {
    "store": lambda: storage.store(BytesIO(SHIP)),
    "store_renditions": lambda: storage.store_renditions(digest_of(SHIP), MADE),
    "stored_digests": lambda: list(storage.stored_digests()),
    "open_stored": lambda: storage.open_stored(digest_of(SHIP)),
    "open_rendition": lambda: storage.open_rendition(digest_of(SHIP), 320, "webp"),
    "delete": lambda: storage.delete(digest_of(SHIP)),
    "stored_at": lambda: storage.stored_at(digest_of(SHIP)),
}
"""Everything that can be asked of the store."""


@pytest.mark.parametrize("name", ASKED)
def test_store_that_is_away_is_said_in_plain_words(blocked: Path, name: str) -> None:
    with pytest.raises(StorageUnavailable) as refusal:
        ASKED[name]()
    assert str(refusal.value) == SAID


GB = 2**30


@pytest.mark.parametrize(
    ("total", "free", "has_room"),
    [
        (100 * GB, GB + len(QUAY), True),
        (100 * GB, GB + len(QUAY) - 1, False),
        (10 * GB, GB // 2 + len(QUAY), True),
        (10 * GB, GB // 2, False),
    ],
)
def test_room_is_left_for_the_database(
    store: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, total: int, free: int, has_room: bool
) -> None:
    def disk(path: Path) -> Any:
        assert path.exists()
        return SimpleNamespace(total=total, free=free)

    monkeypatch.setattr(shutil, "disk_usage", disk)
    said = nullcontext() if has_room else pytest.raises(StorageUnavailable, match="no room for files")
    with said:
        storage.refuse_without_room(len(QUAY))
    settings.MEDIA_ROOT = ""  # in a bucket
    storage.refuse_without_room(len(QUAY))
