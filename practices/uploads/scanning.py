"""The scan of a file by the clamd that `SCAN_URL` names, if it names one: does that know something bad in it?

The protocol is that of clamd(8): a command, the file in pieces that each say their length, an empty one, and a line in answer.
"""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from practices.uploads.circuit_breaker import CircuitBreaker
from practices.uploads.exceptions import FileRefused, StorageUnavailable

CONNECT_SECONDS, SECONDS = 5, 30
"""Until somebody answers at all, and for each step after that; clamd itself gives up on a file after two minutes."""
PIECE = 64 * 1024
LONGEST_ANSWER = 4096
SCAN_BREAKER = CircuitBreaker(long=CONNECT_SECONDS - 1, answer=CONNECT_SECONDS + SECONDS)
"""What is refused sooner says something about the file."""
CLEAN, FOUND = b"stream: OK", b" FOUND"


def scan(file: BinaryIO) -> None:
    """Let a file be looked through, if there is somebody to do so; it is left at its beginning.

    Raises `FileRefused` when something bad is known in it, `StorageUnavailable` when nobody can say.
    """
    if not settings.SCANNER:
        return
    with _told(), SCAN_BREAKER.asked():
        answer = _answer(file)
    if answer.endswith(FOUND):
        name = answer.removeprefix(b"stream: ").removesuffix(FOUND).decode(errors="replace")
        raise FileRefused(
            _(
                "The virus scanner refuses this file: it knows “%(name)s” in it. Do not open it, and ask whoever looks after your "
                "computer."
            )
            % {"name": name}
        )


def ask_scanner() -> None:
    """Ask the scanner, if one is named, whether it is there; raises `StorageUnavailable` when it does not answer."""
    if not settings.SCANNER:
        return
    with _told(), _connected() as scanner:
        scanner.sendall(b"zPING\0")
        if _line(scanner) != b"PONG":
            raise OSError


def _answer(file: BinaryIO) -> bytes:
    file.seek(0)
    with _connected() as scanner:
        scanner.sendall(b"zINSTREAM\0")
        while piece := file.read(PIECE):
            scanner.sendall(struct.pack(">I", len(piece)) + piece)
        scanner.sendall(struct.pack(">I", 0))
        answer = _line(scanner)
    file.seek(0)
    if answer != CLEAN and not answer.endswith(FOUND):
        raise OSError(answer.decode(errors="replace"))
    return answer


@contextmanager
def _connected() -> Iterator[socket.socket]:
    address: tuple[str, int] | str = settings.SCANNER
    if isinstance(address, str):
        scanner = socket.socket(socket.AF_UNIX)
    else:
        scanner = socket.create_connection(address, CONNECT_SECONDS)
    with scanner:
        scanner.settimeout(SECONDS)
        if isinstance(address, str):
            scanner.connect(address)
        yield scanner


def _line(scanner: socket.socket) -> bytes:
    answer = b""
    while len(answer) < LONGEST_ANSWER and not answer.endswith(b"\0"):
        piece = scanner.recv(LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0\n")


@contextmanager
def _told() -> Iterator[None]:
    """Say in plain words that the scanner does not answer: a file that nobody has looked through is not taken."""
    try:
        yield
    except OSError as error:
        raise StorageUnavailable(
            _(
                "Files cannot be looked through for viruses just now. What you have written is safe; try again in a while."
            )
        ) from error
