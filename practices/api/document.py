"""The OpenAPI document, which programs that speak to the API are made of: drf-spectacular writes it from the views."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from practices.api.answering import Answer
from practices.api.schemas import COMPONENTS
from practices.exports.archives.schema import DIALECT

DESCRIPTION = (
    "Everything that the pages say, as JSON, for anybody: no key, no cookie. It only reads. Each practice names its licence, and each answer "
    "what all of them are. A practice keeps its number for ever. Another spelling of a filter leads to the usual one (301), so let your "
    "program follow redirects. Send the `ETag` of an answer back as `If-None-Match`, and you get 304 while nothing has changed. "
    "What your program relies on stays for twelve months after we say that it will go: fields may be added, none is renamed."
)


class Document(Answer):
    """The document itself."""

    @extend_schema(exclude=True)
    def get(self, request: HttpRequest) -> Response:
        return Response(openapi())


@cache
def openapi() -> dict[str, Any]:
    """Return the document: the same until the server starts anew."""
    generator: Any = SchemaGenerator
    written: dict[str, Any] = generator().get_schema(public=True)
    contact = {"contact": {"email": settings.CONTACT_EMAIL}} if settings.CONTACT_EMAIL else {}
    written["info"] = {
        "title": settings.SITE_NAME,
        "version": "1.0.0",
        "description": DESCRIPTION,
        "license": {"name": "CC BY 4.0, unless a practice says otherwise", "identifier": "CC-BY-4.0"},
    } | contact
    written["jsonSchemaDialect"] = DIALECT
    written["servers"] = [{"url": settings.SITE_URL}]
    written["externalDocs"] = {"url": settings.SITE_URL + reverse("practices:api")}
    written["components"] = {"schemas": COMPONENTS}
    opened: dict[str, Any] = _opened(written)
    return opened


def _opened(schema: Any) -> Any:
    """Let fields be added: nobody's program is to refuse an answer for what it does not know."""
    if isinstance(schema, dict):
        return {
            name: _opened(value)
            for name, value in schema.items()
            if (name, value) != ("additionalProperties", False)
        }
    return [_opened(each) for each in schema] if isinstance(schema, list) else schema
