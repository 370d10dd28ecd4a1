"""Is a file that is not a whole backup of ours refused with its reason, and nothing of it taken?"""

import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.backup import bundle
from practices.backup.bundle import pack, unpack
from practices.backup.refusals import BackupRefused

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdFile
else:
    from backports.zstd import ZstdFile

ABOUT: dict[str, Any] = {"format": bundle.FORMAT, "version": bundle.VERSION, "tables": {}}
ROWS, PICTURE = Random(0).randbytes(50_000), Random(1).randbytes(50_000)  # noqa: S311  the same each time


def quiet(_name: str, _bytes: int) -> None:
    pass


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packed(tmp_path_factory.mktemp("whole"))


def packed(folder: Path, **about: Any) -> Path:
    """Return a backup of two files with this said in its manifest."""
    (folder / "rows").write_bytes(ROWS)
    (folder / "picture").write_bytes(PICTURE)
    file = folder / "backup.tar.zst"
    with file.open("wb") as out:
        pack(out, ABOUT | about, folder / "rows", [("ab/picture", folder / "picture")], quiet)
    return file


def opened(text: bytes, folder: Path) -> Any:
    folder.mkdir(exist_ok=True)
    file = folder.with_name(f"{folder.name}.tar.zst")
    file.write_bytes(text)
    with file.open("rb") as source:
        return unpack(source, folder, lambda _manifest: None, quiet)


def refused(text: bytes, folder: Path) -> str:
    with pytest.raises(BackupRefused) as refusal:
        opened(text, folder)
    return str(refusal.value)


def test_backup_comes_out_as_it_went_in(whole: Path, tmp_path: Path) -> None:
    assert opened(whole.read_bytes(), tmp_path) == ABOUT
    assert (tmp_path / "database").read_bytes() == ROWS
    assert (tmp_path / "media" / "ab" / "picture").read_bytes() == PICTURE


@pytest.mark.servers  # tar calls zstd, which a bare machine lacks: `./check` installs it for that step
def test_tools_that_everybody_has_open_it_and_check_it(whole: Path, tmp_path: Path) -> None:
    subprocess.run(["tar", "--zstd", "-xf", whole], cwd=tmp_path, check=True)
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=tmp_path, check=True, capture_output=True
    )
    assert done.stdout.count(b": OK") == 3


@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_flipped_bit_is_refused_unless_nothing_of_it_comes_out(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, place: float, bit: int
) -> None:
    """Zstd has bits that say nothing, and several ways to say the same."""
    text, folder = bytearray(whole.read_bytes()), tmp_path_factory.mktemp("flipped")
    text[int(place * len(text))] ^= 1 << bit
    try:
        assert opened(bytes(text), folder) == ABOUT
    except BackupRefused:
        return
    assert (folder / "database").read_bytes() == ROWS
    assert (folder / "media" / "ab" / "picture").read_bytes() == PICTURE


def test_flipped_bits_of_rows_are_refused(whole: Path, tmp_path: Path) -> None:
    text = whole.read_bytes()
    for number, place in enumerate(range(200, len(text) - 200, len(text) // 20)):
        flipped = bytearray(text)
        flipped[place] ^= 0xFF
        assert refused(bytes(flipped), tmp_path / str(number)).startswith("This backup is damaged")


@given(place=st.floats(0, 1, exclude_max=True))
def test_any_truncated_file_is_refused(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, place: float
) -> None:
    text = whole.read_bytes()
    refused(text[: int(place * len(text))], tmp_path_factory.mktemp("truncated"))


@pytest.mark.parametrize("cut", [1, 4, 5])
def test_file_that_lacks_its_last_bytes_is_damaged(whole: Path, tmp_path: Path, cut: int) -> None:
    assert refused(whole.read_bytes()[:-cut], tmp_path) == (
        "This backup is damaged, or was broken off. Nothing was restored: take another one."
    )


def test_newer_one_is_refused_by_its_version(tmp_path: Path) -> None:
    said = refused(packed(tmp_path, version=2).read_bytes(), tmp_path)
    assert said == (
        "This backup has version 2, and this release reads 1: restore it with the release that wrote it."
    )


def rebuilt(members: list[tuple[tarfile.TarInfo, bytes]]) -> bytes:
    """Return a file like ours with other members."""
    out = BytesIO()
    with ZstdFile(out, "w") as zstd, tarfile.open(fileobj=zstd, mode="w|") as tar:
        for info, text in members:
            info.size = len(text)
            tar.addfile(info, BytesIO(text))
    return out.getvalue()


def members_of(whole: Path) -> list[tuple[tarfile.TarInfo, bytes]]:
    with ZstdFile(whole) as zstd, tarfile.open(fileobj=zstd) as tar:
        return [(each, (tar.extractfile(each) or BytesIO()).read()) for each in tar]


def test_what_its_sums_do_not_say_is_damage(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    manifest, rows, picture, sums = members_of(whole)
    odd = tarfile.TarInfo("odd")
    faults = [
        [manifest, rows, picture],
        [manifest, rows, sums],
        [manifest, rows, picture, (odd, b""), sums],
        [manifest, (rows[0], ROWS[1:]), picture, sums],
        [(manifest[0], manifest[1].replace(b"{}", b'{"a": 1}')), rows, picture, sums],
        [manifest, rows, rows, picture, sums],
        [manifest, rows, picture, (sums[0], b"nothing")],
    ]
    for members in faults:
        said = refused(rebuilt(members), tmp_path_factory.mktemp("fault"))
        assert said.startswith("This backup is damaged")
    assert opened(rebuilt([manifest, rows, picture, sums]), tmp_path_factory.mktemp("whole")) == ABOUT


def test_nothing_is_written_beside_the_folder(whole: Path, tmp_path: Path) -> None:
    manifest, rows, _picture, sums = members_of(whole)
    climbing, link = tarfile.TarInfo("media/../../climbed"), tarfile.TarInfo("media")
    link.type, link.linkname = tarfile.SYMTYPE, str(tmp_path)
    for odd in (climbing, link):
        (tmp_path / odd.type.decode()).mkdir()
        said = refused(rebuilt([manifest, (odd, b""), rows, sums]), tmp_path / odd.type.decode())
        assert said.startswith("This backup is damaged")
    assert not (tmp_path / "climbed").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "This is no backup of ours. A folder of export_catalogue"),
        (b"SQLite format 3\0" + b"x" * 500, "This is no backup of ours. A folder of export_catalogue"),
        (b"age-encryption.org/v1\n", "`age --decrypt --identity KEYFILE FILE | manage.py restore -`"),
        (b"\x84\x5e\x03", "`gpg --decrypt FILE | manage.py restore -`"),
        (rebuilt([(tarfile.TarInfo("notes.txt"), b"a tar of somebody else")]), "This is no backup of ours."),
        (rebuilt([(tarfile.TarInfo("manifest.json"), b'{"format": "other"}')]), "This is no backup of ours."),
        (rebuilt([(tarfile.TarInfo("manifest.json"), b"[" * 100_000)]), "This backup is damaged"),
        (rebuilt([]), "This is no backup of ours."),
    ],
)
def test_what_is_something_else_is_told_apart(text: bytes, said: str, tmp_path: Path) -> None:
    assert said in refused(text, tmp_path)
    assert list(tmp_path.iterdir()) == []
