"""The address where `./run` listens: is it free, and does the catalogue answer there?"""

import http.client
import os
import socket
from http import HTTPStatus

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  what listens on all addresses is asked at one


class AddressTaken(Exception):
    """Nothing can listen there; the message says why, and the cure."""


def refuse_taken(host: str, port: int) -> None:
    """Raise `AddressTaken` with a cure when something else listens there already, or nothing can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        why, cure = os.strerror(error.errno or 0), f"Choose another address: ADDR={host}:{port + 1} ./run"
        raise AddressTaken(f"Cannot listen on {host}, port {port}: {why}. {cure}") from error


def answers(host: str, port: int) -> bool:
    """Say whether the catalogue answers there."""
    asking = http.client.HTTPConnection(EVERYWHERE.get(host, host), port, timeout=1)
    try:
        asking.request("GET", "/livez")
        return asking.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()
