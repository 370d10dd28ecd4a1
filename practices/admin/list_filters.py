"""By what does an editor narrow the list of entries?"""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from practices.answers.codec import TYPED
from practices.models import City, Practice, Topic


class ByCountry(admin.SimpleListFilter):
    """The countries that occur, by name."""

    title = _("country")
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        codes = model_admin.model.objects.order_by("country").values_list("country", flat=True).distinct()
        return sorted(((code, str(countries.name(code))) for code in codes if code), key=lambda row: row[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(country=self.value()) if self.value() else queryset


class ByTopic(admin.SimpleListFilter):
    title = _("topic")
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(topic.slug, str(topic)) for topic in Topic.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Practice]) -> QuerySet[Practice]:
        if not self.value():
            return queryset
        about = Practice.topics.through.objects.filter(topic__slug=self.value()).values("practice")
        return queryset.filter(pk__in=about)


class ByAge(admin.SimpleListFilter):
    """How long an entry has been in its status."""

    title = _("days in this status")
    parameter_name = "over"
    choices_in_days = (("10", _("over 10 days")), ("30", _("over 30 days")), ("90", _("over 90 days")))

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return self.choices_in_days

    def queryset(self, request: HttpRequest, queryset: QuerySet[Practice]) -> QuerySet[Practice]:
        days = self.value()
        if days not in dict(self.choices_in_days):
            return queryset
        return queryset.filter(status_since__lt=timezone.now() - timedelta(days=int(days)))


class ByTypedCity(admin.SimpleListFilter):
    title = _("cities")
    parameter_name = "cities"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("typed", _("typed, not linked yet"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Practice]) -> QuerySet[Practice]:
        if self.value() != "typed":
            return queryset
        return queryset.exclude(Q(**dict.fromkeys(TYPED.values(), "")))


class ByOrigin(admin.SimpleListFilter):
    """Cities that were added by hand."""

    title = _("origin")
    parameter_name = "origin"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("hand", _("added by hand"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[City]) -> QuerySet[City]:
        return queryset.filter(geoname_id=None) if self.value() == "hand" else queryset
