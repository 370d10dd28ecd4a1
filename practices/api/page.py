"""The page about the API for people: what each address answers, told from the OpenAPI document, and a form to try it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from practices.api.document import openapi
from practices.errors import views, wording
from practices.models import Edition

LONGEST_MENU = 12
"""Values that one chooses from a menu; more are typed."""
BY_KEY = ("practice", "editions", "edition")
"""What has no address without a number in it."""
KEYS = ("name", "number", "edition")
PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Field:
    """A parameter in a form; `value` is what it begins with."""

    name: str
    help: str
    values: list[str]
    value: str = ""
    is_needed: bool = False


@dataclass(frozen=True)
class Operation:
    """An address, and a form whose button leads to it; with values in its path by way of `action`."""

    name: str
    path: str
    summary: str
    description: str
    action: str
    fields: list[Field]


@require_safe
def about_api(request: HttpRequest) -> HttpResponse:
    newest = Edition.objects.newest_first().values_list("practice", flat=True).first()
    context = {"operations": list(_operations(str(newest or ""))), "site_url": settings.SITE_URL}
    return TemplateResponse(request, "practices/api/api.html", context)


@require_safe
def lead(request: HttpRequest, operation: str) -> HttpResponse:
    """Lead from a form, whose values stand behind the address, to the address that they stand in."""
    if operation not in BY_KEY:
        raise Http404
    values = {name: request.GET[name].strip() for name in KEYS if name in request.GET}
    try:
        return redirect(reverse(f"practices:api_{operation}", kwargs=values))
    except NoReverseMatch:
        return views.error_page(request, wording.UNREADABLE)


def _operations(newest: str) -> Iterator[Operation]:
    for path, methods in openapi()["paths"].items():
        told = methods["get"]
        name = told["operationId"]
        yield Operation(
            name=name,
            path=path,
            summary=told["summary"],
            description=told["description"],
            action=reverse("practices:api_lead", args=[name]) if PLACE.search(path) else path,
            fields=[_field(each, newest) for each in told.get("parameters", ())],
        )


def _field(parameter: dict[str, Any], newest: str) -> Field:
    schema = parameter["schema"]
    values = [value for value in schema.get("items", schema).get("enum", []) if value]
    is_needed = parameter["in"] == "path"
    value = {"edition": "1"}.get(parameter["name"], newest) if is_needed else ""
    shown = values if len(values) <= LONGEST_MENU else []
    return Field(parameter["name"], parameter["description"], shown, value, is_needed)
