"""By what does an editor narrow the list of entries, and how many would be left?"""

from abc import ABC, abstractmethod
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from practices.admin.sites import signed_in
from practices.answers.codec import TYPED
from practices.models import City, Event, Practice, Topic, User
from practices.template import BY_FIELD
from practices.text import fold
from practices.workflow import MOVES, Role, Status

type Condition = tuple[str | Promise, Q]
YEAR = timedelta(days=365)
BY_EDITORS = [move.name for move in MOVES.values() if Role.CONTRIBUTOR not in move.who]
"""The moves that editors alone make."""


class Counted(admin.SimpleListFilter, ABC):
    """A filter with the number of rows beside each choice: what it would leave of the list as it is narrowed now."""

    hides_none = False
    """Whether a choice that would leave nothing is not offered: of many, those that do are found sooner."""

    def choices(self, changelist: Any) -> Any:
        hides = self.hides_none and changelist.add_facets
        for place, choice in enumerate(super().choices(changelist), start=-1):
            if place < 0 or choice["selected"] or not hides or self.found[f"{place}__c"]:
                yield choice

    def get_facet_queryset(self, changelist: Any) -> dict[str, int]:
        numbers = self.numbers(changelist)
        self.found = {
            f"{place}__c": numbers.get(str(lookup), 0)
            for place, (lookup, _title) in enumerate(self.lookup_choices)
        }
        return self.found

    def besides(self, changelist: Any) -> QuerySet[Any]:
        """Return the rows of the list as its search and all other filters narrow it."""
        rows = changelist.root_queryset
        for each in changelist.filter_specs:
            rows = rows if each is self else each.queryset(self.request, rows)
        found, _doubled = changelist.model_admin.get_search_results(self.request, rows, changelist.query)
        narrowed: QuerySet[Any] = found.order_by()
        return narrowed

    @abstractmethod
    def numbers(self, changelist: Any) -> dict[str, int]:
        """Return the number of rows by choice."""


class ByColumn(Counted):
    """The values of a column that occur, counted as one group each."""

    column = ""

    def label_of(self, value: str) -> str:
        return value

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        rows = model_admin.model.objects.order_by(self.column)
        occurring = rows.values_list(self.column, flat=True).distinct()
        return sorted(
            ((value, self.label_of(value)) for value in occurring if value), key=lambda row: fold(row[1])
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{self.column: self.value()}) if self.value() else queryset

    def numbers(self, changelist: Any) -> dict[str, int]:
        return dict(self.besides(changelist).values_list(self.column).annotate(number=Count("pk")))


class ByStatus(ByColumn):
    title = _("status")
    parameter_name, column = "status__exact", "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Status.choices


class ByCountry(ByColumn):
    hides_none = True
    title = _("country")
    parameter_name = column = "country"

    def label_of(self, value: str) -> str:
        return str(countries.name(value))


class ByLanguage(ByColumn):
    hides_none = True
    title = _("language of the text")
    parameter_name = column = "language"

    def label_of(self, value: str) -> str:
        choices = BY_FIELD["language"].choices
        return str(dict(choices()).get(value, value)) if choices else value


class ByTopic(Counted):
    hides_none = True
    title = _("topic")
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(topic.slug, str(topic)) for topic in Topic.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Practice]) -> QuerySet[Practice]:
        if not self.value():
            return queryset
        about = Practice.topics.through.objects.filter(topic__slug=self.value()).values("practice")
        return queryset.filter(pk__in=about)

    def numbers(self, changelist: Any) -> dict[str, int]:
        named = Practice.topics.through.objects.filter(practice__in=self.besides(changelist).values("pk"))
        return dict(named.order_by().values_list("topic__slug").annotate(number=Count("pk")))


