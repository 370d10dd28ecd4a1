"""The tags of all pages: the site's name, the way around, and the language of foreign text."""

import re
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from practices import permissions
from practices.accounts import idle_timeout
from practices.choices import RIGHT_TO_LEFT, Language, is_foreign
from practices.listing.parameters import MOST_COMPARED
from practices.workflow import Status

register = template.Library()

WAYS = (
    ("practices:list", _("Practices")),
    ("practices:places", _("Places")),
    ("practices:topics", _("Topics")),
    ("practices:template", _("Template")),
    ("practices:about", _("About")),
)
"""The main ways."""
READING = _("This site can only be read at the moment: nobody can sign in, and nothing can be sent or saved.")
PRIVATE = ("/accounts/", "/admin/", "/contribute/", "/preview/")
"""Whose addresses may hold a secret, or are nobody else's business."""
HEADING = re.compile(r'<h2 id="([a-z-]+)">(.*?)</h2>', re.DOTALL)
"""A heading that a list of contents leads to."""


@register.simple_tag
def site_name() -> str:
    return settings.SITE_NAME


@register.simple_tag
def most_compared() -> int:
    return MOST_COMPARED


@register.simple_tag
def site_operator() -> str:
    return settings.OPERATOR_NAME


@register.simple_tag
def site_contact() -> str:
    return settings.CONTACT_EMAIL


@register.inclusion_tag("components/_site_notices.html")
def site_notices() -> dict[str, Any]:
    """Tell everybody what the operator says, and that nothing can be written while that is so."""
    said = [READING, settings.NOTICE] if settings.READ_ONLY else [settings.NOTICE]
    return {"messages": [each for each in said if each]}


@register.simple_tag(takes_context=True)
def report_address(context: dict[str, Any]) -> str:
    """Return where to report a problem with the page; an address that may be a secret is not passed on."""
    request, form = context["request"], reverse("practices:report")
    if request.path.startswith((*PRIVATE, form)):
        return form
    return f"{form}?{urlencode({'page': request.get_full_path()})}"


@register.simple_tag(takes_context=True)
def main_ways(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the main ways, and which one the page belongs to."""
    path = context["request"].path
    return [
        {"label": label, "url": url, "is_current": path.startswith(url), "is_here": path == url}
        for name, label in WAYS
        for url in [reverse(name)]
    ]


@register.inclusion_tag("components/_badge.html")
def badge(status: str) -> dict[str, Status]:
    """Show where an entry stands."""
    return {"status": Status(status)}


@register.inclusion_tag("components/_session_dialog.html", takes_context=True)
def session_dialog(context: dict[str, Any]) -> dict[str, Any]:
    """Tell an editor how long she stays signed in; nobody else's session ends so soon."""
    request = context["request"]
    return {
        "stay": idle_timeout.anew(request) if permissions.is_staff(request.user) else None,
        "warning": settings.EDITOR_WARNING,
        "minutes": settings.EDITOR_IDLE // 60,
        "hours": settings.EDITOR_LONGEST // 3600,
    }


@register.simple_tag
def spoken(language: str) -> SafeString:
    """Return the attributes of text in this language: none when the page speaks it."""
    if not is_foreign(language):
        return SafeString()
    direction = ' dir="rtl"' if language in RIGHT_TO_LEFT else ""
    return format_html(' lang="{}"{}', language, SafeString(direction))


@register.simple_block_tag
def with_contents(content: str) -> SafeString:
    """Set a text beside the list of its own headings and whom to write to."""
    context = {"content": content, "headings": HEADING.findall(content), "contact": settings.CONTACT_EMAIL}
    return render_to_string("practices/article/_beside_contents.html", context)


@register.filter
def printed(path: str) -> SafeString:
    """Return what a link of this site needs on paper, where a path alone leads nowhere: its whole address."""
    return format_html('data-address="{}{}"', settings.SITE_URL, path)


@register.filter
def language_name(language: str) -> str:
    """Return what a language is called."""
    return str(Language(language).label) if language in Language else language
