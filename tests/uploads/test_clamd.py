"""Does a real clamd, with a signature of our own, find in a file what it knows, through TCP and through a socket?"""

import shutil
import subprocess
import time
from collections.abc import Iterator
from hashlib import md5
from io import BytesIO
from pathlib import Path

import pytest
from pytest_django import Settings

from practices.uploads import scanning
from practices.uploads.checking import check
from practices.uploads.exceptions import FileRefused
from tests.ports import free_port
from tests.uploads.written import odt, pdf, picture_file

pytestmark = pytest.mark.servers

KNOWN = b"a text that no honest file has: 3f1c9a"
PATIENCE = 60
CONFIGURATION = """
Foreground yes
DatabaseDirectory {folder}/signatures
LocalSocket {folder}/clamd.ctl
TCPSocket {port}
TCPAddr 127.0.0.1
TemporaryDirectory {folder}
"""


def infected() -> bytes:
    return pdf(b"% " + KNOWN)


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[tuple[str, int], str]]:
    """Give both addresses of a clamd that knows one text, and one file by its sum."""
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "signatures").mkdir()
    (folder / "signatures" / "own.ndb").write_text(f"Catalogue.Text:0:*:{KNOWN.hex()}\n")
    whole = picture_file("PNG")
    sum_of_it = md5(whole, usedforsecurity=False).hexdigest()
    (folder / "signatures" / "own.hdb").write_text(f"{sum_of_it}:{len(whole)}:Catalogue.Picture\n")
    port = free_port()
    (folder / "clamd.conf").write_text(CONFIGURATION.format(folder=folder, port=port))
    command = [shutil.which("clamd") or "clamd", "--config-file", str(folder / "clamd.conf")]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            _wait(folder / "clamd.ctl", process)
            yield ("127.0.0.1", port), str(folder / "clamd.ctl")
        finally:
            process.terminate()


def _wait(path: Path, process: "subprocess.Popen[bytes]") -> None:
    ends = time.monotonic() + PATIENCE
    while not path.exists():
        assert process.poll() is None, (path.parent / "log").read_text()
        assert time.monotonic() < ends
        time.sleep(0.1)


@pytest.mark.parametrize("way", [0, 1], ids=["tcp", "unix"])
def test_clamd_finds_what_it_knows(way: int, clamd: tuple[tuple[str, int], str], settings: Settings) -> None:
    settings.SCANNER = clamd[way]
    scanning.ask_scanner()
    assert check(BytesIO(pdf()), picture=False).kind.name == "PDF"
    with pytest.raises(FileRefused, match=r"it knows “Catalogue\.Text\.UNOFFICIAL” in it"):
        check(BytesIO(infected()), picture=False)
    with pytest.raises(FileRefused, match=r"it knows “Catalogue\.Picture\.UNOFFICIAL” in it"):
        check(BytesIO(picture_file("PNG")), picture=True)


def test_clamd_looks_into_packed_files(clamd: tuple[tuple[str, int], str], settings: Settings) -> None:
    settings.SCANNER = clamd[0]
    within = odt(Pictures__a=KNOWN * 9)
    assert KNOWN not in within
    with pytest.raises(FileRefused, match=r"Catalogue\.Text"):
        check(BytesIO(within), picture=False)


def test_clamd_takes_the_largest_file(clamd: tuple[tuple[str, int], str], settings: Settings) -> None:
    settings.SCANNER = clamd[1]
    noise = bytes(range(256)).replace(b"/", b"")
    large = pdf(b"% " + noise * (20 * 2**20 // len(noise) - 10))
    assert check(BytesIO(large), picture=False).size > 19 * 2**20
