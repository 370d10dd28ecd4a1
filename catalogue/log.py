"""The lines of the log: as text or as JSON; an address that opens something by itself stands there by the name of its route only."""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from http.client import responses
from pathlib import Path
from types import TracebackType
from typing import Any, override

from django.core.exceptions import BadRequest, SuspiciousFileOperation, SuspiciousOperation
from django.http.multipartparser import MultiPartParserError

from catalogue.env import ROOT

LONGEST = 500
"""How many signs of a message are written: whoever asks chooses how long an address is."""
SECRET = {
    "account_confirm_email": "/+accounts/+confirm/+(?!again/)",
    "account_reset_password_from_key": "/+accounts/+password/+new/+(?!sent/)",
    "practices:shared": "/+preview/+shared/+",
}
"""How the addresses begin that end in a secret, by the names of their routes."""
_SECRET = [(name, re.compile(rf"(?<!/){begins}[^/\s]+/?", re.IGNORECASE)) for name, begins in SECRET.items()]
_SIGN = r"[^\s@<>\"'(),:;/]"
MAIL_ADDRESS = re.compile(rf"(?<!{_SIGN}){_SIGN}+(?:@|%40){_SIGN}+")
"""Like `_SECRET` it begins at no sign within a run, so that the time grows as the line does."""
FIELDS = {
    "time": "when, in UTC (RFC 3339)",
    "level": "INFO, WARNING, ERROR",
    "logger": "which part of the software says it",
    "message": "what it says",
    "request_id": "which request it is about",
    "reference": "what a person read on the page of a fault",
    "method": "of a request: GET, POST",
    "route": "the name of its route, never its address",
    "status": "of the answer",
    "ms": "milliseconds until the answer began",
    "page": "memory, kept or made: where a public page came from",
    "error": "the kind of a fault",
    "frames": "where in the code it arose, the innermost last",
}
"""What a line of JSON may hold; the first four stand in each."""

REFUSED = (BadRequest, MultiPartParserError, SuspiciousOperation)
"""What Django raises over a request that it does not take."""

request_id: ContextVar[str] = ContextVar("request_id", default="")


def without_secrets(line: str) -> str:
    """Return a line with the names of routes in the place of addresses that open something by themselves."""
    for name, address in _SECRET:
        line = address.sub(name, line)
    return line


def _shortened(message: str) -> str:
    return message if len(message) <= LONGEST else f"{message[:LONGEST]}…"


class LineFormatter(logging.Formatter):
    @override
    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = _shortened(without_secrets(record.message))
        return super().formatMessage(record)

    @override
    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


class JSONFormatter(logging.Formatter):
    """Writes one object a line, with `FIELDS` and no others.

    Of an error it says what and where it is: its words may be those of a person, or the row that the database refused.
    Of a request that was refused it says the reason and the route: Django's own words have the address, as it was typed.
    """

    @override
    def format(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _shortened(MAIL_ADDRESS.sub("(address)", without_secrets(record.getMessage()))),
        }
        if request is not None:
            found = request.resolver_match
            reason = responses.get(getattr(record, "status_code", 0), "")
            said |= {"message": reason or "About a request", "route": found.view_name if found else "none"}
        said["request_id"] = getattr(request, "request_id", "") or request_id.get()
        said["reference"] = getattr(request, "reference", "")
        said |= getattr(record, "said", {})
        if record.exc_info and record.exc_info[0]:
            said |= {"error": record.exc_info[0].__qualname__, "frames": _frames(record.exc_info[2])}
        return json.dumps({name: value for name, value in said.items() if value not in {"", None}})


def _frames(found: TracebackType | None) -> str:
    return " > ".join(
        f"{_short(each.filename)}:{each.lineno} {each.name}" for each in traceback.extract_tb(found)
    )


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name


class RefusedRequest(logging.Filter):
    """Takes the traceback from what Django refused for what was sent: that is no fault of the code, and anybody may send it."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info and record.exc_info[1]
        if isinstance(error, REFUSED) and not isinstance(error, SuspiciousFileOperation):
            record.exc_info = None
        return True


def logging_of(form: str) -> dict[str, Any]:
    """Return Django's LOGGING: what happens goes to standard error, as lines of this form; the host keeps it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "reference": {"()": "practices.errors.wording.Reference"},
            "refused host": {"()": "catalogue.hosts.RefusedHost"},
            "refused request": {"()": "catalogue.log.RefusedRequest"},
        },
        "formatters": {
            "line": {
                "class": "catalogue.log.LineFormatter",
                "format": "{asctime} {levelname} {name}{reference}: {message}",
                "style": "{",
            },
            "json": {"()": "catalogue.log.JSONFormatter"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": form,
                "filters": ["reference", "refused request"],
            }
        },
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO"},
            "django.security.DisallowedHost": {"filters": ["refused host"]},
        },
    }
