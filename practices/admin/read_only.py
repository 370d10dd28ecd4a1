"""The middleware of a site that can only be read (`READ_ONLY=1`): what is refused, and what becomes of the words?

Whoever is signed in reads on; nobody signs in. The database refuses every write by itself, so that what is forgotten here
is refused there, with the same page.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import override

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import MiddlewareNotUsed
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from practices.admin.csrf_failure import is_ours, words_given_back
from practices.errors import problems, views, wording
from practices.models.database_errors import is_read_only

Answer = Callable[[HttpRequest], HttpResponse]
SIGNED_IN = ("/accounts/", "/admin/", "/contribute/")
"""Where there is nothing for whoever is not signed in, and signing in is a write."""


class SessionThatIsRead(SessionStore):
    """A session without a write: to know its person is one when it has ended elsewhere, or was signed with a former key.

    Whose it is no more is nobody's; whose it still is reads on by the same cookie. Its row is changed another time.
    """

    @property
    @override
    def key_salt(self) -> str:
        """Return what sessions are signed with, which has the name of their class in it."""
        return SessionStore().key_salt

    @override
    def save(self, must_create: bool = False) -> None:
        """Save nothing."""

    @override
    def delete(self, session_key: str | None = None) -> None:
        """Delete nothing."""

    @override
    def cycle_key(self) -> None:
        """Keep the key, as no other one could be stored."""


def read_only(get_response: Answer) -> Answer:
    """Answer 503 to every form, and to whoever would have to sign in first; without `READ_ONLY` it is not there."""
    if not settings.READ_ONLY:
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponse:
        request.session = SessionThatIsRead(request.session.session_key)
        if request.method == "POST":
            return _left(request) if _is_leaving(request) else _refused(request)
        if request.path_info.startswith(SIGNED_IN) and not request.user.is_authenticated:
            return _refused(request)
        response = get_response(request)
        request.session.modified = False  # what it would note is noted another time
        return response

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        return _refused(request) if isinstance(error, Error) and is_read_only(error) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]  # where Django looks for it
    return middleware


def _is_leaving(request: HttpRequest) -> bool:
    """Say whether somebody signs out by our own button: this lies above the check of tokens, and no other site may do it."""
    ways = {reverse(name) for name in ("account_logout", "contribute:logout", "admin:logout")}
    return request.path_info in ways and is_ours(request)


def _left(request: HttpRequest) -> HttpResponse:
    """Take the session out of this browser, which others may use next; its row ends by itself."""
    answer = redirect("practices:home")
    answer.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Lax")
    return answer


def _refused(request: HttpRequest) -> HttpResponse:
    """Say that nothing can be written now, and give back what a page of ours sent, with the way to send it again."""
    if request.method != "POST" or problems.is_for_programs(request):
        answer: TemplateResponse = views.error_page(request, wording.READ_ONLY)
    else:
        context = words_given_back(request) | {
            "error": wording.READ_ONLY,
            "has_files": bool(request.FILES),
        }
        answer = TemplateResponse(
            request, "503_read_only.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE
        )
    answer.headers["Retry-After"] = str(wording.READ_ONLY_SECONDS)
    add_never_cache_headers(answer)
    return answer.render()
