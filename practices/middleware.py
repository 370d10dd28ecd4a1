"""What does every answer carry, and which answers need nothing else?"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Self

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseNotModified
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import get_language

from practices import faults, refusals, version

Answer = Callable[[HttpRequest], HttpResponse]

UNUSED_POWERS = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
HEADERS = {
    "Permissions-Policy": ", ".join(f"{power}=()" for power in UNUSED_POWERS),
    "Cross-Origin-Resource-Policy": "same-origin",
}
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
HEALTH = {"/livez", "/readyz"}
PERSONAL = ("/accounts/", "/admin/", "/contribute/", "/preview/")
"""Where no page is public, so that none is looked for."""
KEPT_SECONDS = 24 * 3600
LIFE = f"public, max-age={settings.PAGE_SECONDS}, stale-while-revalidate={settings.PAGE_STALE_SECONDS}"
"""How long others may keep a public page."""
LASTING = {301, 308, 410}
"""Browsers keep these for ever unless told otherwise; yet what is withdrawn can be restored, and a title change back."""


def headers(get_response: Answer) -> Answer:
    """Add the protective headers that Django does not add itself."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if response.status_code in LASTING:
            response.headers.setdefault("Cache-Control", "no-cache")
        return response

    return middleware


def refused(get_response: Answer) -> Answer:
    """Refuse methods that nothing here takes, such as TRACE, and say in words what an address does not do."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        page = refusals.page(request, faults.NOT_ALLOWED)
        page.headers["Allow"] = response.headers["Allow"]
        return page.render()

    return middleware


def health(get_response: Answer) -> Answer:
    """Answer the health addresses before host, session and user are looked at: probes call by any name."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info in HEALTH:
            response: HttpResponse = resolve(request.path_info).func(request)
            return response
        return get_response(request)

    return middleware


def pages(get_response: Answer) -> Answer:
    """Keep every page that says it is public, as long as the catalogue stays as it is; answer 304 to who has it.

    A page is kept for one version of the catalogue, one release, one day and one address as it stands; no header and no
    cookie has a say. What is kept lies above sessions and users, so that none is ever looked at.
    """
    kept = caches["pages"]

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or request.path_info.startswith(PERSONAL):
            return get_response(request)
        request.get_host()  # a foreign host is refused whether the page is kept or not
        key = _key(request)
        tag = f'W/"{key}"'
        if tag in request.headers.get("If-None-Match", ""):
            return HttpResponseNotModified(headers=_headers(tag))
        page: Page | None = kept.get(key)
        if page is None:
            response = get_response(request)
            if not _may_be_kept(request, response):
                return response
            page = Page.of(response)
            kept.set(key, page, KEPT_SECONDS)
        return page.answer(request, tag)

    return middleware


def _key(request: HttpRequest) -> str:
    """Return what a page depends on, as text that fits a header and a cache's key."""
    address = sha256(f"{get_language()} {request.get_full_path()}".encode(errors="replace")).hexdigest()[:24]
    return f"{settings.RELEASE}.{version.current()}.{timezone.localdate():%Y%m%d}.{address}"


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.method == "GET"
        and response.status_code == HTTPStatus.OK
        and "public" in response.headers.get("Cache-Control", "")
        and not response.cookies
        and not response.streaming
    )


def _headers(tag: str) -> dict[str, str]:
    return {"Cache-Control": LIFE, "ETag": tag, "Vary": "Accept-Encoding"}


@dataclass(frozen=True)
class Page:
    """A page as it is kept: its body, plain and compressed, and its type."""

    body: bytes
    packed: bytes
    content_type: str

    @classmethod
    def of(cls, response: HttpResponse) -> Self:
        body = response.content
        return cls(body, gzip.compress(body, compresslevel=6, mtime=0), response.headers["Content-Type"])

    def answer(self, request: HttpRequest, tag: str) -> HttpResponse:
        """Return the answer to a request; its headers are those of any public page, and the tag."""
        packs = len(self.body) >= settings.PAGE_MINIMUM and "gzip" in request.headers.get(
            "Accept-Encoding", ""
        )
        body = self.packed if packs else self.body
        headers = _headers(tag) | {"Content-Length": str(len(body)), "Content-Type": self.content_type}
        return HttpResponse(body, headers=headers | ({"Content-Encoding": "gzip"} if packs else {}))
