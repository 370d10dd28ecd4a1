"""What does a contributor find? The site for one's own practices."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from practices import permissions
from practices.admin.columns import Columns, narrow
from practices.admin.form import PracticeAdmin
from practices.admin.site import Site, signed_in
from practices.models import Practice


class ContributeSite(Site):
    site_header = _("Your good practices")
    index_title = _("Your practices")
    index_template = "admin/contribute_index.html"

    def has_permission(self, request: HttpRequest) -> bool:
        return permissions.can_enter_contribute(request.user)

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """Show what waits for this person, and the way to add a practice."""
        person = signed_in(request)
        own = narrow(Practice.objects.of(person))
        waiting = [practice for practice in own if permissions.waits_for(person, practice)]
        return super().index(request, {"waiting": waiting, "count": len(own), **(extra_context or {})})


class OwnPractices(Columns, PracticeAdmin):
    list_title = _("Your practices")
    list_display = ("titled", "placed", "status", "status_since", "next_step", "saved_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Practice]:
        return Practice.objects.of(signed_in(request))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Refuse every lookup in the address: it could ask who of the editors saved an entry."""
        return False


site = ContributeSite(name="contribute")
site.register(Practice, OwnPractices)
