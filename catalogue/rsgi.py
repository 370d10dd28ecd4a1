"""The RSGI door, which `./run` opens: granian's event loop reads each request whole, then a thread answers it by WSGI.

Else a thread would wait for a slow sender, and four of those would stop everything. Kept pages need no thread at all.
"""

import asyncio
import gc
import os
import re
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache, lru_cache
from io import SEEK_END, BytesIO
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import FileWrapper

from django.conf import settings
from django.db import close_old_connections
from django.urls import get_resolver
from granian.rsgi import HTTPProtocol, ProtocolClosed, Scope

from catalogue.request_body import Bounds, Chunks, TooLarge, TooSlow, drain, read_body
from catalogue.request_log import Noted, note_apart
from catalogue.serve import LOADED
from catalogue.upload_slots import Crowded, UploadSlots
from catalogue.wsgi import application as wsgi
from practices.accounts.visitors import sender_of
from practices.errors import wording
from practices.errors.wording import ErrorPage
from practices.middleware import ERROR_PAGE
from practices.models.database_errors import DATABASE_AWAY
from practices.public.page_cache.kept import from_memory
from practices.public.views.health import LIVEZ
from practices.template import SECTIONS

THREADS = 4
"""In a process; a thread waits for the database most of the time."""
MOST_FILES = 2**16
ALWAYS = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
    "wsgi.file_wrapper": FileWrapper,
}
SITE: Any = wsgi  # typed by PEP 3333: start_response returns a writer, which Django never uses
BOUNDS = Bounds(settings.BODY_BYTES, settings.BODY_SECONDS)
OVERDUE = replace(BOUNDS, seconds=BOUNDS.grace)
"""For the rest of a body that has had its time."""
WITH_FILES = Bounds(
    settings.UPLOAD_MOST, settings.UPLOAD_SECONDS, slowest=2**13, folder=settings.ARRIVING_FOLDER
)
SMALL = 2**18
"""Bytes of a body that needs no place of those with files."""
OF_FILES = "|".join(section.name for section in SECTIONS if section.takes_files)
TAKES_FILES = re.compile(
    rf"/(?:admin|contribute)/practices/practice/\d+/change/(?:(?:{OF_FILES})/)?"
    r"|/admin/practices/(?:city|topic)/\d+/picture/"
)
"""The addresses of the forms with which files are sent: nowhere else as much is taken, and of nobody who is not signed in."""

type Environ = dict[str, Any]
type Headers = list[tuple[str, str]]


class BodyRefused(Exception):
    """A request is not answered, for what its body is or who sends it: the page that says so, and how much more may come."""

    def __init__(self, page: ErrorPage, bounds: Bounds = BOUNDS) -> None:
        super().__init__(page, bounds)
        self.page, self.bounds = page, bounds


