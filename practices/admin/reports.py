"""The list of problems that visitors report: editors read them and mark them as done."""

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import linebreaksbr
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from practices import permissions
from practices.admin.expected_version import is_whole_number
from practices.admin.sites import BaseModelAdmin, signed_in
from practices.models import AuditEvent, Report

if TYPE_CHECKING:
    from practices.models.report import ReportQuerySet


class ByOpen(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("open", _("Open")), ("done", _("Done"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        reports = cast("ReportQuerySet", queryset)
        return {"open": reports.open(), "done": reports.exclude(done_at=None)}.get(
            self.value() or "", reports
        )


class Reports(BaseModelAdmin):
    """The open ones first; a report is never changed, and deleted by its age alone."""

    list_display = ("at", "where", "words", "email", "done")
    list_display_links = None
    list_filter = (ByOpen,)
    list_select_related = ("done_by",)
    list_per_page = 50
    ordering = (F("done_at").desc(nulls_first=True), "-at", "-pk")
    actions: Any = ["mark_done"]

    def get_urls(self) -> list[Any]:
        return [pattern for pattern in super().get_urls() if str(pattern.name).endswith("_changelist")]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_see_reports(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.can_see_reports(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("page"))
    def where(self, report: Report) -> Any:
        """Return the page's address as a link, if it is one of this site; what else was typed, as words."""
        if report.page.startswith("/") and not report.page.startswith(("//", "/\\")):
            return format_html('<a href="{}{}">{}</a>', settings.SITE_URL, report.page, report.page)
        return report.page

    @admin.display(description=_("what is wrong"))
    def words(self, report: Report) -> Any:
        return linebreaksbr(report.text, autoescape=True)

    @admin.display(description=_("dealt with"))
    def done(self, report: Report) -> str | None:
        return f"{report.done_by}, {date_format(localtime(report.done_at))}" if report.done_at else None

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any, **kwargs: Any) -> Any:
        """Refuse what is no report's number."""
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(map(is_whole_number, ticked)):
            raise BadRequest
        return super().response_action(request, queryset, *args, **kwargs)

    @admin.action(description=cast("Any", _("Mark as done")), permissions=["view"])
    def mark_done(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        person = signed_in(request)
        with transaction.atomic():
            count = cast("ReportQuerySet", queryset).mark_done(by=person)
            AuditEvent.objects.record("reports_done", by=person, after={"reports": count})
        said = ngettext("%(count)d report is done.", "%(count)d reports are done.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)
