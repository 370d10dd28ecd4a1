"""The pages of the trash: how does an entry get there, what lies there, and how is it brought back by one press?"""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from practices import permissions
from practices.admin import stashed_post
from practices.admin.entry.entry_of_address import InTrash, found_entry, with_entry
from practices.admin.entry.in_trash import recover_address
from practices.admin.entry.move_form import TrashForm
from practices.admin.expected_version import read_number
from practices.admin.sites import signed_in
from practices.entries import actions, trash
from practices.entries.actions import Missing, Stale
from practices.models import Practice
from practices.workflow import RECORDED, TRASH

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin

SHOWN = 50


def trash_list_view(request: HttpRequest, *, admin: "EntryAdmin") -> HttpResponse:
    """List what lies in the trash, the latest first, each with the days that are left."""
    found = Paginator(trash.thrown_away(None if admin.has_everybodys else signed_in(request)), SHOWN)
    page = found.get_page(request.GET.get("page"))
    rows = [(each, trash.days_left(each), recover_address(request, each, admin=admin)) for each in page]
    template = "admin/entry/trash_list.html"
    return admin.page(request, template, title=_("Trash"), page=page, rows=rows, count=found.count)


@with_entry
def trash_view(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> HttpResponse:
    """Say what the trash does to an entry; a POST puts it there."""
    if not permissions.can_trash(request.user, practice):
        raise PermissionDenied
    if request.method != "POST":
        return trash_page(request, practice, _form(request, practice), admin=admin)
    form = _form(request, practice, request.POST)
    form.is_valid()
    try:
        thrown = actions.trash(practice, by=signed_in(request), expected_version=form.version, **form.words)
    except Missing as refusal:
        form.add_error(refusal.field, str(refusal))
        return trash_page(request, practice, form, admin=admin, status=HTTPStatus.BAD_REQUEST)
    except Stale as stale:
        again = _form(request, practice, {**request.POST.dict(), "seen": stale.practice.version})
        return trash_page(request, stale.practice, again, admin=admin, status=HTTPStatus.CONFLICT)
    said = _("“%(title)s” is in the trash. It can be brought back within %(days)d days.")
    messages.success(request, said % {"title": thrown, "days": trash.days_left(thrown)})
    return redirect(admin.list_address("trash_list"))


def trash_page(
    request: HttpRequest,
    practice: Practice,
    form: TrashForm,
    *,
    admin: "EntryAdmin",
    status: int | None = None,
) -> HttpResponse:
    return admin.page(
        request,
        "admin/entry/trash.html",
        practice,
        title=RECORDED[TRASH].label,
        status=status,
        act=RECORDED[TRASH],
        form=form,
        is_stale=status == HTTPStatus.CONFLICT,
    )


@require_POST
def recover_view(request: HttpRequest, pk: int, *, admin: "EntryAdmin") -> HttpResponse:
    """Bring an entry back; a second press finds it there."""
    try:
        practice = found_entry(request, pk, admin=admin)
    except InTrash as found:
        practice = found.practice
    if practice.trashed_at:
        expected_version = read_number(request.POST.get("seen", ""))
        try:
            practice = actions.recover(practice, by=signed_in(request), expected_version=expected_version)
        except Stale:
            messages.error(request, _("This entry was changed after you opened it, so nothing was done."))
            return redirect(admin.list_address("trash_list"))
    said = {"title": practice, "status": practice.get_status_display()}
    messages.success(request, _("“%(title)s” is back as it was: %(status)s.") % said)
    address = admin.entry_address(practice)
    return redirect(stashed_post.waits_below(request, address) or address)


@with_entry
def delete_view(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> HttpResponse:
    """Refuse: nothing is deleted here, as what lies in the trash can be brought back."""
    raise PermissionDenied


def _form(request: HttpRequest, practice: Practice, data: Any = None) -> TrashForm:
    """Return what is asked: a note only where somebody else reads it."""
    return TrashForm(practice, data, asks_note=practice.contributor_id not in {None, request.user.pk})
