"""What can be chosen in the filter form, and what is chosen now?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from practices import vocabularies
from practices.filters import Practices
from practices.models import Place, Topic
from practices.text import fold
from practices.views.counts import ORIGINAL
from practices.vocabularies import NOT_STATED, Choices

type Groups = list[tuple[str, Choices]]


@dataclass(frozen=True)
class Option:
    value: str
    text: str | Promise
    is_chosen: bool


@dataclass(frozen=True)
class Field:
    """A question of the form; with several values chosen a select becomes a list, so that none is lost."""

    name: str
    label: str | Promise
    groups: list[tuple[str, list[Option]]]

    @property
    def is_several(self) -> bool:
        return sum(option.is_chosen for _group, options in self.groups for option in options) > 1

    @property
    def is_used(self) -> bool:
        return any(option.is_chosen for _group, options in self.groups for option in options)


@dataclass(frozen=True)
class FilterForm:
    words: list[str]
    years: list[str]
    country: Field
    city: Field
    topic: Field
    ongoing: Field
    more: list[Field]

    @property
    def shows_more(self) -> bool:
        return any(field.is_used for field in self.more)


def filter_form(asked: Practices) -> FilterForm:
    """Return the form with the choices that lead somewhere, and what the address chose."""
    places = _places()
    cities: Groups = [
        (str(countries.name(code)), [(slug, name) for _code, slug, name in group if slug])
        for code, group in places
        if any(slug for _code, slug, _name in group)
    ]
    return FilterForm(
        words=asked.typed("q"),
        years=asked.typed("year"),
        country=_field(asked, "country", [("", [(code, countries.name(code)) for code, _rows in places])]),
        city=_field(asked, "city", [*cities, ("", [(NOT_STATED, _("A whole country, no city"))])]),
        topic=_field(asked, "topic", [("", list(Topic.objects.values_list("slug", "name")))]),
        ongoing=_field(asked, "ongoing", [("", [("1", _("Still running"))])]),
        more=[
            _field(asked, name, [("", [*options(), (NOT_STATED, _("Not stated"))])])
            for name, options in (
                ("outcome", vocabularies.outcomes),
                ("evidence", vocabularies.evidences),
                ("cost", vocabularies.costs),
            )
        ],
    )


def _places() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Return the countries that have practices, by name, each with its cities by name."""
    rows = (
        Place.objects.filter(ORIGINAL)
        .order_by("country", "city__sort_name", "city__slug")
        .values_list("country", "city__slug", "city__name", "city__sort_name")
        .distinct()
    )
    grouped = groupby(((code, slug, name) for code, slug, name, _sort in rows), key=lambda row: row[0])
    return sorted(
        ((code, list(group)) for code, group in grouped),
        key=lambda group: fold(str(countries.name(group[0]))),
    )


def _field(asked: Practices, name: str, groups: Groups) -> Field:
    """Return a field with its options; what is chosen and not among them comes last."""
    chosen = asked.read(name)
    offered = {value for _group, options in groups for value, _text in options}
    strangers = [(value, text) for value, text in chosen.items() if value not in offered]
    if strangers:
        groups = [*groups, ("", strangers)]
    return Field(
        name,
        asked.filters[name].label,
        [(group, list(_options(options, chosen))) for group, options in groups],
    )


def _options(options: Choices, chosen: Iterable[str]) -> Iterator[Option]:
    yield from (Option(value, text, value in chosen) for value, text in options)
