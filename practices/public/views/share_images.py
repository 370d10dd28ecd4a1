"""The cards that are shown where pages are shared: each is made when it is first asked for.

It is kept by what it says, not for one version as pages are: an edition's says the same as long as nothing is renamed or taken down.
"""

from functools import partial
from hashlib import sha256

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from practices.exports import citation, record
from practices.exports.typesetting import share_image
from practices.exports.typesetting.press import NotPrinted
from practices.public import file_jobs
from practices.public.streams import Busy
from practices.public.views import pages

PATIENCE = 4
"""Times as long as people, programs wait for a card: they do not come back soon."""


@require_safe
def practice_card(request: HttpRequest, number: int, edition: int) -> HttpResponseBase:
    """Show the card of the edition on line; an older one's address leads there."""
    current = get_object_or_404(record.loaded(), practice__pk=number)
    if current.number != edition:
        return redirect("practices:card", number, current.number)
    cited = citation.of_edition(current, record.public_answers_of(current), "")
    return _card(request, share_image.card_of_practice(cited))


@require_safe
def site_card(request: HttpRequest) -> HttpResponseBase:
    """Show the card of the site."""
    return _card(request, share_image.card_of_site())


def _card(request: HttpRequest, said: str) -> HttpResponseBase:
    kept, key = caches["pages"], f"card.{settings.RELEASE}.{sha256(said.encode()).hexdigest()}"
    picture: bytes | None = kept.get(key)
    if picture is None:
        try:
            file_jobs.SHEETS.submit(key, partial(share_image.picture, said))
            picture = file_jobs.SHEETS.fetch(key, patience=PATIENCE * settings.MADE_SECONDS)
        except (Busy, NotPrinted):
            picture = None
        if picture is None:
            return pages.busy_with_files(request, reverse("practices:home"))
        kept.set(key, picture, None)
    return HttpResponse(picture, content_type="image/png")
