"""Servers on free ports of this machine, which end with their test."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from django.db import connection

from catalogue.env import ROOT
from practices.worker.commands import server_command
from tests.ports import HOST, free_port

SECONDS = 30
VCL = """
vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "%d"; }
sub vcl_recv {
  if (req.method == "BAN") { ban("req.url ~ ."); return (synth(200)); }
  if (req.method == "GET" || req.method == "HEAD") { return (hash); }
  return (pass);
}
sub vcl_hash { hash_data(req.url); return (lookup); }
"""
"""A cache that is asked to keep as much as it may: whatever the cookies, and one answer for all hosts."""


def database_url() -> str:
    """Return the address of the database of this test, for another process."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgres://{given['USER']}@{str(given['HOST']).replace('/', '%2F')}/{given['NAME']}"


@contextmanager
def running(command: list[str], is_up: Callable[[], bool], **given: str) -> Iterator[None]:
    """Run a command until the block ends; it is waited for until it is up."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | given
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            for _ in range(SECONDS * 20):
                if process.poll() is not None or is_up():
                    break
                time.sleep(0.05)
            if process.poll() is not None:
                log.seek(0)
                raise AssertionError(log.read().decode(errors="replace"))
            yield
        finally:
            process.terminate()
            process.wait(SECONDS)


def answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), 0.2):
        return True
    return False


@contextmanager
def granian(settings: str = "tests.settings", workers: int = 1, **given: str) -> Iterator[int]:
    """Serve the database of this test as `./run` does; the settings of tests ask for the version each time."""
    port = free_port()
    given |= {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": str(ROOT)}

    def is_up() -> bool:
        with suppress(OSError):
            return get(port, "/livez").status == 200
        return False

    with running(server_command(HOST, port, workers), is_up, **given):
        yield port


@contextmanager
def varnish(behind: int) -> Iterator[int]:
    """Put Varnish in front of a port."""
    port, folder = free_port(), Path(tempfile.mkdtemp(prefix="varnish-"))
    (folder / "front.vcl").write_text(VCL % behind)
    command = ["varnishd", "-F", "-j", "none", "-n", str(folder / "work"), "-f", str(folder / "front.vcl")]
    try:
        with running([*command, "-a", f"{HOST}:{port}", "-s", "malloc,64m"], lambda: answers(port)):
            yield port
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Answer:
    """An answer as it came: status, headers in small letters, body unpacked if it came packed."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body: bytes = response.read()

    @property
    def is_kept(self) -> bool:
        """Whether it came from Varnish's own store: it then names two requests."""
        return len(self.headers.get("x-varnish", "").split()) == 2


def get(
    port: int,
    address: str,
    headers: dict[str, str] | None = None,
    *,
    method: str = "GET",
    body: bytes = b"",
) -> Answer:
    """Ask a port for an address exactly as it is written, with these headers and no others but Host."""
    asked = HTTPConnection(HOST, port, timeout=SECONDS)
    asked.putrequest(method, address, skip_host=True, skip_accept_encoding=True)
    sent = {"Host": "localhost"} | (headers or {}) | ({"Content-Length": str(len(body))} if body else {})
    for name, value in sent.items():
        asked.putheader(name, value)
    asked.endheaders(body or None)
    try:
        return Answer(asked.getresponse())
    finally:
        asked.close()
