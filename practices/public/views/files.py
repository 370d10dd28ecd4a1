"""Lists and practices as files, in every form of `exports.formats.table.FORMATS`.

A file holds what its page shows, of all pages of the list, in its order. Small ones are answered whole, and kept like
pages; others are made while they are sent, portion by portion, so that nothing is held meanwhile. Books are ordered, and fetched once
they are made.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from itertools import batched

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from practices.errors import views, wording
from practices.exports import citation, record
from practices.exports.casebook.figures import prefetch_figures
from practices.exports.formats.table import FORMATS, Format
from practices.exports.formats.taken import Taken, taken, taken_entry, taken_old
from practices.exports.typesetting.press import NotPrinted
from practices.listing.canonical import canonical, is_canonical
from practices.listing.filters import Practices
from practices.listing.results import ResultSet
from practices.models import Edition, Snapshot, version
from practices.public import file_jobs
from practices.public.parts.files import list_title
from practices.public.query_timeout import bounded
from practices.public.streams import Busy, Stream
from practices.public.views import pages
from practices.public.views.practices import moved_or_gone

PORTION = 200
"""So many practices are loaded at once."""
WHOLE = 500
"""So many practices are answered whole, and kept: more than the programme's list has had in twelve years."""
FEW = 30
"""A book of so many practices is not counted: it takes half a second of a processor."""
LONGEST_NAME = 80
LATEST = ("-published_at", "-pk")


@require_safe
def list_file(request: HttpRequest, *, ending: str) -> HttpResponseBase:
    """Give the list that the address asks for as a file; refuse what it says wrongly, as the list does."""
    form, asked = FORMATS[ending], Practices(request.GET, Edition.objects.originals())
    if messages := asked.error_messages():
        reason, way = "\n".join(messages), reverse("practices:list")
        return views.error_page(request, wording.NO_SUCH_LIST, reason=reason, way=way)
    address = canonical(asked.query(), name=form.list_name)
    if not is_canonical(request, address):
        return redirect(address, permanent=True)
    if asked.typed("q") and (refused := pages.refused_search(request, "search")):
        return refused
    return _of_list(request, form, asked, address)


def _of_list(request: HttpRequest, form: Format, asked: Practices, address: str) -> HttpResponseBase:
    results, page = ResultSet(asked), canonical(asked.query())
    if not form.fits(results.total):
        return views.error_page(request, wording.TOO_MANY_FOR_A_FILE, way=page)
    ordered = _order_name(address) if form.is_book else ""
    is_large = min(results.total, form.newest or results.total) > (FEW if form.is_book else WHOLE)
    if is_large and not file_jobs.BOOKS.is_known(ordered) and (refused := pages.refused_file(request, page)):
        return refused
    found = results.found.order_by(*LATEST)[: form.newest] if form.newest else results.found

    def take() -> Taken:
        keys = list(found.values_list("pk", flat=True))
        return taken(list_title(asked), page, address, len(keys), _portions(keys, rendered=form.is_book))

    try:
        if form.is_book:
            response = _ordered(request, form, file_jobs.BOOKS, ordered, take)
        else:
            leaving = take()
            response = _sent(request, form.write(leaving), leaving.total)
    except Busy:
        return pages.busy_with_files(request, page)
    except NotPrinted:
        return views.error_page(request, wording.NOT_PRINTED, way=page)
    return _named(response, form, "-".join(["practices", *(chip.value for chip in asked.chips())]))


def _sent(request: HttpRequest, pieces: Iterator[bytes], total: int) -> HttpResponseBase:
    """Return the answer with a file of so many practices; raises `Busy`."""
    if total <= WHOLE:
        return HttpResponse(b"".join(pieces))
    return HttpResponse() if request.method == "HEAD" else StreamingHttpResponse(Stream(pieces))


def _order_name(address: str) -> str:
    return f"{version.current()} {address}"


