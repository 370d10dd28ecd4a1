"""How many requests a second does a server answer? A small client that costs the server's processors little."""

import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

CONNECTIONS, SECONDS = 8, 60
HEADERS = "Host: localhost\r\nAccept-Encoding: gzip\r\nAccept: text/html\r\n"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    size: int


def get(port: int, path: str, **headers: str) -> Answer:
    """Return the answer to one request."""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection:
        connection.sendall(request(path, Connection="close", **headers))
        received = b""
        while part := connection.recv(1 << 16):
            received += part
    head, _blank, body = received.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    named = dict(line.split(": ", 1) for line in lines)
    return Answer(
        int(status.split()[1]), {name.lower(): value for name, value in named.items()}, body, len(received)
    )


def request(path: str, **headers: str) -> bytes:
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"GET {path} HTTP/1.1\r\n{HEADERS}{more}\r\n".encode()


@dataclass
class Line:
    """A connection with one request under way."""

    socket: socket.socket
    taken: bytes
    received: bytearray = field(default_factory=bytearray)

    def send(self, said: bytes) -> None:
        self.received.clear()
        self.socket.sendall(said)

    def is_answered(self) -> bool:
        """Take what came, and say whether the answer is whole."""
        self.received += self.socket.recv(1 << 18)
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(self.received[:end]).lower()
        if head[9:10] not in self.taken:
            raise ValueError(head[:200])
        length = head.partition(b"content-length: ")[2].partition(b"\r\n")[0]
        body = 0 if head[9:12] == b"304" else int(length or 0)
        return len(self.received) >= end + 4 + body


def send(port: int, requests: list[bytes], taken: bytes = b"23") -> float:
    """Send all requests, some at a time over connections that are kept, and return the seconds it took.

    Raises `ValueError` for an answer whose status begins with another digit than those `taken`.
    """
    waiting = iter(requests)
    with selectors.DefaultSelector() as selector:
        began = time.perf_counter()
        for said, _ in zip(waiting, range(CONNECTIONS), strict=False):
            line = Line(socket.create_connection(("127.0.0.1", port), timeout=SECONDS), taken)
            selector.register(line.socket, selectors.EVENT_READ, line)
            line.send(said)
        while selector.get_map():
            ready = selector.select(SECONDS)
            if not ready:
                raise TimeoutError
            for key, _events in ready:
                if key.data.is_answered():
                    _next(selector, key.data, waiting)
        return time.perf_counter() - began


def _next(selector: selectors.BaseSelector, line: Line, waiting: Iterator[bytes]) -> None:
    said = next(waiting, None)
    if said is None:
        selector.unregister(line.socket)
        line.socket.close()
    else:
        line.send(said)
