"""The address where `./run` listens: what is it in numbers, is it free, and does the catalogue answer there?"""

import http.client
import socket
from http import HTTPStatus

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


def is_answering(host: str, port: int) -> bool:
    """Say whether the catalogue answers there."""
    asking = http.client.HTTPConnection(ITSELF.get(host, host), port, timeout=1)
    try:
        asking.request("GET", "/livez")
        return asking.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()
