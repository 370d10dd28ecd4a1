"""The real server, in processes of its own on a free port, on the database of the test; it may be killed any time."""

import http.client
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import quote, urlencode

from django.db import connection
from django.test import Client

from catalogue.databases import ENGINE_OPTIONS, SQLITE
from catalogue.env import ROOT
from practices.worker import commands
from tests.ports import free_port

PATIENCE = 60
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
FORM = "application/x-www-form-urlencoded"


def database_url() -> str:
    """Return the address of the test's own database, for a process of its own."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(known['NAME']))}"
    user, password, host = (quote(str(known[name]), safe="") for name in ("USER", "PASSWORD", "HOST"))
    port = f":{known['PORT']}" if known["PORT"] else ""
    return f"postgres://{user}{f':{password}' if password else ''}@{host}{port}/{known['NAME']}"


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a process that runs the site on the database of the test."""
    return {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "SECRET_KEY": os.environ["SECRET_KEY"],
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "catalogue.settings",
        **more,
    }


@contextmanager
def durable() -> Iterator[None]:
    """Let the database write to the disk what it acknowledges, as it does in production."""
    if connection.vendor == "sqlite":
        options = connection.settings_dict["OPTIONS"]
        own, options["init_command"] = options["init_command"], ENGINE_OPTIONS[SQLITE]["init_command"]
        connection.close()
        yield
        options["init_command"] = own
        connection.close()
        return
    changed = [name for name in DURABLE if _shown(name) != "on"]
    _configure("SET {} = 'on'", changed)
    try:
        until = time.monotonic() + PATIENCE
        while {_shown(name) for name in DURABLE} != {"on"}:
            assert time.monotonic() < until, "the server does not read its settings"
            time.sleep(0.05)
        yield
    finally:
        _configure("RESET {}", changed)


def _configure(change: str, names: list[str]) -> None:
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"ALTER SYSTEM {change.format(name)}")
        cursor.execute("SELECT pg_reload_conf()")


def _shown(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        (value,) = cursor.fetchone()
    return str(value)


class Served:
    """The server that `./run` starts."""

    def __init__(self, workers: int, **more: str) -> None:
        self.workers, self.port, self.more = workers, free_port(), more
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = commands.server_command("127.0.0.1", self.port, self.workers)
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment(**self.more), stderr=subprocess.DEVNULL, start_new_session=True
        )
        until = time.monotonic() + PATIENCE
        while not self.answers():
            assert time.monotonic() < until, "the server does not start"
            time.sleep(0.05)

    def answers(self) -> bool:
        with suppress(OSError, http.client.HTTPException):
            return Connection(self.port).get("/livez").status == http.HTTPStatus.OK
        return False

    def kill(self) -> None:
        """End all its processes in the same moment, as a power cut does."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(PATIENCE)
            self.process = None


@contextmanager
def served(workers: int = 1, **more: str) -> Iterator[Served]:
    connection.close()
    server = Served(workers, **more)
    try:
        server.start()
        yield server
    finally:
        server.kill()


class Connection:
    """A browser without script, with the cookies of a test client; one connection a request."""

    def __init__(self, port: int, client: Client | None = None) -> None:
        self.port = port
        cookies = client.cookies.items() if client else []
        self.cookies = {name: morsel.value for name, morsel in cookies} | {"csrftoken": "a" * 32}

    def get(self, address: str) -> http.client.HTTPResponse:
        return self._ask("GET", address, None)

    def post(self, address: str, data: dict[str, Any]) -> http.client.HTTPResponse:
        """Send a form with its token. Raises `OSError` or `HTTPException` when no answer comes."""
        return self._ask("POST", address, urlencode(data | {"csrfmiddlewaretoken": "a" * 32}, doseq=True))

    def _ask(self, method: str, address: str, body: str | None) -> http.client.HTTPResponse:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            asking.request(method, address, body, headers | ({"Content-Type": FORM} if body else {}))
            answer = asking.getresponse()
            answer.read()
        finally:
            asking.close()
        return answer


class Proxy:
    """Passes all requests on to a port, and drops the first answer."""

    def __init__(self, port: int) -> None:
        self.server_port, self.first = port, threading.Lock()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listening.getsockname()[1]
        self.threads = [threading.Thread(target=self.accept)]
        self.threads[0].start()

    def accept(self) -> None:
        with suppress(OSError):
            while True:
                caller, _address = self.listening.accept()
                self.threads.append(threading.Thread(target=self.pass_on, args=(caller,)))
                self.threads[-1].start()

    def pass_on(self, caller: socket.socket) -> None:
        with caller, socket.create_connection(("127.0.0.1", self.server_port), timeout=PATIENCE) as server:
            there = threading.Thread(target=_copy, args=(caller, server))
            there.start()
            answer = server.recv(65536)
            if self.first.acquire(blocking=False):
                answer = b""
            while answer:
                caller.sendall(answer)
                answer = server.recv(65536)
            with suppress(OSError):
                caller.shutdown(socket.SHUT_RDWR)
            there.join()

    def close(self) -> None:
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        for thread in self.threads:
            thread.join(PATIENCE)


@contextmanager
def losing_the_first_answer(port: int) -> Iterator[int]:
    """Give the port of a proxy before a server's."""
    proxy = Proxy(port)
    try:
        yield proxy.port
    finally:
        proxy.close()


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while chunk := source.recv(65536):
            sink.sendall(chunk)
        sink.shutdown(socket.SHUT_WR)
