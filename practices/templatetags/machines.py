"""The tags of what machines read in the head of a page."""

import json
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from practices.exports.linked_data import Graph, breadcrumbs

register = template.Library()

IN_A_PAGE = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}
"""What could end the element, or be read as markup."""


@register.simple_tag
def linked_data(graph: Graph) -> SafeString:
    """Return an element with data: no browser runs it, so that no policy about scripts asks for more."""
    text = json.dumps(graph, ensure_ascii=False).translate(IN_A_PAGE)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308  escaped above


@register.simple_tag
def way_up(name: str, url: str, next_name: str = "", next_url: str = "") -> SafeString:
    """Return the breadcrumb of a page as data."""
    steps = [(str(name), url), (str(next_name), next_url)]
    return linked_data(breadcrumbs(*(step for step in steps if step[1])))


@register.simple_tag
def site_address(name: str, *args: Any) -> str:
    """Return an address with the site's."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


@register.simple_tag(takes_context=True)
def own_address(context: dict[str, Any]) -> str:
    """Return the address of the page, without what it was asked."""
    return f"{settings.SITE_URL}{context['request'].path}"
