"""The pages about the catalogue itself, and those that say what went wrong."""

import logging
from datetime import date, datetime

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practices.accounts import rate_limits
from practices.accounts.visitors import client
from practices.errors import views, wording
from practices.exports import linked_data
from practices.models import Edition
from practices.public.parts import counts, world_map
from practices.public.parts.cards import cards
from practices.search.counts import by_country
from practices.template import SECTIONS
from practices.text import documents_from_lines

log = logging.getLogger(__name__)

NEWEST, LARGEST = 6, 12
FILE_SECONDS = 30
"""When to come back for a large file."""
MADE_SECONDS = 3
"""When to come back for a file that is being made."""
PREPARED = REVIEWED = date(2026, 11, 24)
"""When the accessibility statement was written, and when it was last compared with the site."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    editions = Edition.objects.originals()
    total = editions.count()
    cities = counts.cities()
    context = {
        "cities": sorted(cities, key=lambda way: -way.count)[:LARGEST],
        "map": world_map.of_world(_("Cities with practices"), cities, by_country()) if cities else None,
        "countries": counts.countries(most=LARGEST),
        "newest": cards(editions.newest_first().cards()[:NEWEST]),
        "topics": counts.topics(),
        "total": total,
        "graph": linked_data.data_catalog(total),
    }
    return TemplateResponse(request, "practices/home.html", context)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """Show the good-practice template with its guidance."""
    return TemplateResponse(request, "practices/article/template.html", {"sections": SECTIONS})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "practices/article/about.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement, after the model of Commission Implementing Decision (EU) 2018/1523."""
    context = {
        "contact": settings.CONTACT_EMAIL,
        "bodies": documents_from_lines(settings.ENFORCEMENT_BODY),
        "prepared": PREPARED,
        "reviewed": REVIEWED,
    }
    return TemplateResponse(request, "practices/article/accessibility.html", context)


def no_such_page(request: HttpRequest, *, first: str = "") -> HttpResponse:
    """Answer for a page beyond the end of a list; `first` is the query of its first page."""
    return views.error_page(request, wording.BEYOND, way=f"?{first}")


def refused_search(request: HttpRequest, what: str) -> HttpResponse | None:
    """Count a search; return the answer to one that comes too fast after others from the same place."""
    return _refused(request, what, wording.SEARCHED_TOO_OFTEN, reverse("practices:list"))


def refused_file(request: HttpRequest, way: str) -> HttpResponse | None:
    """Count a large file; return the answer to one too many from the same place, which leads `way` on."""
    return _refused(request, "file", wording.TAKEN_TOO_OFTEN, way)


def busy_with_files(request: HttpRequest, way: str) -> HttpResponse:
    """Answer that as many large files are being sent as may be at once."""
    return _later(request, wording.TAKEN_TOO_OFTEN, way, FILE_SECONDS)


def being_made(request: HttpRequest) -> HttpResponse:
    """Answer that a file will be at this address in a moment; the page looks for it by itself."""
    page = _later(request, wording.BEING_MADE, request.get_full_path(), MADE_SECONDS)
    page.headers["Refresh"] = str(MADE_SECONDS)
    return page


def _refused(request: HttpRequest, what: str, error: wording.ErrorPage, way: str) -> HttpResponse | None:
    try:
        rate_limits.spend(what, ip=client(request))
    except rate_limits.TooMany as refused:
        return _later(request, error, way, refused.wait)
    except OperationalError:  # a full disk takes no row; reading goes on
        log.warning("A %s was not counted: the database takes no row", what)
    return None


def _later(request: HttpRequest, error: wording.ErrorPage, way: str, seconds: int) -> HttpResponse:
    page = views.error_page(request, error, way=way)
    page.headers["Retry-After"] = str(seconds)
    add_never_cache_headers(page)
    return page


def taken_down(request: HttpRequest, at: datetime, *, current: str = "") -> HttpResponse:
    """Answer for an edition that was taken down by law; `current` is the address of the one on line, if there is one."""
    error = wording.EDITION_TAKEN_DOWN if current else wording.TAKEN_DOWN
    page = views.error_page(request, error, way=current)
    page.context_data = {**(page.context_data or {}), "removed_at": at}
    return page


def gone(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer for a practice that was withdrawn, with the public reason; without one it was removed."""
    return views.error_page(request, wording.WITHDRAWN if reason else wording.REMOVED, reason=reason)
