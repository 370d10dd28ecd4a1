"""What happened to an entry, and what did it say before?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from practices import permissions
from practices.admin import sheet
from practices.admin.entry import Entries
from practices.admin.site import signed_in
from practices.admin.standing import address
from practices.models import Event, Practice, Snapshot, User


class History(Entries):
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.snapshot_view)
        name = "practices_practice_snapshot"
        return [path("<int:pk>/snapshots/<int:number>/", view, name=name), *super().get_urls()]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """List events and snapshots, newest first; who made them is shown to whom it may be."""
        practice = self.found(request, object_id)
        site, person = self.admin_site.name, signed_in(request)
        events = practice.events.select_related("actor")
        snapshots = practice.snapshots.select_related("by").defer("answers")
        context = {
            "title": _("History"),
            "events": [(event, _actor(person, event)) for event in events],
            "snapshots": [
                (each, _writer(person, each), address(practice, "snapshot", site, each.pk))
                for each in snapshots
            ],
        }
        return self._page(request, practice, "admin/practices/practice/object_history.html", context)

    def snapshot_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        practice = self.found(request, pk)
        snapshot = get_object_or_404(Snapshot, practice=practice, pk=number)
        context = {
            "title": _("As it stood"),
            "snapshot": snapshot,
            "sections": sheet.sections(snapshot.answers),
            "history_address": address(practice, "history", self.admin_site.name),
        }
        return self._page(request, practice, "admin/practices/practice/snapshot.html", context)

    def _page(
        self, request: HttpRequest, practice: Practice, page: str, context: dict[str, Any]
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        shown = {
            **self.admin_site.each_context(request),
            "subtitle": str(practice),
            "opts": self.opts,
            "practice": practice,
            "entry_address": address(practice, "change", self.admin_site.name),
            **context,
        }
        return TemplateResponse(request, page, shown)


def _actor(person: User, event: Event) -> str:
    if event.actor is None:
        return _("The operator")
    return str(event.actor) if permissions.can_see_actor(person, event) else _("An editor")


def _writer(person: User, snapshot: Snapshot) -> str:
    if snapshot.by is None:
        return _("The operator")
    own = snapshot.by_id == person.pk
    return str(snapshot.by) if own or permissions.is_editor(person) else _("An editor")
