"""The preview of an entry: how will its public page look once it is published?

For those who may see its working copy, and for those to whom one of them gave a secret address.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from practices import permissions
from practices.answers import codec
from practices.answers.article import article
from practices.answers.derived import rendered
from practices.answers.file_places import PREVIEW_PLACES, FilePlaces, secret_places
from practices.errors import views, wording
from practices.models import Practice, PreviewLink
from practices.models.preview_link import PREVIEW_LINK_VALID_FOR
from practices.workflow import Status


@never_cache
@require_safe
@login_required
def practice_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the working copy's public answers as publication would, and say that it is a preview."""
    practice = get_object_or_404(Practice.objects.select_related("city"), pk=pk)
    if not permissions.can_see(request.user, practice):
        raise Http404
    context = {
        **_shown(practice, PREVIEW_PLACES),
        "link": None,
        "shared": next(
            (each for each in PreviewLink.objects.filter(practice=practice) if each.is_alive), None
        ),
        "entry_address": _entry_address(request, practice),
    }
    return TemplateResponse(request, "practices/practice/preview.html", context)


@never_cache
@require_safe
def practice_shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show the preview to whoever has its secret address, as long as that lives; no search engine keeps it."""
    link = PreviewLink.objects.of_token(token).select_related("by", "practice__city").first()
    if link and permissions.can_open_shared_preview(link):
        context = {**_shown(link.practice, secret_places(token)), "link": link, "entry_address": ""}
        response = TemplateResponse(request, "practices/practice/preview.html", context)
    else:
        response = views.error_page(request, wording.PREVIEW_ENDED, days=PREVIEW_LINK_VALID_FOR.days)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _shown(practice: Practice, places: FilePlaces) -> dict[str, Any]:
    """Return the working copy's public answers as publication would show them."""
    answers = codec.public_answers(codec.read(practice))
    return {
        "article": article(
            answers | codec.typed(practice) | {"title": practice.title or str(practice)},
            rendered(answers),
            linked=False,
            places=places,
        ),
        "practice": practice,
    }


def _entry_address(request: HttpRequest, practice: Practice) -> str:
    """Return the address of the entry on the admin site on which this person works on it."""
    own = request.user.is_authenticated and practice.is_written_by(request.user.pk)
    page = "contribute:practices_practice_entry" if own else "admin:practices_practice_change"
    if not own and practice.status == Status.SUBMITTED:
        page = "admin:practices_practice_review"
    return reverse(page, args=[practice.pk])
