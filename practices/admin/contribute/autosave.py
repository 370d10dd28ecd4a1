"""The address at which a script keeps what is typed while it is typed; it never writes over others."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from practices.admin.entry.change import found_section
from practices.admin.entry.entry_of_address import InTrash, found_entry
from practices.admin.entry.form import PracticeForm, seen
from practices.admin.entry.save import save
from practices.admin.error_summary import form_errors
from practices.admin.sites import signed_in
from practices.entries.actions import Stale

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin


def autosave_view(request: HttpRequest, pk: int, name: str = "", *, admin: "EntryAdmin") -> HttpResponse:
    """Save the words of the form of a section, or of all; answer with what the page has seen now.

    409 when the entry is not as the page saw it.
    """
    try:
        practice = found_entry(request, pk, admin=admin)
    except InTrash:
        return JsonResponse({}, status=HTTPStatus.CONFLICT)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    section = found_section(name)
    form = PracticeForm(request.POST, instance=practice, section=section)
    if not form.is_valid():
        return JsonResponse(
            {"fields": list(form.errors), "why": " ".join(error.message for error in form_errors(form))},
            status=HTTPStatus.BAD_REQUEST,
        )
    try:
        saved = save(practice, form, by=signed_in(request))
    except (Stale, PermissionDenied):
        return JsonResponse({}, status=HTTPStatus.CONFLICT)
    return JsonResponse({"version": seen(saved, section)})
