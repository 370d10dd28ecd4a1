"""What do the parts look like from which all pages are put together? Shown to editors, and to everybody in DEBUG."""

import re
from itertools import count

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from practices import permissions
from practices.views.examples import EXAMPLES

SECTION = re.compile(r'<section(?=[^>]*>)(?: class="\w+")? aria-labelledby="[^"]+"')
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
)
SIZES = ("title-large", "title", "title-small", "text-large", "text", "text-small")
NAMES = re.compile(
    r'((?:\bid|\bfor|aria-labelledby|aria-describedby|aria-label|\bname)="|href="#(?!main"))([^"]+)"'
)
"""What must be there once on a page; each state is shown on one page with all others."""


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
    number = count(1)
    parts = [
        (
            name,
            [
                (state, _once(render_to_string(f"components/_{name}.html", given, request), next(number)))
                for state, given in states
            ],
        )
        for name, states in EXAMPLES.items()
    ]
    return TemplateResponse(
        request, "practices/design.html", {"parts": parts, "colours": COLOURS, "sizes": SIZES}
    )


def _once(html: str, number: int) -> SafeString:
    """Return a fragment whose names are its own on the page, which takes no focus and is no landmark by its section."""
    named = NAMES.sub(rf'\1\2-{number}"', html).replace("autofocus", "")
    return SafeString(SECTION.sub("<section", named))