class Application:
    """The site, as granian calls it."""

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(THREADS)
        self.slots = UploadSlots(settings.UPLOADS_AT_ONCE, settings.UPLOAD_WAIT)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let this process hold as many connections as the machine allows: each is a file; and say that it has loaded.

        What is loaded stays, so that no search for garbage, in which all threads stand still, looks through it again.
        """
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, MOST_FILES)), hard))
        get_resolver().url_patterns  # noqa: B018  loads the views, which the first request would do
        gc.collect()
        gc.freeze()
        if told := os.environ.pop(LOADED, ""):
            os.close(int(told))

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        environ, began = _environ(scope), time.perf_counter()
        if "HTTP_TRANSFER_ENCODING" in environ or environ.get("CONTENT_LENGTH", "0") != "0":
            await self._take(environ, protocol)
        elif page := from_memory(environ):
            told = Noted(scope.method, vars(page)["route"], page.status_code, "memory")
            headers = note_apart(environ, told, page.items(), began)
            if path := vars(page).get("path"):
                protocol.response_file(page.status_code, headers, path)
            else:
                protocol.response_bytes(page.status_code, headers, page.content)
        elif (
            environ["PATH_INFO"] == LIVEZ and scope.method == "GET"
        ):  # touches nothing: it is told even while all threads are busy
            _answer(environ, protocol, asyncio.get_running_loop())
        else:
            await self._answer(environ, protocol)

    async def _take(self, environ: Environ, protocol: HTTPProtocol) -> None:
        """Read the body, and answer; or refuse it, which takes no place."""
        chunks = Chunks(protocol)
        try:
            if _has_files(environ):
                await self._take_files(environ, protocol, chunks)
            else:
                await self._read(environ, protocol, chunks)
        except BodyRefused as refused:
            _refuse(refused.page, environ, protocol)
            if "HTTP_EXPECT" not in environ:  # what is on its way is let come, so that the answer is read
                await drain(chunks, refused.bounds)

    async def _take_files(self, environ: Environ, protocol: HTTPProtocol, chunks: Chunks) -> None:
        """Read a body with files, and answer: in one of the few places for such, if its sender is signed in."""
        loop = asyncio.get_running_loop()
        try:
            person = await loop.run_in_executor(self.threads, _sender, environ)
        except DATABASE_AWAY as error:
            raise BodyRefused(wording.AWAY) from error
        if not person:
            await self._read(environ, protocol, chunks, too_large=wording.FILES_OF_NOBODY)
            return
        try:
            async with self.slots.place(person):
                await self._read(environ, protocol, chunks, WITH_FILES, too_large=wording.FILES_TOO_LARGE)
        except Crowded as error:
            raise BodyRefused(wording.CROWDED) from error

    async def _read(
        self,
        environ: Environ,
        protocol: HTTPProtocol,
        chunks: Chunks,
        bounds: Bounds = BOUNDS,
        too_large: ErrorPage = wording.TOO_LARGE,
    ) -> None:
        """Read the body, and answer; raises `BodyRefused` for what the body is."""
        length = environ.get("CONTENT_LENGTH")
        try:
            body = await read_body(chunks, length and int(length), bounds)
        except TooLarge as error:
            raise BodyRefused(too_large) from error
        except TooSlow as error:
            raise BodyRefused(wording.TOO_SLOWLY_SENT, OVERDUE) from error
        except OSError as error:  # no room on the disk
            raise BodyRefused(wording.AWAY) from error
        else:
            with body:
                environ["CONTENT_LENGTH"] = str(body.seek(0, SEEK_END))
                body.seek(0)
                await self._answer(environ | {"wsgi.input": body}, protocol)

    async def _answer(self, environ: Environ, protocol: HTTPProtocol) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self.threads, _answer, environ, protocol, loop)


application = Application()


def _sender(environ: Environ) -> str:
    """Return who sends a request; a connection that broke while nobody asked is opened anew, as for a page."""
    close_old_connections()
    return sender_of(environ)


def _has_files(environ: Environ) -> bool:
    """Say whether a body may be one with files: where they are sent, and too large for a few words."""
    length = environ.get("CONTENT_LENGTH", "")
    return int(length or 0) > SMALL and bool(TAKES_FILES.fullmatch(environ["PATH_INFO"]))


@lru_cache(256)
def _name(header: str) -> str:
    """Return what WSGI calls a header, or nothing: one with an underscore would pass for another, set by a proxy."""
    if "_" in header:
        return ""
    name = header.upper().replace("-", "_")
    return name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"


def _environ(scope: Scope) -> Environ:
    """Return the request as WSGI describes it (PEP 3333), without its body."""
    server, _colon, port = scope.server.rpartition(":")
    environ = ALWAYS | {
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_PROTOCOL": "HTTP/1.0" if scope.http_version == "1" else f"HTTP/{scope.http_version}",
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(),
    }
    for header, value in scope.headers.items():
        if name := _name(header):
            environ[name] = f"{environ[name]},{value}" if name in environ else value
    environ.setdefault("HTTP_HOST", scope.authority or "")
    return environ


def _answer(environ: Environ, protocol: HTTPProtocol, loop: asyncio.AbstractEventLoop) -> None:
    """Let the application answer: whole, by a file's name, or piece by piece as long as somebody reads."""
    status, headers, parts = _called(environ)
    try:
        if not getattr(parts, "streaming", True):
            protocol.response_bytes(status, headers, b"".join(parts))
        elif isinstance(path := getattr(getattr(parts, "filelike", None), "name", None), str):
            protocol.response_file(status, headers, path)
        else:
            transport = protocol.response_stream(status, headers)
            for part in parts:
                asyncio.run_coroutine_threadsafe(_send(transport, part), loop).result()
    except ProtocolClosed:
        pass  # the reader has left
    finally:
        parts.close()


def _called(environ: Environ) -> tuple[int, Headers, Any]:
    """Call the application, and return status, headers and parts of its answer."""
    said: list[tuple[int, Headers]] = []
    parts = SITE(environ, lambda status, headers: said.append((int(status[:3]), headers)))
    return (*said[0], parts)


async def _send(transport: Any, part: bytes) -> None:
    await transport.send_bytes(part)


def _refuse(error: ErrorPage, environ: Environ, protocol: HTTPProtocol) -> None:
    """Answer that the body is not taken."""
    is_https = environ.get("HTTP_X_FORWARDED_PROTO", "").partition(",")[0].strip() == "https"
    status, headers, page = _refusal(error, "https" if is_https else "http")
    told = Noted(environ["REQUEST_METHOD"], "none", status)
    headers = note_apart(environ, told, headers, time.perf_counter())
    protocol.response_bytes(status, [*headers, ("Connection", "close")], page)


@cache
def _refusal(error: ErrorPage, forwarded: str) -> tuple[int, Headers, bytes]:
    """Return the site's own answer, made once for all that are refused so: a thousand may be at the same moment.

    `forwarded` is what a proxy said, which the site believes only behind one; nobody can ask for a third page.
    """
    environ = ALWAYS | {
        "REQUEST_METHOD": "POST",
        "HTTP_HOST": urlsplit(settings.SITE_URL).netloc,
        "HTTP_X_FORWARDED_PROTO": forwarded,
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        ERROR_PAGE: error,
    }
    status, headers, parts = _called(environ)
    try:
        return status, headers, b"".join(parts)
    finally:
        parts.close()
