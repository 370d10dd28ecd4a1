"""How long does an editor stay signed in, and what does somebody read who tries too often?"""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from practices import faults, limits, permissions, refusals

Answer = Callable[[HttpRequest], HttpResponse]

SEEN, SEEN_SALT = "seen", "practices.sessions.seen"


def editors(get_response: Answer) -> Answer:
    """End an editor's session after half an hour without a request, and after twelve hours whatever she does.

    When she was last here stands in a signed cookie: written on every answer, it would otherwise make each GET change
    the database. Nothing is looked at while a page does not ask who is signed in.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(partial(_person, request))  # type: ignore[assignment]  # as Django does
        response = get_response(request)
        if request.session.accessed and permissions.is_staff(request.user):
            _see(request, response)
        return response

    return middleware


def _person(request: HttpRequest) -> permissions.Person:
    person: permissions.Person = get_user(request)
    return AnonymousUser() if permissions.is_staff(person) and _is_over(request) else person


def _is_over(request: HttpRequest) -> bool:
    began = request.session.get("signed_in_at")
    if began is None:  # not by our own door: tests and shells only
        return False
    age = timezone.now().timestamp() - began
    return age > settings.EDITOR_LONGEST or (age > settings.EDITOR_IDLE and not _was_here_lately(request))


def _was_here_lately(request: HttpRequest) -> bool:
    try:
        seen = signing.loads(
            request.COOKIES.get(_seen_cookie(), ""), salt=SEEN_SALT, max_age=settings.EDITOR_IDLE
        )
    except signing.BadSignature:
        return False
    return bool(seen == _session_name(request))


def _see(request: HttpRequest, response: HttpResponse) -> None:
    response.set_cookie(
        _seen_cookie(),
        signing.dumps(_session_name(request), salt=SEEN_SALT),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _session_name(request: HttpRequest) -> str:
    return signing.Signer(salt=SEEN_SALT).signature(request.session.session_key or "")


def _seen_cookie() -> str:
    return settings.HOST_COOKIE + SEEN


def limited(get_response: Answer) -> Answer:
    """Answer 429, with the time to wait, when a limit is reached."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, limits.TooMany):
            return None
        minutes = -(-error.wait // 60)
        answer = refusals.page(request, faults.TOO_MANY, minutes=minutes)
        answer.headers["Retry-After"] = str(error.wait)
        add_never_cache_headers(answer)
        return answer.render()

    middleware.process_exception = process_exception  # type: ignore[attr-defined]  # where Django looks for it
    return middleware


class MessageCookie(CookieStorage):
    cookie_name = f"{settings.HOST_COOKIE}messages"


class Messages(FallbackStorage):
    """Messages wait in a cookie that no other host can set; long ones in the session."""

    storage_classes = (MessageCookie, SessionStorage)
