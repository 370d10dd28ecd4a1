"""The columns of the lists of entries: what both sites show of each."""

from typing import TYPE_CHECKING, Any

from django.contrib.admin import display
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from practices.models import Practice
from practices.models.practice import PracticeQuerySet
from practices.text import beginning
from practices.workflow import Status

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin

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


class EntryChangeList(ChangeList):
    """A list that loads what its columns show."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> PracticeQuerySet:
        admin: Any = self.model_admin
        listed: PracticeQuerySet = admin.listed(super().get_queryset(request, exclude_parameters))
        return listed

    def url_for_result(self, result: Any) -> str:
        """Lead from what waits for editors to the page on which they decide."""
        admin: Any = self.model_admin
        if admin.has_everybodys and result.status == Status.SUBMITTED:
            return str(admin.address(result, "review"))
        return super().url_for_result(result)


def list_view(request: HttpRequest, *, admin: "EntryAdmin") -> HttpResponse:
    """List entries, as Django does."""
    return admin.changelist_view(request)


@display(description=_("title"), ordering="title")
def titled(practice: Practice) -> str:
    return beginning(str(practice), LONGEST_TITLE)


@display(description=_("no."), ordering="pk")
def numbered(practice: Practice) -> str:
    return str(practice.pk)


@display(description=_("place"), ordering="country")
def placed(practice: Practice) -> str:
    city = practice.city.name if practice.city else beginning(practice.city_typed)
    return ", ".join(filter(None, [city, str(practice.country.name)]))


@display(description=_("status"), ordering="status")
def stands(practice: Practice) -> str:
    return render_to_string("components/_badge.html", {"status": Status(practice.status)})


@display(description=_("days"), ordering="-status_since")
def waited(practice: Practice) -> str:
    days = (timezone.now() - practice.status_since).days
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


@display(description=_("edition"), ordering="edition__number")
def edition_number(practice: Any) -> Any:
    return practice.edition_number
