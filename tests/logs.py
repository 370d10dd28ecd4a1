"""What may never stand in a log, and who watches that it does not."""

import logging
import re
from typing import override

SECRET_ADDRESS = re.compile(
    r"/(?:accounts/confirm/(?!again/)|accounts/password/new/(?!sent/)|preview/shared/)[\w:=.-]{8,}",
    re.IGNORECASE,
)
told: set[str] = set()
"""The secrets of links that tests have read in mails."""


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

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    @property
    def telling(self) -> list[str]:
        return [line for line in self.lines if tell(line)]


def of_the_site() -> logging.Handler:
    """Return the handler that writes the site's log."""
    found = logging.getHandlerByName("stderr")
    assert found is not None
    return found
