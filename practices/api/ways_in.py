"""The countries, cities and topics of the API, each with how many practices it has."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from rest_framework.response import Response

from practices.api.answering import Answer, on_site, taken_now, told_as
from practices.exports.archives.public import KINDS
from practices.models import City
from practices.public.parts import counts
from practices.search.counts import by_city


class CountryList(Answer):
    """The countries that practices are from, as lead or partner."""

    @told_as("countries", "Countries")
    def get(self, request: HttpRequest) -> Response:
        rows = [
            {"code": way.code, "name": way.name, "address": on_site(way.url), "count": way.count}
            for way in counts.countries()
        ]
        return _listed(request, "countries", "places", rows)


class CityList(Answer):
    """The cities that practices are from, as lead or partner."""

    @told_as("cities", "CityList")
    def get(self, request: HttpRequest) -> Response:
        counted = by_city()
        keys = [key for key in counted if isinstance(key, int)]
        found = City.objects.filter(pk__in=keys).select_related("picture").order_by("sort_name", "slug")
        return _listed(request, "cities", "places", _rows("city", found, lambda city: counted[city.pk]))


class TopicList(Answer):
    """The topics of the programme."""

    @told_as("topics", "Topics")
    def get(self, request: HttpRequest) -> Response:
        found = counts.topics()
        prefetch_related_objects(found, "picture")
        rows = _rows("topic", found, lambda topic: topic.count)
        return _listed(request, "topics", "topics", rows)


def _rows(kind: str, found: Iterable[Any], count: Callable[[Any], int]) -> list[dict[str, Any]]:
    """Return rows with the columns that the public archive has of them."""
    return [
        {name: read(row) for name, (_schema, read) in KINDS[kind].columns.items()}
        | {"address": on_site(row.get_absolute_url()), "count": count(row)}
        for row in found
    ]


def _listed(request: HttpRequest, name: str, page: str, rows: list[dict[str, Any]]) -> Response:
    return Response(
        taken_now(name.capitalize(), reverse(f"practices:{page}"), request, len(rows)) | {name: rows}
    )
