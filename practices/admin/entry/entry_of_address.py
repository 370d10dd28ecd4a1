"""The entry that the address of a page names: does this person find it there, or in the trash?"""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from practices import permissions
from practices.admin.entry.in_trash import in_trash_page
from practices.admin.expected_version import read_number
from practices.admin.sites import signed_in
from practices.models import Practice

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin

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
        except InTrash as thrown:
            return in_trash_page(request, thrown.practice, admin=admin)

    return answered


def _answer(
    view: View, request: HttpRequest, pk: int | str, *, admin: "EntryAdmin", **more: Any
) -> HttpResponse:
    try:
        return view(request, found_entry(request, pk, admin=admin), admin=admin, **more)
    except PermissionDenied:
        found_entry(request, pk, admin=admin)  # perhaps it went into the trash meanwhile
        raise


def found_entry(request: HttpRequest, pk: int | str, *, admin: "EntryAdmin") -> Practice:
    """Return the entry of this number on this site; raise `InTrash`, or `Http404` when this person sees none."""
    practice: Practice | None = admin.get_object(request, str(pk))
    if practice is None and (thrown := _thrown(request, str(pk), admin=admin)):
        raise InTrash(thrown)
    if practice is None or not permissions.can_see(request.user, practice):
        raise Http404
    return practice


def _thrown(request: HttpRequest, pk: str, *, admin: "EntryAdmin") -> Practice | None:
    """Return the entry of this number when it is in the trash, and this site tells this person so."""
    practice = Practice.all_objects.in_trash().filter(pk=read_number(pk)).first()
    if practice is None or not has_place_for(request, practice, admin=admin):
        return None
    return practice if permissions.can_see_in_trash(request.user, practice) else None


def has_place_for(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> bool:
    """Say whether an entry has its page on this site for this person."""
    return admin.has_everybodys or practice.is_written_by(signed_in(request).pk)
