"""What machines ask a site for before its pages: the map of it, what to leave alone, its icon, what data it has."""

from collections.abc import Iterator
from datetime import datetime
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from practices.exports import linked_data
from practices.exports.formats.structured import dumped
from practices.exports.formats.table import FORMATS
from practices.models import City, Edition, Place, Topic
from practices.places.regions import REGIONS

PER_PART = 10_000
"""Practices in one part of the map; the protocol allows 50,000 addresses."""
MOST_PARTS = 50_000
"""Parts of one map, by the same protocol."""
PAGES = ("about", "template", "api", "accessibility", "privacy")
PRIVATE = ("/accounts/", "/admin/", "/api/try/", "/api/v1/", "/contribute/", "/preview/", "/report/")
SITEMAP = '<?xml version="1.0" encoding="UTF-8"?>\n<{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{1}</{0}>\n'

type Listed = tuple[str, datetime | None]
"""An address, and when what it shows was last published."""


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Name the parts of the map: one of pages, and as many of practices as it takes."""
    counted = Edition.objects.aggregate(latest=Max("published_at"), most=Max("practice"))
    numbers = range((counted["most"] or 0) // PER_PART + 1) if counted["most"] else ()
    parts = [
        reverse("practices:sitemap_pages"),
        *(reverse("practices:sitemap_part", args=[n]) for n in numbers),
    ]
    return _xml("sitemapindex", "sitemap", ((part, counted["latest"]) for part in parts))


@require_safe
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    """List the practices on line whose numbers are in one portion."""
    if number > MOST_PARTS:
        raise Http404
    first = number * PER_PART
    found = Edition.objects.filter(practice__gte=first, practice__lt=first + PER_PART).order_by("practice")
    rows = found.values_list("practice__slug", "published_at")
    return _xml("urlset", "url", ((reverse("practices:detail", args=[slug]), at) for slug, at in rows))


@require_safe
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    """List all other pages that a search may show: ways in with when they last got a practice, and what lasts."""
    return _xml("urlset", "url", _pages())


def _pages() -> Iterator[Listed]:
    latest = Edition.objects.aggregate(latest=Max("published_at"))["latest"]
    yield from (
        (reverse(f"practices:{name}"), latest) for name in ("home", "list", "map", "places", "topics")
    )
    yield from ((region.get_absolute_url(), None) for region in REGIONS.values())
    yield from ((reverse(f"practices:{name}"), None) for name in PAGES)
    dated = Max("edition__published_at")
    places = Place.objects.filter(edition__original=None)
    for code, at in places.values_list("country").annotate(dated).order_by("country"):
        yield reverse("practices:country", args=[code.lower()]), at
    cities = dict(places.exclude(city=None).values_list("city").annotate(dated).order_by("city"))
    for city in City.objects.filter(pk__in=cities).only("country", "slug").order_by("pk"):
        yield city.get_absolute_url(), cities[city.pk]
    topics = Topic.objects.annotate(at=Max("editions__published_at")).order_by("pk")
    yield from ((topic.get_absolute_url(), topic.at) for topic in topics)


def _xml(root: str, each: str, listed: Iterator[Listed]) -> HttpResponse:
    lines = []
    for address, at in listed:
        when = f"<lastmod>{at.isoformat(timespec='seconds')}</lastmod>" if at else ""
        lines.append(f"<{each}><loc>{escape(settings.SITE_URL + address)}</loc>{when}</{each}>\n")
    return HttpResponse(SITEMAP.format(root, "".join(lines)), content_type="application/xml; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say what to leave alone (RFC 9309): what is personal, lists by several filters, and files of filtered lists."""
    files = [f"{reverse(f'practices:{form.list_name}')}?" for form in FORMATS.values() if not form.newest]
    combined = [
        f"{reverse('practices:list')}?*&",
        *(f"{reverse('practices:map')}{end}" for end in ("?", "*/")),
    ]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in (*PRIVATE, *combined, *files))]
    where = settings.SITE_URL + reverse("practices:sitemap")
    return HttpResponse(
        "\n".join([*lines, "", f"Sitemap: {where}", ""]), content_type="text/plain; charset=utf-8"
    )


@require_safe
def catalog(request: HttpRequest) -> HttpResponse:
    """Tell catalogues of open data what this one has, as DCAT-AP."""
    originals = Edition.objects.originals()
    said = originals.aggregate(total=Count("pk"), latest=Max("published_at"))
    codes = Place.objects.order_by("country").values_list("country", flat=True).distinct()
    modified = said["latest"].isoformat() if said["latest"] else ""
    graph = linked_data.dcat_catalog(said["total"], modified, list(codes))
    return HttpResponse(dumped(graph), content_type="application/ld+json")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead who looks for the icon where it was in the nineties to where it is."""
    return redirect(static("img/favicon.svg"))
