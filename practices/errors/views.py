"""The views of error pages: with the words of `practices.errors.wording`, and with which headers?"""

import json
import sys
from secrets import token_hex
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from practices.errors import problems, wording
from practices.errors.wording import ErrorPage
from practices.models.database_errors import DATABASE_AWAY

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def error_page(
    request: HttpRequest,
    error: ErrorPage,
    *,
    reason: str = "",
    minutes: int = 0,
    days: int = 0,
    way: str = "",
) -> TemplateResponse:
    """Return the page of an error; `reason` is in a person's own words, `way` is where its button leads.

    `minutes` are to be waited; `days` is how long such an address works. Programs get the same as JSON.
    """
    context: dict[str, Any] = {"error": error, "reason": reason, "minutes": minutes, "days": days, "way": way}
    if problems.is_for_programs(request):
        return problems.Problem(request, "error.html", context, problems.MEDIA_TYPE, error.status)
    return TemplateResponse(request, "error.html", context, status=error.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, wording.TOO_LARGE if _is_too_much(request, exception) else wording.UNREADABLE)


def _is_too_much(request: HttpRequest, exception: Exception) -> bool:
    return request.method == "POST" and isinstance(exception, TOO_MUCH)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer that a page is not this person's; the exception may say what to do about it."""
    return error_page(request, wording.FORBIDDEN, reason=str(exception), way=reverse("account_login"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, wording.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without database, session or list of files: any of them may be what failed.

    The reference on the page stands in the log, in the line that has the error.
    """
    is_away = isinstance(sys.exception(), DATABASE_AWAY)
    error = wording.AWAY if is_away else wording.BROKEN
    reference = token_hex(4)
    request.reference = reference  # type: ignore[attr-defined]  # where `errors.wording.Reference` looks for it
    if problems.is_for_programs(request):
        told = json.dumps(problems.problem(error) | {"reference": reference})
        answer = HttpResponse(told, content_type=problems.MEDIA_TYPE, status=error.status)
    else:
        answer = HttpResponse(bare(error, reference), status=error.status)
    add_never_cache_headers(answer)
    if is_away:
        answer.headers["Retry-After"] = str(wording.AWAY_SECONDS)
    return answer


def bare(error: ErrorPage, reference: str) -> str:
    """Return the page of an error without the frame of the site."""
    return get_template("error_minimal.html").render({"error": error, "reference": reference})
