"""The look for the entry that a page is about: is it there, or in the trash, where the words that were sent wait?"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from practices import permissions
from practices.admin import stashed_post
from practices.admin.sites import signed_in
from practices.entries import trash
from practices.models import Practice
from practices.workflow import TRASH

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin

WORDS = ("note", "reason", "text", "email")
"""Where people type on the pages of an entry beside its form: a note, a reason, a comment, whom they invite."""

type View = Callable[..., HttpResponse]


class InTrash(Exception):
    """The entry is in the trash, and this person may know it; everybody else finds nothing."""

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self.practice = practice


def with_entry(view: View) -> View:
    """Give a page the entry that its address names; one in the trash is answered with `in_trash_page`."""

    @wraps(view)
    def answered(
        request: HttpRequest, pk: int | str = "", object_id: str = "", *, admin: "EntryAdmin", **more: Any
    ) -> HttpResponse:
        try:
            return _answer(view, request, object_id or pk, admin=admin, **more)
        except InTrash as found:
            return in_trash_page(request, found.practice, admin=admin)

    return answered


def _answer(
    view: View, request: HttpRequest, pk: int | str, *, admin: "EntryAdmin", **more: Any
) -> HttpResponse:
    try:
        return view(request, admin.found(request, pk), admin=admin, **more)
    except PermissionDenied:
        admin.found(request, pk)  # perhaps it went into the trash meanwhile
        raise


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
    )


def recover_address(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> str:
    """Return where this person brings an entry back; nothing when she may not."""
    may = permissions.can_recover(signed_in(request), practice)
    return admin.address(practice, "recover") if may else ""
