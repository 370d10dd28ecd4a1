"""The middleware: what does every answer carry, and what is refused before any page is asked?"""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import resolve
from django.utils.cache import add_never_cache_headers

from practices.errors import problems, views
from practices.errors.wording import AWAY_SECONDS, NOT_ALLOWED
from practices.public.views.health import HEALTH

Answer = Callable[[HttpRequest], HttpResponse]

UNUSED_POWERS = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
ERROR_PAGE = "practices.error_page"
"""Where the server says of a request, beside its headers, why it cannot be taken."""
HEADERS = {
    "Permissions-Policy": ", ".join(f"{power}=()" for power in UNUSED_POWERS),
    "Cross-Origin-Resource-Policy": "same-origin",
}
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
}
"""Of the API: pages of other sites may read it, and not embed it."""
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
DEFAULT_CACHE_CONTROL = "no-cache"
"""Unless told otherwise browsers keep 301 and 410 for ever and Varnish 404 for two minutes; yet what is withdrawn can be
restored, a title change back, and what is not there be published."""


def headers(get_response: Answer) -> Answer:
    """Add the protective headers that Django does not add itself."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        open_to_all = OPEN if problems.is_for_programs(request) else {}
        for name, value in (HEADERS | open_to_all).items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", DEFAULT_CACHE_CONTROL)
        return response

    return middleware


def refused(get_response: Answer) -> Answer:
    """Refuse what the server could not take, and methods that nothing here takes, such as TRACE; say each in words."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if ERROR_PAGE in request.META:
            page = views.error_page(request, request.META[ERROR_PAGE])
            if page.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
                add_never_cache_headers(page)
                page.headers["Retry-After"] = str(AWAY_SECONDS)
            return page.render()
        response = get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        page = views.error_page(request, NOT_ALLOWED)
        page.headers["Allow"] = response.headers["Allow"]
        return page.render()

    return middleware


def storable_cookies(get_response: Answer) -> Answer:
    """Drop cookies with a NUL, which hides in quotes as a backslash and `000`: no session has such a name, and PostgreSQL cannot look for one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if "\0" not in value}
        return get_response(request)

    return middleware


def health(get_response: Answer) -> Answer:
    """Answer the health addresses before host, session and user are looked at: probes call by any name."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info in HEALTH:
            request.resolver_match = resolve(request.path_info)
            response: HttpResponse = request.resolver_match.func(request)
            return response
        return get_response(request)

    return middleware
