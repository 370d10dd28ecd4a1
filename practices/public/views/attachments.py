"""The documents of entries, given as downloads: those that editions offer for anybody, the others for who may see the entry.

No browser shows one as a page of this site. Each request asks whether the document may be given.
"""

from functools import partial
from typing import Any, BinaryIO

from django.contrib.auth.decorators import login_required
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
)
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from practices import permissions
from practices.answers.uploaded import SHORT
from practices.entries.files.readers import brought_within_sight_of, said_by, said_on_line
from practices.errors import views, wording
from practices.models import PreviewLink, Upload
from practices.public.streams import Busy, Stream
from practices.public.views.pictures import KEPT, UNLISTED
from practices.uploads import storage
from practices.uploads.kinds import DOCUMENT_KINDS

LONGEST_NAME, PIECE = 80, 64 * 1024
GIVEN_AWAY = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
"""So that it is nothing but a file, wherever a browser would open it."""


@require_safe
def public_attachment(request: HttpRequest, digest: str) -> HttpResponseBase:
    """Give a document that an edition offers to anybody."""
    said = said_on_line(digest)
    if said is None:
        raise Http404
    mark = {"ETag": f'"{digest[:32]}"', "Cache-Control": KEPT}
    if request.headers.get("If-None-Match") == mark["ETag"]:
        return HttpResponseNotModified(headers=mark)
    return _download(request, digest, said.get("title", ""), mark)


@never_cache
@require_safe
@login_required
def preview_attachment(request: HttpRequest, digest: str) -> HttpResponseBase:
    """Give a document to who may see an entry that it was brought to, under the name with which it came."""
    brought = brought_within_sight_of(request.user, digest)
    if brought is None:
        raise Http404
    return _download(request, digest, brought.name.rpartition(".")[0])


@never_cache
@require_safe
def shared_attachment(request: HttpRequest, token: str, digest: str) -> HttpResponseBase:
    """Give a document of a working copy to whoever has the secret address of its preview."""
    link = PreviewLink.objects.of_token(token).select_related("by", "practice").first()
    said = said_by(link.practice, digest) if link and permissions.can_open_shared_preview(link) else None
    if said is None:
        raise Http404
    return _download(request, digest, said.get("title", ""), UNLISTED)


def _download(
    request: HttpRequest, digest: str, title: str, headers: dict[str, Any] | None = None
) -> HttpResponseBase:
    """Answer with the bytes of a document, never with those of a picture, which say where it was taken."""
    row = Upload.objects.filter(file=digest, kind__in=DOCUMENT_KINDS).first()
    if row is None:
        raise Http404
    kind = DOCUMENT_KINDS[row.kind]
    name = f"{slugify(title, allow_unicode=True)[:LONGEST_NAME] or digest[:SHORT]}.{kind.extension}"
    said = (headers or {}) | GIVEN_AWAY | {"Content-Length": str(row.size)}
    said["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    if request.method == "HEAD":
        return HttpResponse(content_type=kind.media_type, headers=said)
    try:
        file = storage.open_offered(digest)
        return FileResponse(
            _sent(file), as_attachment=True, filename=name, content_type=kind.media_type, headers=said
        )
    except (FileNotFoundError, storage.StorageUnavailable, Busy):
        return views.error_page(request, wording.DOCUMENT_AWAY)


def _sent(file: BinaryIO) -> BinaryIO | Stream:
    """Return a file that the server sends by its name, or else the pieces of one: that takes one of the few places."""
    if storage.path_of(file):
        return file
    try:
        return Stream(iter(partial(file.read, PIECE), b""), file)
    except Busy:
        file.close()
        raise
