"""The record of each request: which route answered what after how long, for the log and for `/metrics`.

Neither is there unless a setting asks for it, so that nobody else pays for it.
"""

import logging
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from secrets import compare_digest, token_hex
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue import log

logger = logging.getLogger("catalogue.request_log")

METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
"""What is noted by its name; whoever asks may write any other word there."""
HEADER = "X-Request-ID"
GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""What is taken from a proxy, or whoever asks: it goes into the log, and back to whoever asked, and to nobody else."""


def is_recorded() -> bool:
    """Say whether anybody wants to know of requests."""
    return settings.LOG_FORMAT == "json" or bool(settings.METRICS_TOKEN)


def recorded(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Note each request, and let its answer and its lines in the log carry its number."""
    if not is_recorded():
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponse:
        began, number = time.perf_counter(), id_of(request.META)
        request.request_id = number  # type: ignore[attr-defined]  # where `log.JSONFormatter` looks for it
        token = log.request_id.set(number)
        try:
            response = get_response(request)
            if not _is_for_others(response.headers.get("Cache-Control", "")):
                response.headers[HEADER] = number
            page = getattr(response, "page", "")
            Noted(str(request.method), _route(request, response), response.status_code, page).note(began)
        finally:
            log.request_id.reset(token)
        return response

    return middleware


def _is_for_others(cache_control: str) -> bool:
    """Say whether a cache between may give an answer to everybody, with all its headers."""
    return "public" in cache_control


def id_of(environ: dict[str, Any]) -> str:
    """Return the number of a request: the one it came with, if it is fit for a log, or a new one."""
    given = str(environ.get("HTTP_X_REQUEST_ID", ""))
    return given if GIVEN_ID.fullmatch(given) else token_hex(8)


@dataclass(frozen=True)
class Noted:
    """What is noted of an answer: of which route, and where a public page came from."""

    method: str
    route: str
    status: int
    page: str = ""

    def note(self, began: float) -> None:
        """Write the line of the request and count it; `began` is of `time.perf_counter`."""
        seconds = time.perf_counter() - began
        method = self.method if self.method in METHODS else "other"
        if settings.LOG_FORMAT == "json":
            said = asdict(self) | {"method": method, "ms": round(seconds * 1000, 1)}
            logger.info("%s %s %s", method, self.route, self.status, extra={"said": said})
        if settings.METRICS_TOKEN:
            import_string("catalogue.metrics.count")(method, self.route, self.status, seconds, self.page)


def note_apart(
    environ: dict[str, Any], told: Noted, headers: Iterable[tuple[str, str]], began: float
) -> list[tuple[str, str]]:
    """Note a request that the server answers by itself, and return the headers with its number, if nobody else gets them."""
    if not is_recorded():
        return list(headers)
    given = [each for each in headers if each[0] != HEADER]
    token = log.request_id.set(number := id_of(environ))
    told.note(began)
    log.request_id.reset(token)
    is_for_others = _is_for_others(dict(given).get("Cache-Control", ""))
    return given if is_for_others else [*given, (HEADER, number)]


def _route(request: HttpRequest, response: HttpResponse) -> str:
    """Return the name of the route, which is one of few, whatever was asked for."""
    kept = getattr(response, "route", "")
    found = request.resolver_match
    if kept or found:
        return kept or (found.view_name if found else "")
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Tell Prometheus, who has the token, how the site does; without `METRICS_TOKEN` there is no such page."""
    if not settings.METRICS_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "").encode()
    if not compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode()):
        return HttpResponse(
            "The token is missing or wrong.\n", "text/plain", 401, headers={"WWW-Authenticate": "Bearer"}
        )
    body, content_type = import_string("catalogue.metrics.page")()
    return HttpResponse(body, content_type)
