"""One's own draft as a Word form, to go on with at home."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from practices.admin.entry.entry_of_address import with_entry
from practices.answers import codec
from practices.entries.readings import as_typed
from practices.exports.word.form import filled_form, word_response_headers
from practices.models import Practice

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin


@with_entry
@require_safe
def word_form_view(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> HttpResponse:
    """Give the template with what an entry answers now, a contact too: it is its authors' own."""
    file = filled_form(as_typed(codec.said(practice)), practice.saved_at)
    return HttpResponse(file, headers=word_response_headers(f"practice-{practice.pk}"))
