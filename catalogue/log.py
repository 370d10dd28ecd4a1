"""The lines of the log: an address that opens something by itself stands there by the name of its route only."""

import logging
import re
from typing import override

SECRET = {
    "account_confirm_email": "/+accounts/+confirm/+(?!again/)",
    "account_reset_password_from_key": "/+accounts/+password/+new/+(?!sent/)",
    "practices:shared": "/+preview/+shared/+",
}
"""How the addresses begin that end in a secret, by the names of their routes."""
_SECRET = [(name, re.compile(rf"{begins}[^/\s]+/?", re.IGNORECASE)) for name, begins in SECRET.items()]


class LineFormatter(logging.Formatter):
    @override
    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for name, address in _SECRET:
            line = address.sub(name, line)
        return line
