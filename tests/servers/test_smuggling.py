"""Is a request that two servers could read in two ways one request to all of them, or none (ASVS 4.2.1)?

Each is sent with another hidden behind it, as if that belonged to it. The site refuses what is unclear, or answers it and ends the
connection; and it is asked no more often by a proxy than that has answered.
"""

import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress

import pytest

from tests.ports import HOST
from tests.servers.proxies import NAME, Front, caddy, nginx, trusting
from tests.servers.started import SECONDS, granian
from tests.servers.test_proxies import Told, telling

FRONTS: dict[str, Callable[..., AbstractContextManager[Front]]] = {"nginx": nginx, "caddy": caddy}
HIDDEN = f"GET /livez HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n"
LAST = "0\r\n\r\n"
"""The chunk that ends a body."""
UNCLEAR = {
    "a length and chunks": ("Content-Length: {over}\r\nTransfer-Encoding: chunked", LAST),
    "chunks and a length": ("Transfer-Encoding: chunked\r\nContent-Length: {over}", LAST),
    "two lengths": ("Content-Length: 0\r\nContent-Length: {over}", ""),
    "two lengths, the other first": ("Content-Length: {over}\r\nContent-Length: 0", ""),
    "a list of lengths": ("Content-Length: 0, {over}", ""),
    "a length with a sign": ("Content-Length: +{over}", ""),
    "a length below nothing": ("Content-Length: -1", ""),
    "a length in hexadecimal": ("Content-Length: 0x0", ""),
    "a blank after a length's name": ("Content-Length : {over}", ""),
    "a blank after a coding's name": ("Content-Length: {over}\r\nTransfer-Encoding : chunked", LAST),
    "an unknown coding": ("Content-Length: {over}\r\nTransfer-Encoding: xchunked", LAST),
    "a coding behind a tab": ("Content-Length: {over}\r\nTransfer-Encoding: \x0bchunked", LAST),
    "two codings": ("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", LAST),
    "a coding on the next line": ("Content-Length: {over}\r\nTransfer-Encoding:\r\n chunked", LAST),
    "a line that ends by half": ("Content-Length: {over}\nTransfer-Encoding: chunked", LAST),
    "a line that ends by the other half": (
        "X: a\rTransfer-Encoding: chunked\r\nContent-Length: {over}",
        LAST,
    ),
    "a NUL": ("Content-Length: {over}\r\nTransfer-Encoding: chunked\0", LAST),
    "a chunk beyond all numbers": ("Transfer-Encoding: chunked", f"1{'0' * 16}\r\n\r\n"),
    "a chunk with a sign": ("Transfer-Encoding: chunked", "+0\r\n\r\n"),
    "a chunk that ends by half": ("Transfer-Encoding: chunked", "0\n\n"),
}
CLEAR = {"two requests": ("Content-Length: 5", LAST), "one request": ("Content-Length: {over}", LAST)}
"""What shows that a second request would be seen."""


def sent(head: str, body: str) -> bytes:
    """Return a request, with the hidden one behind it; `{over}` is the length with that."""
    length = len(body) + len(HIDDEN)
    whole = (
        f"POST /accounts/login/ HTTP/1.1\r\nHost: {NAME}\r\n{head.format(over=length)}\r\n\r\n{body}{HIDDEN}"
    )
    return whole.encode("latin-1")


def statuses(line: socket.socket | ssl.SSLSocket, seconds: float) -> list[int]:
    """Read a connection to its end, or as long as that, and return the answers that came."""
    line.settimeout(seconds)
    received = b""
    with suppress(TimeoutError, ConnectionResetError, ssl.SSLEOFError):
        while part := line.recv(1 << 16):
            received += part
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3})", received)]


@pytest.fixture(scope="module", params=FRONTS)
def front(request: pytest.FixtureRequest) -> Iterator[Front]:
    with telling() as behind, FRONTS[request.param](behind) as there:
        yield there


@pytest.mark.django_db(transaction=True)
def test_site_answers_what_is_unclear_once_and_ends_the_connection() -> None:
    answered = {}
    with granian() as port:
        for name, each in (UNCLEAR | CLEAR).items():
            with socket.create_connection((HOST, port), SECONDS) as line:
                line.sendall(sent(*each))
                answered[name] = statuses(line, SECONDS if name in UNCLEAR else 5)
    assert {name: answered.pop(name) for name in CLEAR} == {"two requests": [400, 200], "one request": [400]}
    assert {name: found for name, found in answered.items() if len(found) != 1 or found[0] < 400} == {}


@pytest.mark.parametrize("name", UNCLEAR | CLEAR)
def test_site_is_asked_no_more_often_than_the_proxy_answers(front: Front, name: str) -> None:
    before = Told.asked
    with front.opened(trusting()) as line:
        line.sendall(sent(*(UNCLEAR | CLEAR)[name]))
        answers = statuses(line, 2)
    asked = Told.asked - before
    assert asked <= len(answers)
    assert (asked, answers) == {"two requests": (2, [200, 200]), "one request": (1, [200])}.get(
        name, (asked, answers)
    )
