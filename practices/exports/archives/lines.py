"""The lines of an archive: a row as JSON that is the same for the same row on every database, and its digest."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

DIGEST = "digest"


class Damaged(ValueError):
    """A line is not what was written; the text says how it differs."""


def line_of(row: dict[str, Any]) -> str:
    """Return a row as a line of JSON, in ASCII, that ends with its own digest."""
    text = _canonical(row)
    return f'{text[:-1]}{"," if row else ""}"{DIGEST}":"{_digest_of(text)}"}}\n'


def row_of(line: str) -> dict[str, Any]:
    """Return the row of a line; raise `Damaged` when it is not as it was written."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Damaged(_("it is no JSON (%(reason)s)") % {"reason": error}) from error
    if not isinstance(row, dict) or DIGEST not in row:
        raise Damaged(_("it is no row with its digest"))
    digest = row.pop(DIGEST)
    if digest != _digest_of(_canonical(row)):
        raise Damaged(_("its digest says that it was changed"))
    return row


def _canonical(row: dict[str, Any]) -> str:
    """Return JSON that does not depend on how a database orders what JSON holds."""
    return json.dumps(row, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in an archive")


def _digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]
