"""The answer to a form whose token is too old, or whose writer was signed out meanwhile: are its words kept?

Signing in in another tab gives every page a new token.

Only what a page of ours sent is offered again: the browser says in `Origin` whose page it was, and no other site can
make it say ours. So nobody is led to send what a stranger wrote.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from practices.admin import stashed_post

AGAIN = "sent_again"
"""The field that says that words come from the page where they were given back."""
UNSEEN = {"csrfmiddlewaretoken", "seen", "entries", stashed_post.WRITER}
"""What a form carries that nobody typed."""


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Lead back to the form with all that was typed, or show it with the way to send it again."""
    if is_ours(request) and (form := stashed_post.keep(request)):
        return redirect(form)
    return _given_back(request)


def signed_out(request: HttpRequest) -> HttpResponse:
    """Lead to signing in; what a page of ours sent meanwhile waits in its form, or is given back."""
    if not stashed_post.keep(request) and request.method == "POST" and is_ours(request):
        return _given_back(request)
    return redirect_to_login(request.get_full_path())


def words_given_back(request: HttpRequest) -> dict[str, Any]:
    """Return what a page needs to show what was sent with the way to send it again: only what a page of ours sent."""
    sent = list(request.POST.lists()) if is_ours(request) and not _is_secret(request) else []
    again = [(name, values) for name, values in sent if name not in {"csrfmiddlewaretoken", AGAIN}]
    return {
        "again": again,
        "is_repeated": AGAIN in request.POST,
        "typed": [words for name, values in again if name not in UNSEEN for words in values if " " in words],
        "address": request.get_full_path(),
    }


def _given_back(request: HttpRequest) -> TemplateResponse:
    return TemplateResponse(request, "403_csrf.html", words_given_back(request), status=403)


def is_ours(request: HttpRequest) -> bool:
    """Say whether the browser says that a page of ours sent this."""
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") in {own, *settings.CSRF_TRUSTED_ORIGINS}


def _is_secret(request: HttpRequest) -> bool:
    return any("password" in name for name in request.POST)
