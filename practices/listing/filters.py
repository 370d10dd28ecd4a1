"""The filters of the list, the one reading of its parameters: which practices does an address ask for?

`Practices` declares every parameter once. Several values of one mean OR, different parameters mean AND; where an
answer may be missing, the value `none` asks for entries without it. Empty values and unknown names are ignored.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Self

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from practices.choices import NOT_STATED, UNLISTED
from practices.listing import parameters
from practices.listing.parameters import LONGEST_VALUE, NEWEST, RELEVANCE, ParameterSpec
from practices.models import Edition, Place
from practices.models.edition import EditionQuerySet, first_published, running, running_from, running_to
from practices.search.engine import matching

MOST_VALUES, LONGEST_SHOWN = 50, 60
type Chosen = tuple[str, str]
"""A parameter and one of its values."""
type Read = dict[str, str | Promise]
"""The values of one parameter, each with what people read for it."""


class Values(forms.Field):
    """All values of one parameter; clean gives them in their one spelling and order, with what people read for them."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, spec: ParameterSpec, may_be_missing: bool, **given: Any) -> None:
        super().__init__(**given)
        self.spec, self.may_be_missing = spec, may_be_missing

    def to_python(self, value: Any) -> Read:
        given = value or ()
        if len(given) > MOST_VALUES:
            raise ValidationError(_too_many())
        typed = [text for text in (str(text).strip() for text in given) if text]
        for text in typed:
            if "\0" in text or len(text) > LONGEST_VALUE:
                raise ValidationError(self._error(text))
        if self.spec.is_bounded and len(together := " ".join(typed)) > LONGEST_VALUE:
            raise ValidationError(self._error(together))
        known = self.spec.read([text for text in typed if not self._is_missing(text)])
        if unknown := [text for text in typed if text not in known and not self._is_missing(text)]:
            raise ValidationError([self._error(text) for text in unknown])
        read: Read = {NOT_STATED: lazy("Not stated")} if any(map(self._is_missing, typed)) else {}
        read |= dict(known[text] for text in typed if not self._is_missing(text))
        return {value: read[value] for value in sorted(read)}

    def _is_missing(self, text: str) -> bool:
        return self.may_be_missing and text == NOT_STATED

    def _error(self, text: str) -> str:
        shown = text.replace("\0", "�")
        return _("%(parameter)s: “%(value)s” cannot be used. %(cure)s") % {
            "parameter": self.label,
            "value": shown if len(shown) <= LONGEST_SHOWN else shown[:LONGEST_SHOWN] + "…",
            "cure": self.spec.cure,
        }


def _too_many() -> str:
    return _("The address names more than %(most)d values. Take some away.") % {"most": MOST_VALUES}


class Parameters(forms.Form):
    def clean(self) -> dict[str, Read]:
        if sum(len(read) for read in self.cleaned_data.values()) > MOST_VALUES:
            raise ValidationError(_too_many())
        return self.cleaned_data


class Parameter(django_filters.Filter):
    """One parameter: how its values are read, which editions they keep, and what an edition without answer is like."""

    field_class = Values

    def __init__(
        self,
        label: str | Promise,
        spec: ParameterSpec,
        keep: Callable[[EditionQuerySet, list[str]], EditionQuerySet],
        missing: Q | None = None,
    ) -> None:
        super().__init__(label=label, spec=spec, may_be_missing=missing is not None)
        self.keep, self.missing = keep, missing

    def __deepcopy__(self, _known: Any) -> Self:
        """Return one for another address: it shares what it was made of, and makes its own field."""
        return copy(self)

    def filter(self, qs: EditionQuerySet, value: Read) -> EditionQuerySet:
        named = [text for text in value or () if self.missing is None or text != NOT_STATED]
        kept = [self.keep(qs, named)] if named else []
        if self.missing is not None and value and NOT_STATED in value:
            kept.append(qs.filter(self.missing))
        return reduce(or_, kept) if kept else qs


