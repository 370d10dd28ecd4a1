"""The base of both admin sites: who enters, where does one sign in, and which stock addresses are there?"""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, cast, override

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from practices import permissions
from practices.admin import csrf_failure
from practices.models import Practice, User
from practices.text import COMPARED

LEFT_OUT = {"autocomplete", "view_on_site"}
"""Stock addresses that answer about any row, whoever asks; nothing here needs them."""


def signed_in(request: HttpRequest) -> User:
    """Return who is signed in: a site lets nobody else in."""
    return cast("User", request.user)


def page_address(practice: Practice, page: str, site: str, *more: Any) -> str:
    """Return the address of a page of an entry on an admin site."""
    return reverse(f"admin:practices_practice_{page}", args=[practice.pk, *more], current_app=site)


class Site(admin.AdminSite):
    """An admin site whose sign-in and password pages are the accounts' own."""

    shell = ""
    """The template that every page of the site stands in."""
    home: Any = _("Home")
    has_list = True
    """Whether the way to an entry leads over a list of its own."""
    site_title = _("Intercultural good practices")

    def get_urls(self) -> list[Any]:
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") not in LEFT_OUT]

    @override
    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Let those in who may enter; the others get `refuse`."""
        inside = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return inside(request, *args, **kwargs) if self.has_permission(request) else self.refuse(request)

        return update_wrapper(guarded, inside)

    @method_decorator(never_cache)
    def refuse(self, request: HttpRequest) -> HttpResponseBase:
        """Say to those who are signed in which account they need; the others sign in."""
        if permissions.is_signed_in(request.user):
            return self.explain(request)
        return csrf_failure.signed_out(request)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        editors = reverse("admin:index") if permissions.is_staff(request.user) else ""
        frame = {"shell": self.shell, "home": self.home, "has_list": self.has_list}
        return super().each_context(request) | frame | {"editors_address": editors}

    def explain(self, request: HttpRequest) -> HttpResponseBase:
        """Say whose account this is, and where it works; or what an editor must do first."""
        if permissions.needs_second_step(request.user):
            return TemplateResponse(request, "mfa/needed.html", status=403)
        return TemplateResponse(request, "account/other_account.html", status=403)

    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect_to_login(request.GET.get("next", request.path.removesuffix("login/")))

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_details")

    def get_log_entries(self, request: HttpRequest) -> QuerySet[LogEntry]:
        """Return nothing: these sites write no log entries; the history is the events."""
        return LogEntry.objects.none()


class BaseModelAdmin(admin.ModelAdmin):
    """A model on these sites: nothing is deleted, and nothing is written into Django's own log."""

    change_list_template = "admin/practices/change_list.html"
    view_on_site = False
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions: Any = None
    list_title: Any = ""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Head the list with what is in it, not with what to do there."""
        title = self.list_title or capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Look for the beginning of what was typed: a database takes no pattern of any length."""
        return super().get_search_results(request, queryset, search_term[:COMPARED])

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow what the list's own filters ask, and no other question: some would be no regular expression."""
        field, _, how = lookup.partition("__")
        asked = self._asked(request)
        return "\0" not in value and (lookup in asked or (how in {"", "exact"} and field in asked))

    def _asked(self, request: HttpRequest) -> set[str]:
        """Return the parameters of the list's own filters."""
        return {
            each if isinstance(each, str) else str(getattr(each, "parameter_name", ""))
            for each in self.get_list_filter(request)
        }

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write nothing: a contributor would read what editors did."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """See `log_addition`."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """See `log_addition`."""
