"""The changes of the API: what was published, changed or taken off line since somebody looked last?

Who goes on where the last answer stopped misses nothing: `practices.models.last_change` says why. A practice is told once, as it is
now, however often it changed meanwhile.
"""

import re
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.db.models import FETCH_RAISE, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.response import Response

from practices.api.answering import Answer, on_site, taken_now, told_as, unreadable, with_links
from practices.api.parameters import LONGEST_NUMBER, SINCE
from practices.errors import views, wording
from practices.models import LastChange, Snapshot, Version
from practices.models.snapshot import Takedown

AT_ONCE = 100
POINT = re.compile(r"^([0-9]{1,19})-([0-9]{1,19})\Z", re.ASCII)
START = "0-0"


class ChangeFeed(Answer):
    """What changed since an answer before, the oldest change first; of what is off line nothing is said but that."""

    @told_as("changes", "What has changed", SINCE, faults=(HTTPStatus.BAD_REQUEST, HTTPStatus.GONE))
    def get(self, request: HttpRequest) -> Response:
        since = request.GET.get("since", "") or START
        point = [int(number) for each in POINT.findall(since) for number in each]
        if not point or max(point) > LONGEST_NUMBER or len(request.GET.getlist("since")) > 1:
            return unreadable(
                request, [_("since: give the “since” of your last answer as it was, or leave it out.")]
            )
        version, practice = point
        if since != START and not _is_known(version):
            return views.error_page(request, wording.READ_ELSEWHERE)
        later = Q(version__gt=version) | Q(version=version, pk__gt=practice)
        rows = list(_rows().filter(later).order_by("version", "pk")[: AT_ONCE + 1])
        shown = rows[:AT_ONCE]
        until = f"{shown[-1].version}-{shown[-1].pk}" if shown else since
        address = on_site(f"{reverse('practices:api_changes')}?{urlencode({'since': until})}")
        further = address if len(rows) > AT_ONCE else None
        said = taken_now(_("Changes"), reverse("practices:list"), request, len(shown))
        said |= {"since": until, "next": further, "changes": [_said_of(change) for change in shown]}
        return with_links(said, next=further)


def _is_known(version: int) -> bool:
    """Say whether a version is of this database, and not of another one, or of what it was before it was restored."""
    return Version.objects.filter(began__lte=version, number__gte=version).exists()


def _rows() -> QuerySet[LastChange]:
    texts = Snapshot.objects.filter(practice=OuterRef("practice"), edition__isnull=False)
    last = texts.order_by("-edition").values("taken_down")[:1]
    columns = ("practice__trashed_at", "practice__withdrawn_reason")
    rows = LastChange.objects.select_related("practice").only("version", "edition", *columns)
    return rows.annotate(last_text=Subquery(last)).fetch_mode(FETCH_RAISE)


def _said_of(change: Any) -> dict[str, Any]:
    address = reverse("practices:api_practice", args=[change.pk])
    return {
        "number": change.pk,
        "state": _state(change),
        "edition": change.edition,
        "address": on_site(address) if change.edition else None,
    }


def _state(change: Any) -> str:
    if change.edition:
        return "published"
    if change.practice.withdrawn_reason and not change.practice.trashed_at:
        return "withdrawn"
    is_taken_down = change.last_text == Takedown.WHOLE and not change.practice.trashed_at
    return "taken_down" if is_taken_down else "removed"
