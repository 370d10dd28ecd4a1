"""The editors' list as a file: what its columns show, with the search, the filters and the order that were chosen."""

from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import strip_tags
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from practices.admin.sites import signed_in
from practices.answers.cells import disarmed
from practices.exports.formats.table import FORMATS, MOST_AT_ONCE
from practices.models import AuditEvent

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin

FORMS = {form.ending: form for form in FORMATS.values() if form.tabulate}


@require_POST
def list_file_view(request: HttpRequest, *, admin: "EntryAdmin", ending: str) -> HttpResponse:
    """Give the list that the address asks for, all pages, and keep a record of who took it."""
    if ending not in FORMS:
        raise Http404
    try:
        listed = admin.get_changelist_instance(request).queryset
    except IncorrectLookupParameters as error:
        raise BadRequest from error
    query, count = request.META["QUERY_STRING"], listed.count()
    if count > MOST_AT_ONCE:
        told = {"count": count, "most": MOST_AT_ONCE}
        refusal = _("This list has %(count)d entries; a file holds %(most)d at most. Choose a filter first.")
        messages.error(request, refusal % told)
        return redirect(f"{admin.list_address('changelist')}?{query}")
    form, names = FORMS[ending], admin.get_list_display(request)
    columns = [capfirst(str(label_for_field(name, admin.model, admin))) for name in names]
    rows = _rows(listed, names, admin)
    tabulate: Any = form.tabulate
    body = b"".join(tabulate([*columns, _("Address")], rows))
    AuditEvent.objects.record(
        "list_taken", by=signed_in(request), after={"entries": count, "form": ending, "filters": query[:500]}
    )
    file = content_disposition_header(True, f"entries-{localdate()}.{ending}") or ""  # noqa: FBT003  as_attachment
    headers = {"Content-Type": form.media_type, "Content-Disposition": file}
    return HttpResponse(body, headers=headers)


def _rows(listed: Any, names: Any, admin: "EntryAdmin") -> Iterator[list[str]]:
    for practice in listed:
        cells = [_words(lookup_field(name, practice, admin)[2]) for name in names]
        yield [*map(disarmed, cells), settings.SITE_URL + admin.entry_address(practice)]


def _words(value: Any) -> str:
    """Return what a column shows, without the markup of one that has any."""
    text = "" if value is None else str(value)
    return " ".join((unescape(strip_tags(text)) if isinstance(value, SafeString) else text).split())
