"""The maps as files: of the world, of a part of it, of a country, of a city, and of a list."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_countries import countries

from practices.listing.filters import Practices
from practices.listing.results import ResultSet
from practices.models import City, Edition, Place
from practices.places.regions import REGIONS
from practices.public.parts import country_map, counts, world_map
from practices.public.parts.map_file import MapFile, file_of_country, file_of_many
from practices.public.views.insights import refused_list
from practices.public.views.results_map import map_of
from practices.search.counts import by_country
from practices.text import NO_XML


@require_safe
def world_file(request: HttpRequest) -> HttpResponse:
    """Give the map that the home page and the places show."""
    found = world_map.of_world(_("Cities with practices"), counts.cities(), by_country())
    return _file(request, file_of_many(found), "world")


@require_safe
def region_file(request: HttpRequest, slug: str) -> HttpResponse:
    region = REGIONS[slug]
    cities = [way for way in counts.cities() if way.code in region.codes]
    return _file(request, file_of_many(world_map.of_region(region, cities, by_country())), slug)


@require_safe
def country_file(request: HttpRequest, code: str) -> HttpResponse:
    """Give the map of a country with practices, at its one address."""
    known = code == code.lower() and code.upper() in countries
    if not known or not Place.objects.filter(country=code.upper()).exists():
        raise Http404
    found = country_map.of_country(code.upper(), counts.cities(country=code.upper()))
    if found is None:
        raise Http404
    return _file(request, file_of_country(found), code)


@require_safe
def city_file(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Give the map of a city with practices, at its one address."""
    city = City.objects.filter(slug=slug, country=code.upper()).first()
    if city is None or code != code.lower() or not Place.objects.filter(city=city).exists():
        raise Http404
    found = country_map.of_city(city)
    if found is None:
        raise Http404
    return _file(request, file_of_country(found), slug)


@require_safe
def results_file(request: HttpRequest) -> HttpResponse:
    """Give the map of a list; the list says what is wrong with its address."""
    asked = Practices(request.GET, Edition.objects.originals())
    if refused := refused_list(request, asked, "map_file"):
        return refused
    among = ResultSet(asked).results_except()
    return _file(request, file_of_many(map_of(asked, among, counts.cities(among=among))), "practices")


def _file(request: HttpRequest, found: MapFile, name: str) -> HttpResponse:
    drawn = render_to_string("practices/place/map.svg", {"map": found}, request)
    answer = HttpResponse(NO_XML.sub("", drawn), content_type="image/svg+xml; charset=utf-8")
    answer.headers["Content-Disposition"] = str(content_disposition_header(True, f"map-{name}.svg"))  # noqa: FBT003  only by place
    return answer