def _keep_words(editions: EditionQuerySet, texts: list[str]) -> EditionQuerySet:
    """Keep what one of the texts matches; a text without words finds nothing."""
    return reduce(or_, (matching(editions, text) for text in texts))


def _keep_numbers(editions: EditionQuerySet, numbers: list[str]) -> EditionQuerySet:
    """Keep what was named, translations too, which lists leave out: it stands first, so that nothing is undone."""
    return Edition.objects.filter(practice__in=list(map(int, numbers)))


def _keep_years(editions: EditionQuerySet, years: list[str]) -> EditionQuerySet:
    this_year = timezone.localdate().year
    return editions.filter(reduce(or_, (running(int(year), this_year=this_year) for year in years)))


def _keep_months(editions: EditionQuerySet, values: list[str]) -> EditionQuerySet:
    spans = map(parameters.year_and_month, values)
    return editions.filter(reduce(or_, (first_published(*span) for span in spans)))


def _keep_from(editions: EditionQuerySet, years: list[str]) -> EditionQuerySet:
    return editions.filter(running_from(min(map(int, years)), this_year=timezone.localdate().year))


def _keep_to(editions: EditionQuerySet, years: list[str]) -> EditionQuerySet:
    return editions.filter(running_to(max(map(int, years)), this_year=timezone.localdate().year))


def _keep_countries(editions: EditionQuerySet, codes: list[str]) -> EditionQuerySet:
    return editions.in_countries(*codes)


def _keep_cities(editions: EditionQuerySet, slugs: list[str]) -> EditionQuerySet:
    listed = [slug for slug in slugs if slug != UNLISTED]
    kept = [editions.in_cities(*listed)] if listed else []
    return reduce(or_, kept + [editions.in_unlisted_cities()] * (UNLISTED in slugs))


def _keep_topics(editions: EditionQuerySet, slugs: list[str]) -> EditionQuerySet:
    return editions.about(*slugs)


def _equal(field: str) -> Callable[[EditionQuerySet, list[str]], EditionQuerySet]:
    return lambda editions, values: editions.filter(**{f"{field}__in": values})


def _as_it_is(editions: EditionQuerySet, values: list[str]) -> EditionQuerySet:
    return editions


NO_CITY = Q(pk__in=Place.objects.filter(city=None, is_unlisted=False).values("edition"))
NO_TOPIC = ~Q(Exists(Edition.topics.through.objects.filter(edition=OuterRef("pk"))))
NO_YEAR = Q(period_start=None, period_end=None, period_ongoing=False)


WITHOUT_FIELD = ("p", "published")
"""The parameters that one comes to by links alone."""


@dataclass(frozen=True)
class Chip:
    """One value that is in force: its parameter, what people read, and the query without it."""

    name: str
    value: str
    label: str | Promise
    text: str | Promise
    without: str


