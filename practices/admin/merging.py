"""The page that merges a city or topic into another one, and the button that undoes it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from practices.admin.expected_version import read_number
from practices.admin.naming import numbers_naming
from practices.admin.sites import signed_in
from practices.entries import merging
from practices.entries.merging import MergeRefused, Row
from practices.models import City, Merge, Topic
from practices.places.cities import called
from practices.text import COMPARED, fold

MOST = 30
"""How many cities are offered; a search narrows them."""


def merge_view(request: HttpRequest, object_id: str, *, admin: Any) -> HttpResponse:
    """Offer the rows that a row may go into; a POST lets it go into the chosen one."""
    row = row_of_address(request, object_id, admin=admin)
    if request.method != "POST":
        return _page(request, row, admin=admin)
    target = admin.model.objects.filter(pk=read_number(request.POST.get("target", ""))).first()
    if target is None:
        return _page(request, row, admin=admin, error=_("Choose the one that stays: nothing was done yet."))
    try:
        merging.merge(row, target, by=signed_in(request))
    except MergeRefused as refusal:
        return _page(request, row, admin=admin, error=str(refusal))
    said = _("“%(gone)s” is “%(stays)s” now. For a day you can undo that here.")
    messages.success(request, said % {"gone": row, "stays": target})
    return redirect(_change(admin), target.pk)


@require_POST
def part_view(request: HttpRequest, object_id: str, *, admin: Any) -> HttpResponse:
    """Bring back what went into a row."""
    row = row_of_address(request, object_id, admin=admin)
    merges = Merge.objects.filter(kind=admin.kind, target=row.pk)
    try:
        back = merging.part(
            get_object_or_404(merges, pk=read_number(request.POST.get("merge", ""))), by=signed_in(request)
        )
    except MergeRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect(_change(admin), row.pk)
    messages.success(request, _("“%(back)s” is in the list again.") % {"back": back})
    return redirect(_change(admin), back.pk)


def undoable_of(model: Any, object_id: str) -> list[Merge]:
    """Return what went into a row and can come back."""
    row = model.objects.filter(pk=read_number(object_id)).first()
    return list(merging.undoable_merges(row).select_related("by")) if row else []


def _change(admin: Any) -> str:
    return f"admin:practices_{admin.opts.model_name}_change"


def row_of_address(request: HttpRequest, object_id: str, *, admin: Any) -> Row:
    """Return the city or topic that an address names, to who may change it."""
    if not admin.has_change_permission(request):
        raise PermissionDenied
    row: Row | None = admin.model.objects.filter(pk=read_number(object_id)).first()
    if row is None:
        raise Http404
    return row


def _page(request: HttpRequest, row: Row, *, admin: Any, error: str = "") -> HttpResponse:
    query = request.GET.get("q", "")[:COMPARED]
    offered = _offered(row, fold(query))
    numbers = numbers_naming(admin.model, [row.pk, *(each.pk for each in offered)])
    context = admin.admin_site.each_context(request) | {
        "title": _("Merge %(name)s into another one") % {"name": row},
        "opts": admin.opts,
        "row": row,
        "is_city": isinstance(row, City),
        "query": query,
        "number": numbers[row.pk],
        "offered": [(each, numbers[each.pk]) for each in offered],
        "error": error,
    }
    status = HTTPStatus.BAD_REQUEST if error else HTTPStatus.OK
    return TemplateResponse(request, "admin/practices/merge.html", context, status=status)


def _offered(row: Row, query: str) -> list[Any]:
    """Return the rows that a row may go into: of cities those that are called alike, or as was searched."""
    if isinstance(row, Topic):
        return list(Topic.objects.exclude(pk=row.pk))
    cities = City.objects.in_country(row.country.code).exclude(pk=row.pk).largest_first()
    if query:
        return list(cities.filter(names__contains=query)[:MOST])
    alike = {city.pk for name in (row.name, *row.aliases) for city in called(name, row.country.code)}
    return list(cities.filter(pk__in=alike)[:MOST])
