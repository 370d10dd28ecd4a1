"""Ports for the servers that tests start."""

import socket

from practices.worker.listening import keep_port

HOST = "127.0.0.1"
_kept: list[socket.socket] = []


def free_port() -> int:
    """Return a port of `HOST` at which nothing listens, and which nobody else comes to have while this process lives."""
    _kept.append(keep_port())
    return int(_kept[-1].getsockname()[1])
