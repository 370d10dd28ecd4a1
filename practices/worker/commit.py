"""The commit that this is, if it lies in a clone."""

import subprocess
from contextlib import suppress

from django.conf import settings


def commit() -> str:
    """Return the short name of the commit; nothing where there is no clone, or no git."""
    command = ["git", "-C", str(settings.BASE_DIR), "rev-parse", "--short=10", "HEAD"]
    with suppress(OSError):
        if (settings.BASE_DIR / ".git").exists():
            return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603  no word of a stranger
    return ""
