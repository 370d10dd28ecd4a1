"""The decorators of public pages: the same for everyone, at one address, kept by whoever likes to."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import SimpleTemplateResponse
from django.utils.cache import patch_cache_control

from practices.errors import views, wording
from practices.public.query_timeout import TookTooLong, bounded

View = Callable[..., HttpResponseBase]


def public(view: View, *parameters: str) -> View:
    """Return the view as a page that any cache may keep, unless it says no; names in its address that it does not know are dropped.

    `page_cache.kept` keeps it, and says in its headers for how long others may.
    """

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.META.get("QUERY_STRING") and not set(request.GET) <= set(parameters):
            known = request.GET.copy()
            for name in set(known) - set(parameters):
                del known[name]
            query = f"?{known.urlencode()}" if known else ""
            return HttpResponseRedirect(request.path + query)
        try:
            with bounded(settings.STATEMENT_SECONDS):
                response = view(request, *args, **kwargs)
                if isinstance(response, SimpleTemplateResponse):
                    response.render()  # here, so that what a page asks the database after all is bounded, too
        except TookTooLong:
            return _refused(request)
        if response.status_code == HTTPStatus.OK and "no-store" not in response.get("Cache-Control", ""):
            patch_cache_control(response, public=True, max_age=settings.PAGE_SECONDS)
        return response

    return page


def _refused(request: HttpRequest) -> HttpResponseBase:
    """Answer for a page that took too long: who asked for nothing in particular has asked for nothing wrong."""
    if request.META.get("QUERY_STRING"):
        return views.error_page(request, wording.TOO_SLOW)
    response = views.error_page(request, wording.OVERLOADED)
    response.headers["Retry-After"] = str(wording.OVERLOADED_SECONDS)
    return response
