"""What may never stand in a log, and who watches that it does not."""

import logging
import re
from json import loads
from typing import override

from catalogue.log import FIELDS, JSONFormatter

SECRET_ADDRESS = re.compile(
    r"/(?:accounts/confirm/(?!again/)|accounts/password/new/(?!sent/)|preview/shared/)[\w:=.-]{8,}",
    re.IGNORECASE,
)
JSON = JSONFormatter()
told: set[str] = set()
"""The secrets of links that tests have read in mails."""


PERSON = re.compile(r"[\w.+-]+(?:@|%40)[\w-]+\.\w+|canary", re.IGNORECASE)
"""An address of somebody, or a word that tests hide where nobody may read it."""


def tell(text: str) -> bool:
    """Say whether a text tells a secret."""
    return bool(SECRET_ADDRESS.search(text)) or any(secret in text for secret in told)


class Watch(logging.Handler):
    """Keeps the lines of the log as another handler writes them, and those among them that tell a secret."""

    def __init__(self, like: logging.Handler) -> None:
        super().__init__()
        self.setFormatter(like.formatter)
        self.filters = list(like.filters)
        self.lines: list[str] = []
        self.json: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))
        self.json.append(JSON.format(record))

    @property
    def telling(self) -> list[str]:
        """Return the lines that tell a secret, as text or as JSON; JSON tells nothing of people either."""
        as_json = [
            line
            for line in self.json
            if tell(line) or PERSON.search(line) or not set(loads(line)) <= set(FIELDS)
        ]
        return [line for line in self.lines if tell(line)] + as_json


def of_the_site() -> logging.Handler:
    """Return the handler that writes the site's log."""
    found = logging.getHandlerByName("stderr")
    assert found is not None
    return found
