"""The pictures that this process has shown at the last version: given again from the folder where they lie, without a thread.

A card is small work for a thread, but a list has twenty. What lies in a bucket has no path, and is read by threads.
"""

from dataclasses import dataclass
from threading import Lock

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.datastructures import CaseInsensitiveMapping

FOLDER = "/pictures/"
MOST = 2**11
OF_BODY = {"Content-Type", "Content-Length"}
_shown: dict[str, dict[str, "ShownFile"]] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True)
class ShownFile:
    """Where a file lies, and with which headers it was shown, under which route."""

    path: str
    headers: CaseInsensitiveMapping[str]
    route: str


def mark_shown(response: HttpResponse, known: str, path: str) -> HttpResponse:
    """Say of an answer that it is a file, whole, and the one that anybody may see at a version that was known before it was asked."""
    vars(response).update(shown_at=known, path=path)
    return response


def keep_shown(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Note a file that was marked, with all headers that its answer has by now, and return the answer; forget what is there no more."""
    known = vars(response).get("shown_at")
    if known is None:
        for files in _shown.copy().values():
            files.pop(_name(request), None)
        return response
    if request.method != "GET" or request.META.get("QUERY_STRING"):
        return response
    route = request.resolver_match.view_name if request.resolver_match else ""
    file = ShownFile(vars(response)["path"], CaseInsensitiveMapping(dict(response.items())), route)
    with _lock:
        if known not in _shown:
            _shown.clear()
        files = _shown.setdefault(known, {})
        if len(files) < MOST:
            files[_name(request)] = file
    return response


def shown_from_memory(request: HttpRequest, known: str) -> HttpResponse | None:
    """Return the answer with a file that was shown at this version: unchanged, or with the `path` from which it is sent."""
    file = _shown.get(known, {}).get(_name(request))
    if file is None or request.method != "GET" or request.META.get("QUERY_STRING"):
        return None
    is_had = request.headers.get("If-None-Match") == file.headers["ETag"]
    answer = HttpResponseNotModified() if is_had else HttpResponse()
    said = {name: value for name, value in file.headers.items() if not (is_had and name in OF_BODY)}
    answer.headers = CaseInsensitiveMapping(said)  # type: ignore[assignment]  # Django reads them and writes nothing in them any more
    vars(answer).update(route=file.route, page="memory", path="" if is_had else file.path)
    return answer


def forget_shown() -> None:
    """Forget what was shown: the database is another one, or another moment of it."""
    _shown.clear()


def _name(request: HttpRequest) -> str:
    return f"{request.scheme} {request.path}"
