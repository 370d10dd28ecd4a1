"""The pages of the trash: how does an entry get there, what lies there, and how is it brought back by one press?"""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from practices import permissions
from practices.admin import stashed_post
from practices.admin.entries import EntryAdmin
from practices.admin.entry.expected_version import version
from practices.admin.entry.step_form import TrashForm
from practices.admin.entry.summary import address
from practices.admin.sites import InTrash, StaysInTrash, signed_in
from practices.entries import actions, trash
from practices.entries.actions import Missing, Stale
from practices.models import Practice, User
from practices.workflow import RECORDED, TRASH

SHOWN = 50
WORDS = ("note", "reason", "text", "email")
"""Where people type on the pages of an entry beside its form: a note, a reason, a comment, whom they invite."""


class Trashing(EntryAdmin):
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        back = require_POST(self.recover_view)
        return [
            path("trash/", view(self.trash_list_view), name="practices_practice_trash_list"),
            path("<int:pk>/trash/", view(self.trash_view), name="practices_practice_trash"),
            path("<int:pk>/recover/", view(back), name="practices_practice_recover"),
            *super().get_urls(),
        ]

    def trash_list_view(self, request: HttpRequest) -> HttpResponse:
        """List what lies in the trash, the latest first, each with the days that are left."""
        person = signed_in(request)
        found = Paginator(trash.thrown_away(None if self.has_everybodys else person), SHOWN)
        page = found.get_page(request.GET.get("page"))
        rows = [(each, *self._row(person, each)) for each in page]
        context = {"title": _("Trash"), "page": page, "rows": rows, "count": found.count}
        return self.trash_page(request, "admin/practices/practice/trash_list.html", context)

    def _row(self, person: User, practice: Practice) -> tuple[int, str]:
        may = permissions.can_recover(person, practice)
        site = self.admin_site.name
        return trash.days_left(practice), address(practice, "recover", site) if may else ""

    def trash_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what the trash does to an entry; a POST puts it there."""
        practice = self.found(request, pk)
        if not permissions.can_trash(request.user, practice):
            raise PermissionDenied
        if request.method != "POST":
            return self.ask(request, practice, _form(request, practice))
        form = _form(request, practice, request.POST)
        form.is_valid()
        try:
            thrown = actions.trash(
                practice, by=signed_in(request), expected_version=form.version, **form.words
            )
        except Missing as refusal:
            form.add_error(refusal.field, str(refusal))
            return self.ask(request, practice, form, status=HTTPStatus.BAD_REQUEST)
        except Stale as stale:
            again = _form(request, practice, {**request.POST.dict(), "seen": stale.practice.version})
            return self.ask(request, stale.practice, again, status=HTTPStatus.CONFLICT)
        days = trash.days_left(thrown)
        said = _("“%(title)s” is in the trash. It can be brought back within %(days)d days.")
        messages.success(request, said % {"title": thrown, "days": days})
        return redirect(self._trash_address())

    def ask(
        self, request: HttpRequest, practice: Practice, form: TrashForm, status: int | None = None
    ) -> HttpResponse:
        context = {
            "title": RECORDED[TRASH].label,
            "subtitle": str(practice),
            "practice": practice,
            "act": RECORDED[TRASH],
            "form": form,
            "is_stale": status == HTTPStatus.CONFLICT,
            "entry_address": address(practice, "change", self.admin_site.name),
        }
        return self.trash_page(request, "admin/practices/practice/trash.html", context, status=status)

    def recover_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Bring an entry back; a second press finds it there."""
        try:
            practice = self.found(request, pk)
        except InTrash as found:
            practice = found.practice
        if practice.trashed_at:
            expected_version = version(request.POST.get("seen", ""))
            try:
                practice = actions.recover(practice, by=signed_in(request), expected_version=expected_version)
            except Stale:
                messages.error(request, _("This entry was changed after you opened it, so nothing was done."))
                return redirect(self._trash_address())
            except PermissionDenied:
                raise StaysInTrash from None
        said = {"title": practice, "status": practice.get_status_display()}
        messages.success(request, _("“%(title)s” is back as it was: %(status)s.") % said)
        return redirect(address(practice, "change", self.admin_site.name))

    def lies_in_trash(self, request: HttpRequest, practice: Practice) -> HttpResponse:
        """Show that an entry is in the trash; what was sent to it waits until it is brought back, or is to be copied."""
        is_kept = request.method == "POST" and bool(stashed_post.keep(request))
        person = signed_in(request)
        days, back = self._row(person, practice)
        event = practice.events.filter(move=TRASH).first()
        context = {
            "title": _("In the trash"),
            "subtitle": str(practice),
            "practice": practice,
            "event": event,
            "days": days,
            "recover_address": back,
            "is_kept": is_kept,
            "typed": "\n\n".join(filter(None, map(request.POST.get, WORDS))),
            "trash_address": self._trash_address(),
        }
        status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.GONE
        return self.trash_page(request, "admin/practices/practice/in_trash.html", context, status=status)

    def trash_page(
        self, request: HttpRequest, page: str, context: dict[str, Any], status: int | None = None
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        shown = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, page, shown, status=status)

    def _trash_address(self) -> str:
        return reverse("admin:practices_practice_trash_list", current_app=self.admin_site.name)


def _form(request: HttpRequest, practice: Practice, data: Any = None) -> TrashForm:
    """Return what is asked: a note only where somebody else reads it."""
    return TrashForm(practice, data, asks_note=practice.contributor_id not in {None, request.user.pk})
