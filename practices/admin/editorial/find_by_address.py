"""The search for an entry by an address of it that somebody pasted; by its number, the list's own search finds it."""

from urllib.parse import urlsplit

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, ResolverMatch, resolve

from practices.admin.columns import list_view
from practices.admin.entry.admin import EntryAdmin
from practices.admin.expected_version import read_number
from practices.models import OldSlug, Practice
from practices.models.old_slug import SlugKind
from practices.workflow import Status

BY_SLUG, BY_NUMBER = {"detail", "edition"}, {"short", "preview"}
"""The names of the public addresses that say which entry they are of."""


def found_list_view(request: HttpRequest, *, admin: EntryAdmin) -> HttpResponse:
    """List entries; a search for an address leads to the entry that it is of."""
    practice = entry_named(request.GET.get("q", "").strip()) if request.method == "GET" else None
    if practice is None:
        return list_view(request, admin=admin)
    waits = practice.status == Status.SUBMITTED and not practice.trashed_at
    return redirect(admin.address(practice, "review" if waits else "change"))


def entry_named(text: str) -> Practice | None:
    """Return the entry whose address a text is, in the trash too, if it is one."""
    if "/" not in text:
        return None
    try:
        match = resolve(urlsplit(text).path)
    except (Resolver404, ValueError):
        return None
    return _found(_by_address(match))


def _by_address(match: ResolverMatch) -> Q:
    """Return which entry an address is of; what is the page of no entry finds none."""
    given = match.kwargs
    if match.namespace == "practices" and match.url_name in BY_SLUG:
        old = OldSlug.objects.filter(kind=SlugKind.PRACTICE, slug=given["slug"]).values("target")
        return Q(slug=given["slug"]) | Q(pk__in=old)
    if match.namespace == "practices" and match.url_name in BY_NUMBER:
        return Q(pk=given.get("number") or given.get("pk"))
    if str(match.url_name).startswith("practices_practice_"):
        return Q(pk=read_number(str(given.get("pk") or given.get("object_id") or "")))
    return Q(pk=0)


def _found(which: Q) -> Practice | None:
    practices = Practice.all_objects.filter(which, purged_at=None)
    return practices.only("status", "trashed_at").order_by("pk").first()