class Flagged(Counted):
    """Conditions of which one can be asked for. Those of all such filters that ask nothing are counted in one query."""

    @abstractmethod
    def conditions(self) -> dict[str, Condition]:
        """Return what each choice asks for, by its value in the address."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        self.asker = signed_in(request)
        return [(name, label) for name, (label, _asked) in self.conditions().items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.conditions().get(self.value() or "")
        return queryset.filter(asked[1]) if asked else queryset

    def numbers(self, changelist: Any) -> dict[str, int]:
        if self.value():
            return self.besides(changelist).aggregate(**self.counts())
        idle = [each for each in changelist.filter_specs if isinstance(each, Flagged) and not each.value()]
        if not hasattr(changelist, "flags"):
            counts = {f"{each.parameter_name}_{n}": c for each in idle for n, c in each.counts().items()}
            changelist.flags = self.besides(changelist).aggregate(**counts)
        return {name: changelist.flags[f"{self.parameter_name}_{name}"] for name in self.counts()}

    def counts(self) -> dict[str, Count]:
        """Return how many rows each choice would leave, as an aggregate."""
        return {name: Count("pk", filter=asked) for name, (_label, asked) in self.conditions().items()}


def decisions_of(person: User) -> QuerySet[Event]:
    """Return what a person did with entries that editors alone do, and did not undo."""
    return Event.objects.filter(actor=person, move__in=BY_EDITORS).standing()


class ByDecision(Flagged):
    """What this editor decided herself, and how long ago."""

    title = _("what you decided")
    parameter_name = "decided"
    labels: ClassVar = {
        "7": _("in the last 7 days"),
        "30": _("in the last 30 days"),
        "365": _("in the last year"),
    }

    def conditions(self) -> dict[str, Condition]:
        made = decisions_of(self.asker)
        return {
            days: (label, Q(pk__in=made.filter(at__gt=_ago(timedelta(days=int(days)))).values("practice")))
            for days, label in self.labels.items()
        }


class ByReader(Flagged):
    title = _("who reads it")
    parameter_name = "reader"

    def conditions(self) -> dict[str, Condition]:
        return {"me": (_("mine: claimed by me"), Q(claimed_by=self.asker.pk))}


class ByAge(Flagged):
    """How long an entry has been in its status."""

    title = _("days in this status")
    parameter_name = "over"
    labels: ClassVar = {"10": _("over 10 days"), "30": _("over 30 days"), "90": _("over 90 days")}

    def conditions(self) -> dict[str, Condition]:
        return {
            days: (label, Q(status_since__lt=_ago(timedelta(days=int(days)))))
            for days, label in self.labels.items()
        }


class ByEditionAge(Flagged):
    """How long ago the edition on line was approved."""

    title = _("last edition")
    parameter_name = "older"
    labels: ClassVar = {
        "2": _("older than 2 years"),
        "3": _("older than 3 years"),
        "5": _("older than 5 years"),
    }

    def conditions(self) -> dict[str, Condition]:
        return {
            years: (label, Q(edition__published_at__lt=_ago(YEAR * int(years))))
            for years, label in self.labels.items()
        }


class ByTypedCity(Flagged):
    title = _("cities")
    parameter_name = "cities"

    def conditions(self) -> dict[str, Condition]:
        nothing_typed = Q(**dict.fromkeys(TYPED.values(), ""))
        return {
            "typed": (_("typed, not linked yet"), ~nothing_typed),
            "none": (_("no city"), Q(**{"city": None, TYPED["city"]: ""})),
        }


class ByYear(Flagged):
    """Whether readers find what is on line by its years."""

    title = _("years")
    parameter_name = "years"

    def conditions(self) -> dict[str, Condition]:
        no_year = Q(edition__period_start=None, edition__period_end=None, edition__number__gte=1)
        return {"none": (_("on line, no year read"), no_year)}


class ByContributor(Flagged):
    title = _("contributor")
    parameter_name = "from"

    def conditions(self) -> dict[str, Condition]:
        return {"nobody": (_("without contributor"), Q(contributor=None))}


class ByOrigin(admin.SimpleListFilter):
    """Cities that were added by hand."""

    title = _("origin")
    parameter_name = "origin"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("hand", _("added by hand"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[City]) -> QuerySet[City]:
        return queryset.filter(geoname_id=None) if self.value() == "hand" else queryset


def _ago(span: timedelta) -> datetime:
    return timezone.now() - span
