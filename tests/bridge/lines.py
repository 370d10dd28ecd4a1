"""Requests to a site byte by byte, and what comes back."""

import json
import socket
from typing import Any

from tests.served import Site

SECONDS = 20
"""How long an answer may take on a machine that is busy with other tests."""
HEAD = b"Host: localhost\r\n"


class Said:
    """One answer, read from a connection; `more` is what came after it."""

    def __init__(self, received: bytes) -> None:
        head, _blank, rest = received.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        self.status = int(first.split()[1])
        self.headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        length = int(self.headers.get("content-length", len(rest)))
        self.body, self.more = rest[:length], rest[length:]

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


def connect(site: Site, sent: bytes = b"") -> socket.socket:
    line = socket.create_connection(("127.0.0.1", site.port), timeout=SECONDS)
    line.sendall(sent)
    return line


def rest(line: socket.socket) -> bytes:
    """Return all that comes until the server closes the connection; longer than `SECONDS` is a fault."""
    received = b""
    while part := line.recv(1 << 16):
        received += part
    line.close()
    return received


def ask(site: Site, head: bytes, body: bytes = b"") -> Said:
    """Send a request that is the last of its connection, and return its answer."""
    return Said(rest(connect(site, head + b"Connection: close\r\n\r\n" + body)))


def get(site: Site, address: bytes, more: bytes = b"", method: bytes = b"GET") -> Said:
    return ask(site, method + b" " + address + b" HTTP/1.1\r\n" + HEAD + more)


def count(site: Site) -> dict[str, Any]:
    return get(site, b"/test/count/").json
