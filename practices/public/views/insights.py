"""The figures of a list, and the same as a file: how many practices by country, city, topic, year and choice?"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from practices.exports.formats.separated import separated
from practices.listing.canonical import canonical, is_canonical
from practices.listing.filters import Practices
from practices.listing.results import ResultSet
from practices.models import Edition
from practices.public.parts import figures
from practices.public.parts.crosstab import Growth, topics_by_country
from practices.public.parts.facets import Facets
from practices.public.parts.pace import Pace, pace
from practices.public.parts.timeline import Years
from practices.public.views import pages


@require_safe
def insights(request: HttpRequest) -> HttpResponse:
    """Show each figure with ways to the practices that it counts; the list says what is wrong with the address."""
    asked = Practices(request.GET, Edition.objects.originals())
    if refused := refused_list(request, asked, "insights"):
        return refused
    results, chips = ResultSet(asked), asked.chips()
    facets = Facets(results)
    context = {
        "address": settings.SITE_URL + canonical(asked.query(), name="insights"),
        "chips": chips,
        "figures": figures.figures(asked, facets) if results.total else [],
        "file_url": canonical(asked.query(), name="insights_file"),
        "headings": figures.figure_headings(asked),
        "growth": Growth(results).table(),
        "list_url": canonical(asked.query()),
        "map_url": canonical(asked.query(), name="map"),
        "matrix": topics_by_country(results),
        "pace": _pace(asked),
        "timeline": Years(facets).timeline(),
        "title": ", ".join(str(chip.text) for chip in chips),
        "total": results.total,
    }
    return TemplateResponse(request, "practices/practice/insights.html", context)


@require_safe
def insights_file(request: HttpRequest) -> HttpResponse:
    """Give the figures of practices with all their values as CSV."""
    asked = Practices(request.GET, Edition.objects.originals())
    if refused := refused_list(request, asked, "insights_file"):
        return refused
    return _file("figures.csv", figures.COLUMNS, figures.figure_lines(ResultSet(asked)))


@require_safe
def figure_file(request: HttpRequest, name: str) -> HttpResponse:
    """Give one figure as CSV; how long editors take is never said of some practices alone."""
    asked = Practices(request.GET, Edition.objects.originals())
    if refused := refused_list(request, asked, "figure_file", name):
        return refused
    if name != figures.PACE:
        return _file(f"{name}.csv", figures.COLUMNS, figures.figure_lines(ResultSet(asked), [name]))
    found = _pace(asked)
    return _file(f"{name}.csv", ["days", "decisions"], found.spans if found else [])


def _pace(asked: Practices) -> Pace | None:
    return None if asked.chips() else pace()


def _file(name: str, columns: list[str], lines: Iterable[Sequence[Any]]) -> HttpResponse:
    written = separated(columns, ([str(cell) for cell in line] for line in lines))
    answer = HttpResponse(b"".join(written), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = str(content_disposition_header(True, name))  # noqa: FBT003  only by place
    return answer


def refused_list(request: HttpRequest, asked: Practices, name: str, *more: str) -> HttpResponse | None:
    """Return the answer to an address that cannot be read, has another spelling, or searches too often."""
    if asked.error_messages():
        return redirect(f"{reverse('practices:list')}?{request.GET.urlencode()}")
    address = canonical(asked.query(), name=name, more=more)
    if not is_canonical(request, address):
        return redirect(address, permanent=True)
    return pages.refused_search(request, "search") if asked.typed("q") else None
