"""The design pages: the parts of which all pages are put together, shown to editors, and to everybody in DEBUG."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from practices import permissions
from practices.styleguide.components import EXAMPLES

COLOURS = (
    "paper",
    "paper-deep",
    "ink",
    "ink-quiet",
    "rule",
    "edge",
    "accent",
    "accent-deep",
    "alarm",
    "mark",
    "country",
)
SIZES = ("title-large", "title", "title-small", "text-large", "text", "text-small")


@never_cache
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every component in every state, rendered from its own fragment."""
    if not settings.DEBUG:
        return _for_editors(request)
    return _shown(request)


@login_required
def _for_editors(request: HttpRequest) -> HttpResponse:
    if not permissions.is_editor(request.user):
        raise PermissionDenied
    return _shown(request)


def _shown(request: HttpRequest) -> HttpResponse:
    shown = {"examples": EXAMPLES, "colours": COLOURS, "sizes": SIZES}
    return TemplateResponse(request, "practices/design.html", shown)
