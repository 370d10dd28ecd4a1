"""The pictures: those that editions and pages of cities and topics show for anybody, the others for who may see the entry or has its secret address.

Each request asks whether the picture may be shown, so that one is gone when its entry is, as soon as kept pages are. Bytes
never change under their address.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
)
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from practices import permissions
from practices.entries.files.readers import is_on_line, is_seen_by, said_by
from practices.models import PreviewLink, brought_files, version
from practices.public.page_cache.shown_files import mark_shown
from practices.uploads import storage
from practices.uploads.kinds import DOCUMENT_KINDS, WIDTHS
from practices.uploads.renditions import RENDITION_KINDS

TYPES = {kind.extension: kind.media_type for kind in RENDITION_KINDS.values()}
KEPT = "public, max-age=300"
"""Five minutes: who has a picture that was taken down since asks again by then."""
UNLISTED = {"X-Robots-Tag": "noindex, nofollow, noarchive", "Referrer-Policy": "no-referrer"}
"""What keeps a secret address secret."""
PLACE_HOLDER = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><path fill="#8a8f98" fill-opacity=".3" d="M0 0h3v2H0z"/></svg>'
"""What is seen until the worker has made a picture ready, where it could not, and while the storage is away."""


@require_safe
def public_picture(request: HttpRequest, digest: str, width: int, kind: str) -> HttpResponse:
    """Show a picture that is on line to anybody; it is given again without a thread as long as the catalogue stays as it is."""
    known = version.current()
    if not is_on_line(digest):
        raise Http404
    mark = f'"{digest[:32]}-{width}-{kind}"'
    if request.headers.get("If-None-Match") == mark:
        return HttpResponseNotModified(headers={"ETag": mark, "Cache-Control": KEPT})
    response = _answer(digest, width, kind, {"ETag": mark, "Cache-Control": KEPT})
    path = vars(response).get("path")
    return mark_shown(response, known, path) if path else response


@never_cache
@require_safe
@login_required
def preview_picture(request: HttpRequest, digest: str, width: int, kind: str) -> HttpResponse:
    """Show a picture to who may see an entry that has it, or sets those of cities and topics."""
    if not is_seen_by(request.user, digest):
        raise Http404
    return _answer(digest, width, kind)


@never_cache
@require_safe
def shared_picture(request: HttpRequest, token: str, digest: str, width: int, kind: str) -> HttpResponse:
    """Show a picture of a working copy to whoever has the secret address of its preview."""
    link = PreviewLink.objects.of_token(token).select_related("by", "practice").first()
    if not (link and permissions.can_open_shared_preview(link) and said_by(link.practice, digest)):
        raise Http404
    return _answer(digest, width, kind, UNLISTED)


def _answer(digest: str, width: int, kind: str, headers: dict[str, Any] | None = None) -> HttpResponse:
    """Answer with the bytes; a picture that is less wide than the address names is found in its own width."""
    row = brought_files.first_of(digest, besides=DOCUMENT_KINDS)
    if row is None or width not in WIDTHS:
        raise Http404
    try:
        file = storage.open_shown(digest, min(width, row.width), kind)
    except (FileNotFoundError, storage.StorageUnavailable):
        return HttpResponse(PLACE_HOLDER, content_type="image/svg+xml", headers={"Cache-Control": "no-store"})
    with file:
        response = HttpResponse(file.read(), content_type=TYPES[kind], headers=headers)
        vars(response).update(path=storage.path_of(file))
    return response
