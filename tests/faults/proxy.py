"""A TCP proxy of our own between the site and PostgreSQL, which fails as networks do."""

import selectors
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.ports import HOST, free_port

RESET = struct.pack("ii", 1, 0)
"""Closed with it (SO_LINGER), a connection ends with RST and not with FIN."""


class Proxy:
    """Passes bytes on, one thread for all of them; while it is `stalled` it takes connections and passes nothing."""

    def __init__(self, port: int) -> None:
        self.behind, self.is_stalled, self.is_over = port, False, False
        self.pairs: dict[socket.socket, socket.socket] = {}
        self.lock, self.selector = threading.RLock(), selectors.DefaultSelector()
        self.listening: socket.socket | None = None
        self.port = free_port()
        self._listen()
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _listen(self) -> None:
        self.listening = socket.create_server((HOST, self.port), backlog=256)
        self.selector.register(self.listening, selectors.EVENT_READ)

    def stall(self) -> None:
        with self.lock:
            self.is_stalled = True

    def stop(self) -> None:
        """Refuse connections, and end those that are there in good order."""
        with self.lock:
            if self.listening:
                self.selector.unregister(self.listening)
                self.listening.close()
                self.listening = None
        self.cut()

    def cut(self, *, reset: bool = False) -> None:
        """End what is there in the midst of it, by FIN or by RST; new connections are taken."""
        with self.lock:
            for each in list(self.pairs):
                self._end(each, reset=reset)

    def heal(self) -> None:
        with self.lock:
            self.is_stalled = False
            if not self.listening:
                self._listen()

    def _run(self) -> None:
        while not self.is_over:
            with self.lock:
                ready = [] if self.is_stalled else self.selector.select(0)
                for key, _events in ready:
                    self._pass(key.fileobj)  # type: ignore[arg-type]  # only sockets are registered
            if not ready:
                threading.Event().wait(0.001)

    def _pass(self, source: socket.socket) -> None:
        if source is self.listening:
            self._take(source.accept()[0])
        elif source in self.pairs:
            with suppress(OSError):
                if some := source.recv(65536):
                    self.pairs[source].sendall(some)
                    return
            self._end(source)

    def _take(self, caller: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self.behind), timeout=5)
        except OSError:
            caller.close()
            return
        for one, other in ((caller, server), (server, caller)):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.pairs[one] = other
            self.selector.register(one, selectors.EVENT_READ)

    def _end(self, one: socket.socket, *, reset: bool = False) -> None:
        other = self.pairs.pop(one, None)
        for each in (one, other):
            if each and each.fileno() >= 0:
                self.pairs.pop(each, None)
                self.selector.unregister(each)
                if reset:
                    each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                each.close()

    def close(self) -> None:
        self.is_over = True
        self.thread.join()
        self.stop()
        self.selector.close()


@contextmanager
def proxy(port: int) -> Iterator[Proxy]:
    """Yield a proxy before a port of loopback."""
    made = Proxy(port)
    try:
        yield made
    finally:
        made.close()
