"""The values of a file: is one the text, the list or the tick that a question asks for?"""

import re
from typing import Any

from django.utils.translation import gettext as _

from practices.text import Document, documents_from_lines, legible

BETWEEN = re.compile(r"\s\|\s|[;\r\n]+")
"""What separates several values of one cell."""

BETWEEN_DOCUMENTS = re.compile(r"\s\|\s|[\r\n]+|(?<=>)\s*;|;\s+(?=https?://)")
"""What separates documents: a title or an address may hold a semicolon of its own."""

TICKED = {"true", "yes", "1", "on", "x"}
UNTICKED = {"", "false", "no", "0", "off"}
PARTS = ("title", "url")


class WrongType(Exception):
    """A value is of a type that cannot answer the question; the text says what is expected."""


def clean_text(value: Any) -> str:
    """Return a text as people see it; a whole number is a text too."""
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise WrongType(_("a text is expected"))
    return legible(value).strip()


def line(value: Any) -> str:
    """Return a text on one line."""
    return " ".join(clean_text(value).split())


def several(value: Any) -> list[str]:
    """Return each text once, of a list, or of a cell with ` | `, `;` or ends of lines between them."""
    given = value if isinstance(value, list) else BETWEEN.split(clean_text(value))
    return list(dict.fromkeys(filter(None, map(line, given))))


def ticked(value: Any) -> bool | None:
    """Return whether a box is ticked; None when the value says neither."""
    said = str(value).lower() if isinstance(value, bool) else line(value).lower()
    return True if said in TICKED else False if said in UNTICKED else None


def documents(value: Any) -> list[Document]:
    """Return the documents of a list of objects or of `title <address>`, or of a cell with such."""
    given = value if isinstance(value, list) else BETWEEN_DOCUMENTS.split(clean_text(value))
    found = [each for item in given for each in _documents(item)]
    return [document for document in found if any(document.values())]


def _documents(item: Any) -> list[Document]:
    if isinstance(item, dict):
        if set(item) - set(PARTS):
            raise WrongType(_("each document has a “title” and a “url”, and nothing else"))
        return [{part: line(item.get(part)) for part in PARTS}]
    return documents_from_lines(line(item))
