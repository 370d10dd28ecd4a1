"""The pages that are kept: which, by which key and for how long, and how each is answered again.

While the database is away, `version.current` says for how long they are still shown: `settings.OUTAGE_SECONDS`.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus
from threading import Event
from typing import Any, Self

from django.conf import settings
from django.core.cache import BaseCache, caches
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.datastructures import CaseInsensitiveMapping

from practices.models import version
from practices.models.database_errors import DATABASE_AWAY
from practices.models.per_version import making_for
from practices.public.page_cache.process import ProcessCache
from practices.public.page_cache.shown_files import FOLDER, keep_shown, shown_from_memory
from practices.public.page_cache.turns import LONGEST_WAIT, turn
from practices.public.views.health import HEALTH

PERSONAL = ("/accounts/", "/admin/", "/contribute/", "/design/", "/preview/")
OTHERS = (*PERSONAL, *HEALTH, "/metrics", settings.STATIC_URL, FOLDER, "/documents/")
"""Where no page is public, so that none is looked for; files of entries are, and too large to be kept beside pages: `shown_files`."""
KEPT_SECONDS = 24 * 3600
LIFE = f"public, max-age={settings.PAGE_SECONDS}, stale-while-revalidate={settings.PAGE_STALE_SECONDS}"
"""How long others may keep a public page."""


def kept_pages(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Keep every page that says it is public, as long as the catalogue stays as it is; answer 304 to who has it.

    A page is kept with all its headers for one version of the catalogue, one release, one day and one address as it
    stands; no header has a say. It lies above everything else, so that nothing else is done for it. Cookies go no
    further, so that nobody is signed in here, and no broken one is answered by another. One thread makes a page; others
    that ask for it meanwhile are given the last one for a moment, or wait.
    """
    kept = caches["pages"]

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PERSONAL):
            request.META.pop("HTTP_COOKIE", None)
        if not _may_be_public(request):
            return keep_shown(request, get_response(request))
        try:
            known = version.current()
        except DATABASE_AWAY:  # told further down, where answers get their headers
            return get_response(request)
        key = _key(request, known)
        page: Page | None = kept.get(key)
        if page is not None:
            return page.answer(request)
        with turn(f"{request.method} {key}") as other:
            page = kept.get(key) if other is None else (_last(kept, request) or _waited_for(kept, key, other))
            if page is None:
                with making_for(known):
                    response = get_response(request)
                if not _may_be_kept(request, response):
                    return response
                page = Page.of(response, f'W/"{key}"', request)
                kept.set(key, page, KEPT_SECONDS)
                return page.answer(request, "made")
        return page.answer(request)

    return middleware


def _last(kept: BaseCache, request: HttpRequest) -> "Page | None":
    """Return the page as it was a moment ago, if nothing has been taken away since."""
    before = version.last()
    page: Page | None = kept.get(_key(request, before)) if before else None
    return page


def _waited_for(kept: BaseCache, key: str, made: Event) -> "Page | None":
    made.wait(LONGEST_WAIT)
    page: Page | None = kept.get(key)
    return page


def from_memory(environ: dict[str, Any]) -> HttpResponse | None:
    """Return the answer of `kept_pages` if that takes no time: from this process's memory, while the version is known."""
    kept, known = caches["pages"], version.known()
    if known is None:
        return None
    request = WSGIRequest({**environ})  # which it writes in
    if request.path_info.startswith(FOLDER):
        return shown_from_memory(request, known) if _is_for_us(request) else None
    if not isinstance(kept, ProcessCache) or not _may_be_public(request):
        return None
    page: Page | None = kept.get(_key(request, known))
    return page.answer(request, "memory") if page else None


def _may_be_public(request: HttpRequest) -> bool:
    """Say whether a page may be looked for; a foreign host is refused further down, whether a page is kept or not."""
    is_page = request.method in {"GET", "HEAD"} and not request.path_info.startswith(OTHERS)
    return is_page and _is_for_us(request)


def _is_for_us(request: HttpRequest) -> bool:
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _key(request: HttpRequest, known: str) -> str:
    """Return what a page of a version depends on, as text that fits a header and a cache's key; http may only lead to https."""
    asked = f"{request.scheme!r} {request.path!r} {request.META.get('QUERY_STRING', '')!r}"
    return f"{known}.{sha256(asked.encode()).hexdigest()[:24]}"


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.method == "GET"
        and response.status_code == HTTPStatus.OK
        and "public" in response.headers.get("Cache-Control", "")
        and not response.cookies
        and not response.streaming
    )


@lru_cache(64)
def _takes_gzip(accepted: str) -> bool:
    """Read Accept-Encoding (RFC 9110, 12.5.3): what weighs nothing is refused, and `*` is all that is not named."""
    named = [part.partition(";") for part in accepted.lower().replace(" ", "").split(",")]
    weights = {name: weight.removeprefix("q=") or "1" for name, _, weight in named}
    return weights.get("gzip", weights.get("*", "0")).strip("0.") != ""


type Headers = CaseInsensitiveMapping[str]
"""Headers that nobody can write in, as several answers have the same."""


@dataclass(frozen=True)
class Page:
    """A page as it is kept: its body as most read it, its headers with and without what they say of it, its tag and route."""

    body: bytes
    is_packed: bool
    full: Headers
    headers: Headers
    tag: str
    route: str

    @classmethod
    def of(cls, response: HttpResponse, tag: str, request: HttpRequest) -> Self:
        plain = response.content
        is_packed = len(plain) >= settings.PAGE_MINIMUM
        body = gzip.compress(plain, compresslevel=6, mtime=0) if is_packed else plain
        said = {name: value for name, value in response.items() if name != "Content-Length"}
        said |= {"Cache-Control": LIFE, "ETag": tag, "Vary": "Accept-Encoding"}
        full = said | {"Content-Length": str(len(body))} | ({"Content-Encoding": "gzip"} if is_packed else {})
        route = request.resolver_match.view_name if request.resolver_match else ""
        return cls(body, is_packed, CaseInsensitiveMapping(full), CaseInsensitiveMapping(said), tag, route)

    def __len__(self) -> int:
        return len(self.body)

    def answer(self, request: HttpRequest, came_from: str = "kept") -> HttpResponse:
        """Return the answer to a request: the page as it is read there, or that it is unchanged.

        What the answer is noted by goes along: its route, and where the page came from.
        """
        answer = self._answer(request)
        vars(answer).update(route=self.route, page=came_from)
        return answer

    def _answer(self, request: HttpRequest) -> HttpResponse:
        had = request.META.get("HTTP_IF_NONE_MATCH", "")
        if self.tag in had or had.strip() == "*":
            return _with(self.headers, HttpResponseNotModified())
        if not self.is_packed or _takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            return _with(self.full, HttpResponse(self.body))
        body = gzip.decompress(self.body)  # for hardly anybody, so that it is not kept a second time
        return HttpResponse(body, headers={**self.headers, "Content-Length": str(len(body))})


def _with(headers: Headers, response: HttpResponse) -> HttpResponse:
    """Give an answer headers that were made before, instead of checking and copying each of them again."""
    response.headers = headers  # type: ignore[assignment]  # Django reads them and writes nothing in them any more
    return response
