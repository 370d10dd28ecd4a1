"""What does every answer carry, and which answers need nothing else?"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

Answer = Callable[[HttpRequest], HttpResponse]

UNUSED_POWERS = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
HEADERS = {
    "Permissions-Policy": ", ".join(f"{power}=()" for power in UNUSED_POWERS),
    "Cross-Origin-Resource-Policy": "same-origin",
}
HEALTH = {"/livez", "/readyz"}
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


def health(get_response: Answer) -> Answer:
    """Answer the health addresses before host, session and user are looked at: probes call by any name."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info in HEALTH:
            response: HttpResponse = resolve(request.path_info).func(request)
            return response
        return get_response(request)

    return middleware
