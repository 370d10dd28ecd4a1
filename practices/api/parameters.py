"""The parameters of the API for its description: `listing` alone reads those of lists."""

from collections.abc import Iterable
from typing import Any

from django_countries import countries
from drf_spectacular.utils import OpenApiParameter

from practices.api.schemas import FEW
from practices.listing.filters import MOST_VALUES, Practices
from practices.listing.parameters import FIRST_YEAR, LAST_YEAR, LONGEST_VALUE, MONTH, ORDERS

LONGEST_NUMBER = 2**63 - 1
SLUG = "[-a-zA-Z0-9_]+"
YEARS = [str(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)]


def _one_of(values: Iterable[str]) -> dict[str, Any]:
    return {"enum": [*values, ""]}


def _like(pattern: str) -> dict[str, Any]:
    return {"pattern": f"^(?:{pattern})?$"}


VALUES = {
    "p": _like("[1-9][0-9]{0,17}"),
    "country": _one_of(sorted(code for code, _name in countries)),
    "city": _like(SLUG),
    "topic": _like(SLUG),
    "year": _one_of([*YEARS, "none"]),
    "year_from": _one_of(YEARS),
    "year_to": _one_of(YEARS),
    "ongoing": _one_of(["1"]),
    "published": _like(MONTH.pattern),
    "sort": _one_of(ORDERS),
    **{name: _one_of(values) for name, values in FEW.items()},
}
"""What the values of a parameter can be; others are words. Each may be empty, as a form sends a field that was left alone."""


def _filter(name: str) -> OpenApiParameter:
    each = {"type": "string", "maxLength": LONGEST_VALUE} | VALUES.get(name, {})
    read = Practices.base_filters[name]
    schema = {"type": "array", "items": each, "maxItems": MOST_VALUES}
    said = f"{read.label}. {read.extra['spec'].cure} Several values mean “or”."
    return OpenApiParameter(name, schema, description=said, style="form", explode=True)


FILTERS = [_filter(name) for name in Practices.base_filters]
PAGE = OpenApiParameter(
    "page",
    {"type": "string"} | _like("[1-9][0-9]{0,8}"),
    description="The number of a page of the list; the first goes without saying.",
)
SINCE = OpenApiParameter(
    "since",
    {"type": "string"} | _like("[0-9]{1,19}-[0-9]{1,19}"),
    description="Where you stopped: the `since` of your last answer, as it was. Without it, or empty, you get all.",
)
NAME = OpenApiParameter(
    "name",
    {"type": "string", "pattern": f"^{SLUG}$", "maxLength": LONGEST_VALUE},
    OpenApiParameter.PATH,
    description="The number of a practice, or its name in addresses, which leads there.",
)
NUMBER = OpenApiParameter(
    "number",
    {"type": "integer", "minimum": 1, "maximum": LONGEST_NUMBER},
    OpenApiParameter.PATH,
    description="The number of a practice, which never changes.",
)
EDITION = OpenApiParameter(
    "edition",
    {"type": "integer"},
    OpenApiParameter.PATH,
    description="The number of an edition, from 1. Whichever it is of a practice that was withdrawn: that one is gone.",
)
