"""The columns of the lists of entries: what both sites show of each."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from practices.admin.entries import EntryAdmin
from practices.models import Practice
from practices.models.practice import PracticeQuerySet
from practices.text import beginning
from practices.workflow import NEXT, Status

COLUMNS = (
    "title",
    "city",
    "contributor",
    "country",
    "city__name",
    "city__country",
    "city_typed",
    "status",
    "status_since",
    "saved_at",
    "version",
    "contributor__email",
)
"""What the lists read; long texts stay in the database."""


def narrow(practices: PracticeQuerySet) -> PracticeQuerySet:
    """Load what the columns show, in one query."""
    return practices.select_related("city", "contributor").only(*COLUMNS)


LONGEST_TITLE = 120


class EntryList(ChangeList):
    """A list that loads what its columns show."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> PracticeQuerySet:
        columns: Any = self.model_admin
        listed: PracticeQuerySet = columns.listed(super().get_queryset(request, exclude_parameters))
        return listed


class Columns(EntryAdmin):
    list_select_related = ("city", "contributor")
    list_title = _("All practices")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return EntryList

    def listed(self, practices: PracticeQuerySet) -> PracticeQuerySet:
        """Return the entries with what the list shows of them."""
        return narrow(practices)

    @admin.display(description=_("title"), ordering="title")
    def titled(self, practice: Practice) -> str:
        return beginning(str(practice), LONGEST_TITLE)

    @admin.display(description=_("place"), ordering="country")
    def placed(self, practice: Practice) -> str:
        city = practice.city.name if practice.city else beginning(practice.city_typed)
        return ", ".join(filter(None, [city, str(practice.country.name)]))

    @admin.display(description=_("status"), ordering="status")
    def stands(self, practice: Practice) -> str:
        return render_to_string("components/_badge.html", {"status": Status(practice.status)})

    @admin.display(description=_("days"), ordering="-status_since")
    def waited(self, practice: Practice) -> str:
        days = (timezone.now() - practice.status_since).days
        return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}

    @admin.display(description=_("next step"))
    def next_step(self, practice: Practice) -> str:
        return str(NEXT[Status(practice.status)])
