"""The ways in: all countries, cities and topics that practices are from and about, with a page each."""

from collections import defaultdict

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django_countries import countries

from practices.answers.pictures import on_page
from practices.listing.pagination import paginate
from practices.models import City, Edition, OldSlug, Place, Topic
from practices.models.old_slug import SlugKind
from practices.places.regions import REGIONS
from practices.public.parts import country_map, counts, figures, files, world_map
from practices.public.parts.cards import cards
from practices.public.views import pages
from practices.search.suggested_cities import suggested_cities
from practices.text import fold


@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    ways, cities = counts.countries(), counts.cities()
    codes = [way.code for way in ways]
    shown = world_map.of_world(_("Cities with practices"), cities, codes) if cities else None
    return _places(request, ways, cities, {"map": shown, "file_url": reverse("practices:world_file")})


@require_safe
def region_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a part of the world; one without practices has its map all the same."""
    region = REGIONS[slug]
    ways, cities = (
        [way for way in found if way.code in region.codes] for found in (counts.countries(), counts.cities())
    )
    more = {
        "map": world_map.of_region(region, cities, [way.code for way in ways]),
        "region": region,
        "file_url": reverse("practices:region_file", args=[slug]),
    }
    return _places(request, ways, cities, more)


def _places(
    request: HttpRequest, ways: list[counts.WayIn], cities: list[counts.WayIn], more: dict[str, object]
) -> HttpResponse:
    """Show countries with their cities, below a map."""
    by_country: dict[str, list[counts.WayIn]] = defaultdict(list)
    for city in [*cities, *counts.unlisted()]:
        by_country[city.code].append(city)
    first = {fold(way.name)[:1].upper(): way.code for way in reversed(ways)}
    context = {
        "countries": [(way, by_country[way.code]) for way in ways],
        "letters": sorted(first.items()),
        "regions": REGIONS.values(),
        **more,
    }
    return TemplateResponse(request, "practices/place/places.html", context)


@require_safe
def city_suggestions(request: HttpRequest) -> HttpResponse:
    """Answer a script with the cities that a text begins to name, and with what a screen reader says of them."""
    if request.GET.get("q") and (refused := pages.refused_search(request, "suggestions")):
        return refused
    text, country = (request.GET.get(name, "").replace("\0", "") for name in ("q", "country"))
    found = suggested_cities(text, country.upper() if country.upper() in countries else "")
    said = ngettext("%(count)d city", "%(count)d cities", len(found)) % {"count": len(found)}
    return JsonResponse(
        {"cities": [each.row for each in found], "said": said if found else _("No city found")}
    )


@require_safe
def country_detail(request: HttpRequest, code: str) -> HttpResponse:
    name = countries.name(code.upper()) if code.upper() in countries else ""
    if not name or not Place.objects.filter(country=code.upper()).exists():
        raise Http404
    if code != code.lower():
        return redirect("practices:country", code.lower(), permanent=True)
    editions = Edition.objects.originals().in_countries(code.upper()).newest_first()
    shown = paginate(editions.cards(), request.GET.get("page", ""))
    if shown is None:
        return pages.no_such_page(request)
    cities = counts.cities(country=code.upper())
    context = {
        "code": code.upper(),
        "name": name,
        "result_page": shown,
        "files": files.of_list(f"country={code.upper()}", shown.total),
        "cards": cards(shown.rows),
        "cities": [*cities, *counts.without_city(code.upper())],
        "map": country_map.of_country(code.upper(), cities),
        "file_url": reverse("practices:country_file", args=[code]),
        "short_figures": figures.short_figures(("topic", "evidence"), country=code.upper()),
    }
    return TemplateResponse(request, "practices/place/country.html", context)


@require_safe
def city_detail(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Show the practices of a city, leading or partner; a city without any has no page."""
    city = City.objects.filter(slug=slug).select_related("picture").first() or _former(
        City, SlugKind.CITY, slug
    )
    if not isinstance(city, City) or not Place.objects.filter(city=city).exists():
        raise Http404
    if request.path != city.get_absolute_url():
        return redirect(city, permanent=True)
    editions = Edition.objects.originals().in_cities(city.slug).newest_first()
    shown = paginate(editions.cards(), request.GET.get("page", ""))
    if shown is None:
        return pages.no_such_page(request)
    context = {
        "city": city,
        "picture": on_page(city),
        "files": files.of_list(f"city={city.slug}", shown.total),
        "result_page": shown,
        "cards": cards(shown.rows),
        "map": country_map.of_city(city),
        "file_url": reverse("practices:city_file", args=[code, slug]),
    }
    return TemplateResponse(request, "practices/place/city.html", context)


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "practices/topic/topics.html", {"topics": counts.topics()})


@require_safe
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    topic = Topic.objects.filter(slug=slug).select_related("picture").first()
    if topic is None:
        if moved := _former(Topic, SlugKind.TOPIC, slug):
            return redirect(moved, permanent=True)
        raise Http404
    editions = Edition.objects.originals().about(slug).newest_first()
    shown = paginate(editions.cards(), request.GET.get("page", ""))
    if shown is None:
        return pages.no_such_page(request)
    context = {
        "topic": topic,
        "picture": on_page(topic),
        "files": files.of_list(f"topic={topic.slug}", shown.total),
        "result_page": shown,
        "cards": cards(shown.rows),
        "short_figures": figures.short_figures(("country", "evidence"), topic=topic.slug),
    }
    return TemplateResponse(request, "practices/topic/topic.html", context)


def _former(model: type[City | Topic], kind: SlugKind, slug: str) -> City | Topic | None:
    """Return the city or topic that had this slug once."""
    old = OldSlug.objects.filter(kind=kind, slug=slug).values("target")
    return model._default_manager.filter(pk__in=old).first()
