"""The map of a list: where are the practices that an address asks for?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_countries import countries

from practices.listing.canonical import ANY, canonical
from practices.listing.filters import Practices
from practices.listing.results import ResultSet
from practices.models import Edition
from practices.places.map.extent import Extent
from practices.places.regions import REGIONS
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
def results_map(request: HttpRequest, code: str = "") -> HttpResponse:
    """Show the cities of a list on a map, each with its number of practices; the list says what is wrong with it.

    `code` is the part of the world that a dot led to: a region, or a country in small letters.
    """
    part = _part(code)
    asked = Practices(request.GET, Edition.objects.originals())
    if refused := refused_list(request, asked, *(("map_part", code) if part else ("map",))):
        return refused
    results = ResultSet(asked)
    among = results.results_except()
    cities = counts.cities(among=among)
    facets, chips = Facets(results), asked.chips()
    shown = map_of(asked, among, cities, code)
    seen = {way for dot in shown.layers[0].dots for way in dot.ways}
    most_first = sorted((way for way in cities if way in seen or not part), key=lambda way: -way.count)
    whole_url = canonical(asked.query(), name="map")
    context = {
        "address": settings.SITE_URL + whole_url,
        "asked": asked,
        "chips": chips,
        "cities": [replace(way, url=_practices_of(asked, [way])) for way in most_first[:MOST_CITIES]],
        "facets": facets.shown,
        "histogram": histogram(asked, facets.year),
        "kept": asked.kept(),
        "list_url": canonical(asked.query()),
        "insights_url": canonical(asked.query(), name="insights"),
        "map": shown,
        "file_url": "" if part else canonical(asked.query(), name="map_file"),
        "all_cities": canonical(asked.query(), name=route("city"))
        if len(cities) > len(most_first[:MOST_CITIES])
        else "",
        "part": part,
        "title": ", ".join(str(text) for text in (part, *(chip.text for chip in chips)) if text),
        "total": results.total,
        "whole_url": whole_url,
        "without_city": _without_city(asked, by_city(among)),
        "words": asked.typed("q"),
    }
    return TemplateResponse(request, "practices/practice/map.html", context)


def map_of(asked: Practices, among: Among, cities: Sequence[WayIn], code: str = "") -> WorldMap:
    """Return the map of a list, of which these are the cities, or of the part of it in a region or country."""
    title, lead = _("Cities of these practices"), partial(_way_on, asked)
    part = code if code in REGIONS else code.upper()
    return world_map.of_results(title, cities, by_country(among), lead, part=part)


def _part(code: str) -> str | Promise:
    """Return the name of a part of the world by the word of its address; raise `Http404` for a word that is none."""
    if code in REGIONS:
        return REGIONS[code].name
    if code and (code != code.lower() or code.upper() not in countries):
        raise Http404
    return str(countries.name(code.upper())) if code else ""


def _way_on(asked: Practices, ways: Sequence[WayIn], extent: Extent) -> str:
    """Return where a dot leads: to the same map of a smaller part of the world, or to the practices of its cities.

    A part shows less of the earth than the map that leads there, so that the way has an end whatever the list finds.
    """
    if len(ways) > 1 and (part := world_map.nearer(ways, smaller_than=extent)):
        return canonical(asked.query(), name="map_part", more=[part.lower()])
    return _practices_of(asked, ways)


def _practices_of(asked: Practices, ways: Sequence[WayIn]) -> str:
    """Return the list of the practices of these cities.

    An address cannot name any number of them: of many it names the countries, where it names no place yet.
    """
    if len(ways) <= world_map.MOST_CITIES:
        return _naming(asked, "city", {way.slug for way in ways})
    codes, has_place = {way.code for way in ways}, asked.read("city") or asked.read("country")
    is_naming = not has_place and len(codes) <= world_map.MOST_COUNTRIES
    return _naming(asked, "country", codes) if is_naming else canonical(asked.query())


def _naming(asked: Practices, parameter: str, values: Iterable[str]) -> str:
    """Return the address of the list that asks for these countries or cities instead."""
    named = urlencode([(parameter, value) for value in sorted(values)])
    instead: dict[str, Any] = {parameter: ANY}
    address = canonical(asked.query(**instead))
    return address.replace(urlencode({parameter: ANY}), named)


def _without_city(asked: Practices, counted: Mapping[int | str, int]) -> list[tuple[str, Promise | str, int]]:
    """Return the ways to what no dot shows: of a whole country, and of cities that are in no list."""
    return [
        (canonical(asked.query(city=value)), text, counted[value])
        for value, text in names.WITHOUT_CITY.items()
        if counted[value]
    ]
