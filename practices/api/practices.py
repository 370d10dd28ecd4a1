"""The practices of the API: their list as its page has it, what can be chosen there, each one, and its editions."""

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from rest_framework.response import Response

from practices.api.answering import ELSEWHERE, Answer, on_site, taken_now, told_as, unreadable, with_links
from practices.api.parameters import EDITION, FILTERS, LONGEST_NUMBER, NAME, NUMBER, PAGE
from practices.api.schemas import EDITION as SAID_OF_EDITION
from practices.exports import record
from practices.exports.archives.public import KINDS
from practices.exports.formats.structured import record_of
from practices.listing.canonical import canonical, is_canonical
from practices.listing.filters import Practices
from practices.listing.pagination import is_number
from practices.listing.results import ResultSet
from practices.models import Edition, Snapshot
from practices.public.parts.facets import Facets
from practices.public.parts.files import list_title
from practices.public.views import pages
from practices.public.views.practices import identities, off_line, practice_for_slug

LIST, COUNTS = "api_practices", "api_counts"
OF_LISTS = (ELSEWHERE, HTTPStatus.BAD_REQUEST, HTTPStatus.TOO_MANY_REQUESTS)
OF_ONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)


class PracticeList(Answer):
    """The practices that the same address of the page shows, twenty at a time, each with all that is said of it."""

    @told_as("practices", "Practices", *FILTERS, PAGE, faults=(*OF_LISTS, HTTPStatus.NOT_FOUND))
    def get(self, request: HttpRequest) -> Response:
        number = request.GET.get("page", "")
        asked = _asked(request, LIST, number)
        if isinstance(asked, HttpResponse):
            return asked
        results = ResultSet(asked)
        shown = results.page_of(record.loaded(), number)
        if shown is None:
            return pages.no_such_page(request)
        current, last = shown.page.number, shown.page.paginator.num_pages
        around = {
            "next": _page(asked, current + 1) if current < last else None,
            "previous": _page(asked, current - 1) if current > 1 else None,
        }
        said = taken_now(list_title(asked), canonical(asked.query()), request, results.total)
        said |= {"page": current, "pages": last} | around
        answer = said | {"practices": [record_of(edition) for edition in shown.rows]}
        return with_links(answer, next=around["next"], prev=around["previous"])


class FacetCounts(Answer):
    """What can be chosen in the list, and how many practices each value brings, with all else as it is."""

    @told_as("counts", "How many practices each filter brings", *FILTERS, faults=OF_LISTS)
    def get(self, request: HttpRequest) -> Response:
        asked = _asked(request, COUNTS)
        if isinstance(asked, HttpResponse):
            return asked
        results = ResultSet(asked)
        facets = [
            {"name": facet.name, "label": str(facet.label), "values": [_value(each) for each in facet.all]}
            for facet in Facets(results).all
        ]
        said = taken_now(list_title(asked), canonical(asked.query()), request, results.total)
        return Response(said | {"facets": facets})


class One(Answer):
    """One practice, by its number; its name leads there."""

    @told_as("practice", "One practice", NAME, faults=(ELSEWHERE, *OF_ONE))
    def get(self, request: HttpRequest, name: str) -> Response:
        if not name.isdecimal():
            practice = practice_for_slug(name)
            if practice and practice.has_edition:
                return redirect("practices:api_practice", practice.pk, permanent=True)
            return off_line(request, practice)
        edition = record.loaded().filter(practice=_number(name)).first()
        if edition is None:
            return _off_line(request, _number(name))
        said = taken_now(edition.title, edition.get_absolute_url(), request, 1)
        return Response(said | {"practice": record_of(edition)})


class EditionList(Answer):
    """The editions of a practice, the newest first: when each was published, and what is new in it."""

    @told_as("editions", "The editions of a practice", NUMBER, faults=OF_ONE)
    def get(self, request: HttpRequest, number: int) -> Response:
        current = _current(number)
        if current is None:
            return _off_line(request, number)
        rows = _snapshots(current).defer("answers").order_by("-edition")
        found = [_said_of(snapshot) for snapshot in rows]
        said = taken_now(current.title, current.get_absolute_url(), request, len(found))
        return Response(said | {"editions": found})


class OneEdition(Answer):
    """An edition of a practice that is on line, as its page shows it: without the contact."""

    @told_as("edition", "One edition of a practice", NUMBER, EDITION, faults=OF_ONE)
    def get(self, request: HttpRequest, number: int, edition: int) -> Response:
        current = _current(number, edition)
        if current is None:
            return _off_line(request, number)
        snapshot = _snapshots(current).filter(edition=edition).first()
        if snapshot is None:
            raise Http404
        if snapshot.taken_down_at and snapshot.is_taken_down:
            return pages.taken_down(request, snapshot.taken_down_at, current=current.get_absolute_url())
        page = reverse("practices:edition", args=[current.practice.slug, edition])
        columns = KINDS["earlier_edition"].columns
        said = {column: read(snapshot) for column, (_schema, read) in columns.items()}
        return Response(taken_now(said["answers"]["title"], page, request, 1) | {"edition": said})


def _asked(request: HttpRequest, route: str, number: str = "") -> Practices | HttpResponse:
    """Return what an address asks for; or the answer to one that cannot be read, has another spelling, or comes too often."""
    asked = Practices(request.GET, Edition.objects.originals())
    if messages := asked.error_messages():
        return unreadable(request, messages)
    address = canonical(asked.query(), number, name=route)
    if is_number(number) and not is_canonical(request, address):
        return redirect(address, permanent=True)
    return asked if not asked.typed("q") else pages.refused_search(request, "search") or asked


def _page(asked: Practices, number: int) -> str:
    return on_site(canonical(asked.query(), str(number), name=LIST))


def _value(value: Any) -> dict[str, Any]:
    return {"value": value.value, "text": str(value.text), "count": value.count}


def _number(name: str) -> int:
    """Return the number of a practice; what has another spelling, or is no number, has no page."""
    if str(number := int(name[:20])) != name or number > LONGEST_NUMBER:
        raise Http404
    return number


def _current(number: int, edition: int = 1) -> Edition | None:
    """Return the edition on line of a practice; neither it nor another edition of it can have a number that no column holds."""
    if max(number, edition) > LONGEST_NUMBER:
        raise Http404
    return Edition.objects.cards().filter(practice=number).first()


def _off_line(request: HttpRequest, number: int) -> HttpResponse:
    return off_line(request, identities().filter(pk=number).first())


def _snapshots(current: Edition) -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(practice=current.practice_id, edition__lte=current.number)


def _said_of(snapshot: Snapshot) -> dict[str, Any]:
    said = {name: read(snapshot) for name, (_schema, read) in SAID_OF_EDITION.items()}
    if snapshot.is_taken_down:
        said["passage_removed_at"] = None
    address = on_site(reverse("practices:api_edition", args=[snapshot.practice_id, snapshot.edition]))
    return said | {
        "removed_at": snapshot.taken_down_at if snapshot.is_taken_down else None,
        "address": address,
    }
