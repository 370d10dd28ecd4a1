"""The site, with a few views beside it that show what reaches them and when."""

import gc
import os
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from threading import get_ident

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from catalogue.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500"]

WAITING = 30
PIECE = b"x" * 1000

GO = Path(os.environ["GO"])
"""While this file is not there, what waits waits: to be told by a request would take a thread."""

_count = {"called": 0, "waiting": 0, "closed": 0}


def until_go() -> None:
    end = time.monotonic() + WAITING
    while not GO.exists() and time.monotonic() < end:
        time.sleep(0.02)


@csrf_exempt
def echo(request: HttpRequest, rest: str = "") -> JsonResponse:
    """Answer what arrived: the texts of the environment that are not the machine's, and the size of the body."""
    _count["called"] += 1
    told = {name: value for name, value in request.META.items() if isinstance(value, str)}
    return JsonResponse(told | {"body": request.body[:100].decode("latin-1"), "size": len(request.body)})


def count(request: HttpRequest) -> JsonResponse:
    return JsonResponse(_count | {"frozen": gc.get_freeze_count()})


def wait(request: HttpRequest) -> HttpResponse:
    """Hold a thread, and leave a file that says so."""
    GO.with_name(f"waiting-{get_ident()}").touch()
    _count["waiting"] += 1
    until_go()
    _count["waiting"] -= 1
    return HttpResponse("went on")


class Pieces:
    """So many pieces; all but the first have to wait."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __iter__(self) -> Iterator[bytes]:
        yield PIECE
        until_go()
        for _ in range(1, self.number):
            yield PIECE

    def close(self) -> None:
        _count["closed"] += 1


def stream(request: HttpRequest, number: int) -> StreamingHttpResponse:
    return StreamingHttpResponse(Pieces(number))


def limit(request: HttpRequest, size: int) -> HttpResponse:
    """Let no file of this process grow beyond a size, as on a full disk; 0 ends that."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size or resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return HttpResponse(status=204)


urlpatterns = [
    path("test/echo/", echo),
    path("test/echo/<path:rest>", echo),
    path("test/count/", count),
    path("test/wait/", wait),
    path("test/stream/<int:number>/", stream),
    path("test/limit/<int:size>/", limit),
    path("", include("catalogue.urls")),
]
