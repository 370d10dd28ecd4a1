"""The tags of the admin's lists: how does a row name its columns where it has no head beside it?"""

from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_list import result_list
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

register = template.Library()


@register.inclusion_tag("admin/change_list_results.html")
def named_list(cl: Any) -> dict[str, Any]:
    """Give Django's own list; each cell below a head in words carries it, for a small screen to show."""
    shown: dict[str, Any] = result_list(cl)
    names = [header["text"] for header in shown["result_headers"]]
    rows = [[_named(*each) for each in zip(row, names, strict=False)] for row in shown["results"]]
    return shown | {"results": rows}


def _named(cell: str, name: Any) -> str:
    """Return a cell with the name of its column; what names the row, and the box to tick it, need none."""
    if isinstance(name, SafeString) or not cell.startswith("<td"):
        return cell
    return format_html('<td data-column="{}"{}', capfirst(str(name)), SafeString(cell.removeprefix("<td")))
