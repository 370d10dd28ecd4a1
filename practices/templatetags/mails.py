"""The tag of the mails' Markdown: how is a text of several paragraphs quoted?"""

from django import template

register = template.Library()


@register.filter
def quoted(markdown: str) -> str:
    """Return a text as a quotation, whatever ends its lines."""
    return "\n".join(f"> {line}" for line in markdown.splitlines())
