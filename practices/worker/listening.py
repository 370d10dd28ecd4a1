"""An address to listen at: what is it in numbers, is it free, does it stay so, and does the catalogue answer there?"""

import http.client
import json
import socket
from http import HTTPStatus
from typing import Any

ITSELF = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  what listens on all addresses is asked at one


class AddressRefused(Exception):
    """Nothing can listen there; the message says why, and the cure."""


def free_address(host: str, port: int) -> str:
    """Return the host in numbers, as granian knows no names. Raises `AddressRefused` when it is taken or no host."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, *_, (address, *_) = min(found, key=lambda each: each[0] != socket.AF_INET)
        socket.create_server((str(address), port), family=family).close()
    except OSError as error:
        why, cure = error.strerror or error, f"Choose another address: ADDR={host}:{port + 1} ./run"
        raise AddressRefused(f"Cannot listen on {host}, port {port}: {why}. {cure}") from error
    return str(address)


def keep_port() -> socket.socket:
    """Return a socket on loopback that keeps its port for a server: nobody else comes to have it until it is closed.

    It does not listen. Linux gives such a port neither to who asks for any port nor to who calls, and lets a server listen there
    that sets SO_REUSEADDR, as servers do: `inet_csk_find_open_port` and `inet_csk_bind_conflict` in its source.
    """
    keeping = socket.socket()
    keeping.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    keeping.bind(("127.0.0.1", 0))
    return keeping


def is_answering(host: str, port: int) -> bool:
    """Say whether the catalogue answers there."""
    return _ask(host, port, "/livez") is not None


def readiness(host: str, port: int) -> dict[str, Any]:
    """Return what `/readyz` says there; nothing when nobody answers, or it cannot serve."""
    said: dict[str, Any] = json.loads(_ask(host, port, "/readyz") or "{}")
    return said


def _ask(host: str, port: int, path: str) -> bytes | None:
    """Return the body of an answer that is 200; else nothing."""
    asking = http.client.HTTPConnection(ITSELF.get(host, host), port, timeout=5)
    try:
        asking.request("GET", path)
        answer = asking.getresponse()
        return answer.read() if answer.status == HTTPStatus.OK else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        asking.close()
