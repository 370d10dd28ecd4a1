"""Is what a virus scanner knows refused, and is no file taken that it could not look through?"""

import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from pytest_django import Settings

from practices.uploads import scanning
from practices.uploads.checking import check
from practices.uploads.exceptions import FileRefused, StorageUnavailable
from tests.uploads.written import pdf, picture_file

AWAY = "Files cannot be looked through for viruses just now. What you have written is safe; try again in a while."

ASKED: tuple[Callable[[], None], ...] = (lambda: scanning.scan(BytesIO(b"a")), scanning.ask_scanner)

type Talk = Callable[[socket.socket], None]


def received(scanner: socket.socket) -> bytes:
    """Return what is sent to a scanner, as it says of itself how long it is."""
    with scanner.makefile("rb") as file:
        assert file.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", file.read(4))[0]:
            content += file.read(length)
        return content


def answering(answer: bytes) -> Talk:
    def talk(scanner: socket.socket) -> None:
        received(scanner)
        for part in (answer[:3], answer[3:]):
            scanner.sendall(part)

    return talk


@contextmanager
def listening(talk: Talk, path: Path | None = None) -> Iterator[tuple[str, int] | str]:
    """Give the address of somebody who talks to one caller after the other."""
    with socket.socket(socket.AF_UNIX if path else socket.AF_INET) as server:
        server.bind(str(path) if path else ("127.0.0.1", 0))
        server.listen()

        def serve() -> None:
            while True:
                try:
                    caller, _address = server.accept()
                except OSError:
                    return
                with caller:
                    talk(caller)

        thread = Thread(target=serve)
        thread.start()
        try:
            yield str(path) if path else server.getsockname()
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


def test_nobody_scans_where_nobody_is_named() -> None:
    scanning.scan(BytesIO(b"anything"))
    scanning.ask_scanner()


def test_whole_file_is_looked_through_and_left_at_its_beginning(settings: Settings, tmp_path: Path) -> None:
    content, heard = b"a ship" * 50_000, list[bytes]()

    def talk(scanner: socket.socket) -> None:
        heard.append(received(scanner))
        scanner.sendall(b"stream: OK\0")

    for path in (None, tmp_path / "clamd.ctl"):
        with listening(talk, path) as address:
            settings.SCANNER = address
            file = BytesIO(content)
            file.read(9)
            scanning.scan(file)
            assert file.tell() == 0
    assert heard == [content] * 2


def test_what_the_scanner_knows_is_refused_by_its_name(settings: Settings) -> None:
    with listening(answering(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")) as address:
        settings.SCANNER = address
        with pytest.raises(FileRefused, match=r"it knows “Win\.Test\.EICAR_HDB-1” in it"):
            check(BytesIO(pdf()), picture=False)


def test_only_what_is_sound_is_sent(settings: Settings) -> None:
    settings.SCANNER = ("127.0.0.1", 1)
    with pytest.raises(FileRefused, match="This is a GIF"):
        check(BytesIO(picture_file("GIF")), picture=True)


@pytest.mark.parametrize(
    "talk",
    [
        answering(b"INSTREAM size limit exceeded. ERROR\0"),
        answering(b"what?"),
        answering(b""),
        socket.socket.close,
        lambda scanner: scanner.sendall(b"stream: OK and more\0"),
        answering(b"x" * 10_000),
    ],
    ids=["too large", "nonsense", "nothing", "closed", "too early", "no end"],
)
def test_file_that_nobody_has_looked_through_is_not_taken(talk: Talk, settings: Settings) -> None:
    with listening(talk) as address:
        settings.SCANNER = address
        with pytest.raises(StorageUnavailable) as refusal:
            check(BytesIO(pdf(b"% " + b"a" * 3_000_000)), picture=False)
    assert str(refusal.value) == AWAY


def test_scanner_that_keeps_silent_is_not_waited_for(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "SECONDS", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.SCANNER = silent.getsockname()
        for ask in ASKED:
            with pytest.raises(StorageUnavailable):
                ask()


@pytest.mark.parametrize("address", [("127.0.0.1", 1), "/nowhere/clamd.ctl"])
def test_scanner_that_is_away_is_said(address: tuple[str, int] | str, settings: Settings) -> None:
    settings.SCANNER = address
    for ask in ASKED:
        with pytest.raises(StorageUnavailable, match="for viruses just now"):
            ask()