def _ordered(
    request: HttpRequest, form: Format, book: file_jobs.FileJobs, name: str, take: Callable[[], Taken]
) -> HttpResponseBase:
    """Return the answer with a book, or that it will be there; raises `Busy` and `NotPrinted`.

    One that lacks pictures, as the store of files says nothing, is made anew for whoever asks next.
    """
    if request.method == "HEAD":
        return HttpResponse()
    if not book.is_known(name):
        leaving = take()
        leaving = replace(leaving, portions=list(leaving.portions))  # whoever makes it asks no database
        book.submit(name, partial(_book, form, leaving))
    try:
        made = book.fetch(name)
    except file_jobs.Unfinished as unfinished:
        response = HttpResponse(unfinished.content)
        add_never_cache_headers(response)
        return response
    return pages.being_made(request) if made is None else HttpResponse(made)


def _book(form: Format, leaving: Taken) -> bytes:
    content = _whole(form, leaving)
    if leaving.unread:
        raise file_jobs.Unfinished(content)
    return content


def _whole(form: Format, leaving: Taken) -> bytes:
    return b"".join(form.write(leaving))


@require_safe
def practice_file(request: HttpRequest, slug: str, *, ending: str) -> HttpResponseBase:
    """Give one practice as a file."""
    form = FORMATS[ending]
    edition = record.loaded(rendered=form.is_book).filter(practice__slug=slug).first()
    if edition is None:
        return moved_or_gone(request, slug, f"practices:{form.entry_name}")
    address = reverse(f"practices:{form.entry_name}", args=[slug])
    return _of_one(request, form, taken_entry(edition, address), slug)


def _of_one(request: HttpRequest, form: Format, leaving: Taken, name: str) -> HttpResponseBase:
    """Answer with what is taken of one edition."""
    if not form.is_book:
        return _named(HttpResponse(_whole(form, leaving)), form, name)
    prefetch_figures(leaving.editions)
    way = leaving.address.removeprefix(leaving.site)
    try:
        response = _ordered(request, form, file_jobs.SHEETS, _order_name(leaving.file), lambda: leaving)
    except Busy:
        return pages.busy_with_files(request, way)
    except NotPrinted:
        return views.error_page(request, wording.NOT_PRINTED, way=way)
    return _named(response, form, name)


@require_safe
def edition_file(request: HttpRequest, slug: str, number: int, *, ending: str) -> HttpResponseBase:
    """Give an old edition of what is on line as a file; the one on line has an address of its own."""
    form = FORMATS[ending]
    current = record.loaded().filter(practice__slug=slug).first()
    if current is None:
        return moved_or_gone(request, slug, f"practices:{form.edition_name}", number)
    if number == current.number:
        return redirect(f"practices:{form.entry_name}", slug)
    snapshot = get_object_or_404(Snapshot.objects.filter(practice=current.practice, edition=number))
    if snapshot.is_taken_down:
        return pages.taken_down(request, snapshot.taken_down_at, current=current.get_absolute_url())
    edition = record.old(current, snapshot)
    cited = citation.of_snapshot(snapshot, record.public_answers_of(edition), current.practice)
    address = reverse(f"practices:{form.edition_name}", args=[slug, number])
    return _of_one(request, form, taken_old(edition, cited, address), f"{slug}-{number}")


def _portions(keys: list[int], *, rendered: bool = False) -> Iterator[list[Edition]]:
    """Load the editions of these keys, some at a time; what goes off line in between is left out."""
    for some in batched(keys, PORTION, strict=False):
        with bounded(settings.STATEMENT_SECONDS):
            editions = record.portion(some, rendered=rendered)
            if rendered:
                prefetch_figures(editions)
        yield editions


def _named(response: HttpResponseBase, form: Format, name: str) -> HttpResponseBase:
    """Say what a file is and how it is called; searches list pages, not files."""
    if response.status_code != HTTPStatus.OK:
        return response
    file = f"{slugify(name)[:LONGEST_NAME]}.{form.ending}"
    response.headers["Content-Type"] = form.media_type
    response.headers["Content-Disposition"] = content_disposition_header(form.is_saved, file) or "inline"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
