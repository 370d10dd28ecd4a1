"""The figures of a list, and the same as a file: how many practices by country, city, topic, year and choice?"""

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
from practices.public.parts.facets import Facets
from practices.public.views import pages


@require_safe
def insights(request: HttpRequest) -> HttpResponse:
    """Show each figure as bars that lead to the practices they count; the list says what is wrong with the address."""
    asked = Practices(request.GET, Edition.objects.originals())
    if refused := refused_list(request, asked, "insights"):
        return refused
    results, chips = ResultSet(asked), asked.chips()
    context = {
        "address": settings.SITE_URL + canonical(asked.query(), name="insights"),
        "chips": chips,
        "figures": figures.figures(asked, Facets(results)),
        "file_url": canonical(asked.query(), name="insights_file"),
        "list_url": canonical(asked.query()),
        "map_url": canonical(asked.query(), name="map"),
        "title": ", ".join(str(chip.text) for chip in chips),
        "total": results.total,
    }
    return TemplateResponse(request, "practices/practice/insights.html", context)


@require_safe
def insights_file(request: HttpRequest) -> HttpResponse:
    """Give the figures with all their values as CSV."""
    asked = Practices(request.GET, Edition.objects.originals())
    if refused := refused_list(request, asked, "insights_file"):
        return refused
    lines = figures.figure_lines(asked, Facets(ResultSet(asked)))
    answer = HttpResponse(b"".join(separated(figures.COLUMNS, lines)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = str(content_disposition_header(True, "figures.csv"))  # noqa: FBT003  only by place
    return answer


def refused_list(request: HttpRequest, asked: Practices, name: str) -> HttpResponse | None:
    """Return the answer to an address that cannot be read, has another spelling, or searches too often."""
    if asked.error_messages():
        return redirect(f"{reverse('practices:list')}?{request.GET.urlencode()}")
    address = canonical(asked.query(), name=name)
    if not is_canonical(request, address):
        return redirect(address, permanent=True)
    return pages.refused_search(request, "search") if asked.typed("q") else None
