"""The middleware of accounts: how long is an editor signed in, and what does somebody read who tries too often?"""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from practices import permissions
from practices.accounts import idle_timeout, rate_limits
from practices.errors import views, wording

Answer = Callable[[HttpRequest], HttpResponse]


def editors(get_response: Answer) -> Answer:
    """End an editor's session when her stay is over; asking how long it lasts is no sign of life.

    Nothing is looked at while a page does not ask who is signed in.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(partial(_person, request))  # type: ignore[assignment]  # as Django does
        response = get_response(request)
        if request.session.accessed and permissions.is_staff(request.user) and not _only_asks(request):
            idle_timeout.see(request, response)
        return response

    return middleware


def _person(request: HttpRequest) -> permissions.Person:
    person: permissions.Person = get_user(request)
    is_over = permissions.is_staff(person) and idle_timeout.remaining(request).left < 0
    return AnonymousUser() if is_over else person


def _only_asks(request: HttpRequest) -> bool:
    return request.method == "GET" and request.path_info == reverse("account_stay")


def limited(get_response: Answer) -> Answer:
    """Answer 429, with the time to wait, when a limit is reached."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, rate_limits.TooMany):
            return None
        minutes = -(-error.wait // 60)
        answer = views.error_page(request, wording.TOO_MANY, minutes=minutes)
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