class Practices(django_filters.FilterSet):
    """What an address asks for, read but not looked for yet: `ResultSet` does that."""

    p = Parameter(lazy("Practice"), parameters.NUMBERS, _keep_numbers)
    q = Parameter(lazy("Search"), parameters.WORDS, _keep_words)
    country = Parameter(lazy("Country"), parameters.COUNTRIES, _keep_countries)
    city = Parameter(lazy("City"), parameters.CITIES, _keep_cities, NO_CITY)
    topic = Parameter(lazy("Topic"), parameters.TOPICS, _keep_topics, NO_TOPIC)
    year = Parameter(lazy("Year"), parameters.YEARS, _keep_years, NO_YEAR)
    year_from = Parameter(lazy("From the year"), parameters.YEARS, _keep_from)
    year_to = Parameter(lazy("To the year"), parameters.YEARS, _keep_to)
    ongoing = Parameter(lazy("Ongoing"), parameters.ONGOING, _equal("period_ongoing"))
    outcome = Parameter(lazy("Outcome"), parameters.OUTCOMES, _equal("outcome"), Q(outcome=""))
    evidence = Parameter(lazy("Evidence"), parameters.EVIDENCES, _equal("evidence"), Q(evidence=""))
    cost = Parameter(lazy("Cost"), parameters.COSTS, _equal("cost"), Q(cost=""))
    language = Parameter(lazy("Language"), parameters.LANGUAGES, _equal("language"), Q(language=""))
    published = Parameter(lazy("First published here"), parameters.MONTHS, _keep_months)
    sort = Parameter(lazy("Order"), parameters.SORTS, _as_it_is)

    class Meta:
        model = Edition
        fields: tuple[str, ...] = ()
        form = Parameters

    def queryset_except(self, *names: str, without: Chosen | None = None) -> EditionQuerySet:
        """Return the editions that all parameters but these ask for, and all values but one, in no order."""
        found: EditionQuerySet = self.queryset
        for name in self.in_force(*names):
            values = self.read(name)
            left = {value: text for value, text in values.items() if (name, value) != without}
            found = self.filters[name].filter(found, left)
        return found

    def is_narrow(self, *names: str) -> bool:
        """Say whether any parameter but these keeps only some editions."""
        return bool(self.in_force(*names))

    def in_force(self, *names: str) -> list[str]:
        """Return the parameters that ask for anything, but these and the order."""
        return [name for name in self.filters if name not in (*names, "sort") and self.read(name)]

    @property
    def order(self) -> str:
        """The order in force: by relevance where there are words and no other is asked for."""
        order = next(iter(self.read("sort")), self.usual_order)
        return order if order != RELEVANCE or self.read("q") else NEWEST

    @property
    def usual_order(self) -> str:
        return RELEVANCE if self.read("q") else NEWEST

    def read(self, name: str) -> Read:
        """Return the values of a parameter in their one spelling, each with what people read for it."""
        self.form.is_valid()
        return dict(self.form.cleaned_data.get(name, {}))

    def kept(self) -> list[Chosen]:
        """Return what no field of the form shows and is in force all the same, the order last."""
        named = [(name, value) for name in WITHOUT_FIELD for value in self.read(name)]
        return named + [("sort", self.order)] * (self.order != self.usual_order)

    def typed(self, name: str) -> list[str]:
        """Return the values of a parameter as they stand in the address."""
        return [text for text in self.data.getlist(name) if text.strip()]

    def error_messages(self) -> list[str]:
        """Return what is wrong with the address, each with its cure."""
        return [message for messages in self.errors.values() for message in messages]

    def invalid_parameters(self) -> list[tuple[str, str | Promise, list[str]]]:
        """Return the refused parameters, each with its label and values as typed; words and order keep theirs."""
        names = [name for name in self.filters if name in self.errors and name not in {"q", "sort"}]
        return [(name, self.filters[name].label, self.typed(name)[:MOST_VALUES]) for name in names]

    def chips(self) -> list[Chip]:
        """Return the values in force, in the order of the parameters."""
        return [
            Chip(name, value, self.filters[name].label, text, self.query(without=(name, value)))
            for name in self.filters
            if name != "sort"
            for value, text in self.read(name).items()
        ]

    def orders(self) -> list[tuple[str, str | Promise, str]]:
        """Return the orders that make sense, each with its label and query; relevance needs words."""
        return [
            (name, label, self.query(sort="" if name == self.usual_order else name))
            for name, label in parameters.sorts()
            if name != RELEVANCE or self.read("q")
        ]

    def query(self, *, without: Chosen | None = None, **instead: str) -> str:
        """Return the address's parameters in their one spelling and order; `sort=""` leaves the order out."""
        query = QueryDict(mutable=True)
        for name in self.filters:
            values = [instead[name]] if name in instead else self._spoken(name)
            query.setlist(name, [value for value in values if value and (name, value) != without])
        return query.urlencode()

    def _spoken(self, name: str) -> list[str]:
        """Return the values worth writing; the usual order goes without saying."""
        if name == "sort":
            return [self.order] if self.order != self.usual_order else []
        return list(self.read(name))
