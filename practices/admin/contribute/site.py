"""The contributors' site, for one's own practices."""

from typing import Any, override

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy

from practices import permissions
from practices.admin.columns import Columns
from practices.admin.contribute.home import own
from practices.admin.contribute.submit import BACK, SUBMIT, HandingIn
from practices.admin.entry.autosave import Autosave
from practices.admin.entry.change import UNRESOLVED_CITY, PracticeAdmin
from practices.admin.entry.coauthors import Joining
from practices.admin.entry.preview_link import Sharing
from practices.admin.entry.summary import address
from practices.admin.sites import Site, signed_in
from practices.entries.trash import thrown_away
from practices.models import CoAuthor, Practice


class ContributeSite(Site):
    site_header = gettext_lazy("Your good practices")
    index_title = gettext_lazy("Your practices")
    index_template = "admin/contribute_index.html"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return permissions.can_enter_contribute(request.user)

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """Show one's practices, each with its next step, and the way to add one."""
        person = signed_in(request)
        shown = {
            "own": list(own(person, self.name)),
            "count": Practice.objects.of(person).count(),
            "thrown": thrown_away(person).count(),
            "invitations": CoAuthor.objects.open().filter(email=person.email, practice__trashed_at=None),
            "subtitle": None,
        }
        return super().index(request, shown | (extra_context or {}))


class OwnPractices(Autosave, HandingIn, Joining, Sharing, Columns, PracticeAdmin):
    list_title = gettext_lazy("Your practices")
    list_display = ("titled", "placed", "stands", "status_since", "next_step", "saved_at")
    change_form_template = "admin/practices/practice/contribute_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Practice]:
        return Practice.objects.of(signed_in(request))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Refuse every lookup in the address: it could ask who of the editors saved an entry."""
        return False

    @override
    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin a new entry with the city of the account; it can be typed over."""
        person = signed_in(request)
        if person.city:
            return {"country": person.city.country.code, "city": person.city.name}
        return {"country": person.country.code, "city": person.city_typed}

    @override
    def response_change(self, request: HttpRequest, obj: Practice) -> HttpResponse:
        """Go on to the check page when that was asked for, or came before."""
        is_asked = "_check" in request.POST or (request.GET.get(BACK) == "check" and "_save" in request.POST)
        if is_asked and not request.META.get(UNRESOLVED_CITY):
            return redirect(address(obj, "move", self.admin_site.name, SUBMIT))
        return super().response_change(request, obj)

    @override
    def response_post_save_change(self, request: HttpRequest, obj: Practice) -> HttpResponseRedirect:
        return redirect(reverse("contribute:index"))

    @override
    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        obj = kwargs.get("obj")
        site = self.admin_site.name
        context |= {
            "is_checking": request.GET.get(BACK) == "check",
            "most": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
            "autosave_address": address(obj, "autosave", site) if obj else "",
            "share_address": address(obj, "share", site) if obj else "",
        }
        return super().render_change_form(request, context, *args, **kwargs)


site = ContributeSite(name="contribute")
site.register(Practice, OwnPractices)
