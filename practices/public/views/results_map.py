"""The map of a list: where are the practices that an address asks for?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practices.listing.canonical import ANY, canonical
from practices.listing.filters import Practices
from practices.listing.results import ResultSet
from practices.models import Edition
from practices.public.parts import counts, names, world_map
from practices.public.parts.counts import WayIn
from practices.public.parts.facets import Facets, route
from practices.public.parts.histogram import histogram
from practices.public.parts.world_map import WorldMap
from practices.public.views.insights import refused_list
from practices.search.counts import Among, by_city, by_country

MOST_CITIES = 30
"""So many cities stand below the map, those with the most practices; a page of its own has all."""


@require_safe
def results_map(request: HttpRequest) -> HttpResponse:
    """Show the cities of a list on a map, each with its number of practices; the list says what is wrong with it."""
    asked = Practices(request.GET, Edition.objects.originals())
    if refused := refused_list(request, asked, "map"):
        return refused
    results = ResultSet(asked)
    among = results.results_except()
    cities = counts.cities(among=among)
    way_on = partial(_way_on, asked)
    facets, chips = Facets(results), asked.chips()
    most_first = sorted(cities, key=lambda way: -way.count)
    context = {
        "address": settings.SITE_URL + canonical(asked.query(), name="map"),
        "asked": asked,
        "chips": chips,
        "cities": [replace(way, url=way_on([way])) for way in most_first[:MOST_CITIES]],
        "facets": facets.shown,
        "histogram": histogram(asked, facets.year),
        "kept": asked.kept(),
        "list_url": canonical(asked.query()),
        "insights_url": canonical(asked.query(), name="insights"),
        "map": map_of(asked, among, cities),
        "file_url": canonical(asked.query(), name="map_file"),
        "all_cities": canonical(asked.query(), name=route("city")) if len(cities) > MOST_CITIES else "",
        "title": ", ".join(str(chip.text) for chip in chips),
        "total": results.total,
        "without_city": _without_city(asked, by_city(among)),
        "words": asked.typed("q"),
    }
    return TemplateResponse(request, "practices/practice/map.html", context)


def map_of(asked: Practices, among: Among, cities: Sequence[WayIn]) -> WorldMap:
    """Return the map of a list, of which these are the cities."""
    title, way_on = _("Cities of these practices"), partial(_way_on, asked)
    return world_map.of_results(title, cities, by_country(among), way_on)


def _way_on(asked: Practices, ways: Sequence[WayIn]) -> str:
    """Return where a dot leads: nearer, to the map of its countries, or to the practices of its cities.

    An address cannot name any number of cities, so that many lead to all practices where no map is nearer.
    """
    codes, is_many = {way.code for way in ways}, len(ways) > world_map.MOST_CITIES
    is_nearer = codes != asked.read("country").keys() and len(codes) <= world_map.MOST_COUNTRIES
    if is_nearer and ((is_many and not asked.read("city")) or len(ways) > len(codes) == 1):
        return _naming(asked, "country", codes, name="map")
    return canonical(asked.query()) if is_many else _naming(asked, "city", {way.slug for way in ways})


def _naming(asked: Practices, parameter: str, values: Iterable[str], *, name: str = "list") -> str:
    """Return the address of the list, or of a form of it, that asks for these countries or cities instead."""
    named = urlencode([(parameter, value) for value in sorted(values)])
    instead: dict[str, Any] = {parameter: ANY}
    address = canonical(asked.query(**instead), name=name)
    return address.replace(urlencode({parameter: ANY}), named)


def _without_city(asked: Practices, counted: Mapping[int | str, int]) -> list[tuple[str, Promise | str, int]]:
    """Return the ways to what no dot shows: of a whole country, and of cities that are in no list."""
    return [
        (canonical(asked.query(city=value)), text, counted[value])
        for value, text in names.WITHOUT_CITY.items()
        if counted[value]
    ]
