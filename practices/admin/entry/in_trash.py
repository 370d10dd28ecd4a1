"""The page of an entry that is in the trash, where the words that were sent to it wait."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from practices import permissions
from practices.admin import stashed_post
from practices.admin.entry.summary import takedown_address
from practices.admin.sites import signed_in
from practices.entries import trash
from practices.models import Practice
from practices.workflow import TRASH

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin

WORDS = ("note", "reason", "text", "email")
"""Where people type on the pages of an entry beside its form: a note, a reason, a comment, whom they invite."""


def in_trash_page(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> HttpResponse:
    """Show that an entry is in the trash; what was sent to it waits until it is brought back, or is to be copied."""
    is_sent = request.method == "POST"
    return admin.page(
        request,
        "admin/entry/in_trash.html",
        practice,
        title=_("In the trash"),
        status=HTTPStatus.CONFLICT if is_sent else HTTPStatus.GONE,
        entry_address="",
        event=practice.events.filter(move=TRASH).first(),
        days=trash.days_left(practice),
        recover_address=recover_address(request, practice, admin=admin),
        is_kept=is_sent and bool(stashed_post.keep(request)),
        typed="\n\n".join(filter(None, map(request.POST.get, WORDS))),
        trash_address=admin.list_address("trash_list"),
        takedown_address=takedown_address(signed_in(request), practice, admin.admin_site.name),
    )


def recover_address(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> str:
    """Return where this person brings an entry back; nothing when she may not."""
    may = permissions.can_recover(signed_in(request), practice)
    return admin.address(practice, "recover") if may else ""
