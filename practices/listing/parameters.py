"""The parameters of the list: how is one value read, what do people read for it, and what cures a wrong one?"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from practices import choices
from practices.choices import UNLISTED, Choices
from practices.models import City, Edition, OldSlug, Topic
from practices.models.old_slug import SlugKind

LONGEST_VALUE = 200
FIRST_YEAR, LAST_YEAR, YEAR_DIGITS = 1900, 2100, 4
CITY_UNLISTED = _("A city not in our list yet")

type Known = dict[str, tuple[str, str | Promise]]
"""Each value as typed, with its one spelling and what people read for it."""


@dataclass(frozen=True)
class ParameterSpec:
    """`read` returns the values that it knows; `cure` says what to do about one that it does not know.

    `is_bounded` limits the length of all values together: each word costs the database time.
    """

    read: Callable[[list[str]], Known]
    cure: str | Promise
    is_bounded: bool = False


def choice(choices: Callable[[], Choices]) -> Callable[[list[str]], Known]:
    """Read values of a list of choices."""

    def read(values: list[str]) -> Known:
        labels = dict(choices())
        return {value: (value, labels[value]) for value in values if value in labels}

    return read


def _words(values: list[str]) -> Known:
    return {value: (value, value) for value in values}


def _countries(values: list[str]) -> Known:
    codes = {value: value.upper() for value in values if value.upper() in countries}
    return {value: (code, countries.name(code)) for value, code in codes.items()}


MOST_COMPARED = 6
"""Practices side by side: more would be read by nobody."""
NUMBERED = re.compile("[1-9][0-9]{0,17}")
"""The number of a practice as an address has it."""
NOT_ON_LINE = _("No. {number}, which is not on line")


def _numbers(values: list[str]) -> Known:
    numbers = [value for value in values if NUMBERED.fullmatch(value)]
    on_line = Edition.objects.filter(practice__in=list(map(int, numbers)))
    titles = dict(on_line.values_list("practice", "title"))
    return {
        value: (value, titles.get(int(value)) or format_lazy(NOT_ON_LINE, number=value)) for value in numbers
    }


def _years(values: list[str]) -> Known:
    return {value: (value, value) for value in values if is_year(value)}


def is_year(value: str) -> bool:
    """Say whether a text is a year that practices can be looked for by: four figures, 1900 to 2100."""
    figures = value.isascii() and value.isdecimal() and len(value) == YEAR_DIGITS
    return figures and FIRST_YEAR <= int(value) <= LAST_YEAR


MONTH = re.compile("(19[0-9]{2}|20[0-9]{2}|2100)(?:-(0[1-9]|1[0-2]))?")
"""A year, or a month of one, as an address has it."""


def year_and_month(value: str) -> tuple[int, int | None]:
    """Return what a value that `MONTHS` knows says; of a whole year no month."""
    year, _dash, month = value.partition("-")
    return int(year), int(month) if month else None


def _months(values: list[str]) -> Known:
    return {value: (value, month_name(value)) for value in values if MONTH.fullmatch(value)}


def month_name(value: str) -> str:
    """Return what people read for a year, or a month of one."""
    year, month = year_and_month(value)
    return date_format(date(year, month, 1), "YEAR_MONTH_FORMAT") if month else value


def _cities(values: list[str]) -> Known:
    unlisted: Known = {UNLISTED: (UNLISTED, CITY_UNLISTED)} if UNLISTED in values else {}
    return unlisted | _named(City, SlugKind.CITY, [value for value in values if value != UNLISTED])


def _topics(values: list[str]) -> Known:
    return _named(Topic, SlugKind.TOPIC, values)


def _named(model: type[City | Topic], kind: SlugKind, values: list[str]) -> Known:
    """Read slugs; one that was in use once stands for the row that had it."""
    known: Known = {row.slug: (row.slug, _shown(row)) for row in _rows(model, slug__in=values)}
    if unknown := [value for value in values if value not in known]:
        old = dict(OldSlug.objects.filter(kind=kind, slug__in=unknown).values_list("slug", "target"))
        rows = {row.pk: (row.slug, _shown(row)) for row in _rows(model, pk__in=list(old.values()))}
        known |= {slug: rows[target] for slug, target in old.items() if target in rows}
    return known


def _shown(row: City | Topic) -> str:
    return row.name if isinstance(row, City) else str(row)


def _rows(model: type[City | Topic], **condition: list[Any]) -> Iterable[City | Topic]:
    given = any(condition.values())
    return model._default_manager.filter(**condition) if given else ()


@dataclass(frozen=True)
class Order:
    """An order of the list: its name for people, and the columns that it sorts by; none is by how well words fit."""

    label: str | Promise
    columns: tuple[str, ...] = ()


NEWEST, RELEVANCE = "newest", "relevance"
ORDERS = {
    NEWEST: Order(_("Last published here"), ("-first_published_at", "-pk")),
    "title": Order(_("Title"), ("sort_title", "pk")),
    "place": Order(_("Place"), ("sort_place", "sort_title", "pk")),
    RELEVANCE: Order(_("Relevance")),
}


def sorts() -> Choices:
    """Return the orders of the list."""
    return [(name, order.label) for name, order in ORDERS.items()]


NUMBERS = ParameterSpec(_numbers, _("Give the number of a practice, such as 12."))
WORDS = ParameterSpec(_words, _("Type some words, at most 200 characters."), is_bounded=True)
COUNTRIES = ParameterSpec(_countries, _("Choose a country, or give its two letters, such as NO."))
CITIES = ParameterSpec(_cities, _("Choose a city from the list."))
TOPICS = ParameterSpec(_topics, _("Choose a topic from the list."))
MONTHS = ParameterSpec(_months, _("Type a year or a month, such as 2026 or 2026-05."))
YEARS = ParameterSpec(_years, _("Type one year between 1900 and 2100, such as 2016."))
ONGOING = ParameterSpec(choice(lambda: [("1", _("still running"))]), _("Tick the box, or leave it."))
OUTCOMES = ParameterSpec(choice(choices.outcomes), _("Choose one from the list."))
EVIDENCES = ParameterSpec(choice(choices.evidences), _("Choose one from the list."))
LANGUAGES = ParameterSpec(choice(choices.languages), _("Choose one from the list."))
COSTS = ParameterSpec(choice(choices.costs), _("Choose one from the list."))
SORTS = ParameterSpec(choice(sorts), format_lazy(_("Choose one of {orders}."), orders=", ".join(ORDERS)))
