"""The commands that serve the catalogue and send its mails."""

import sys

from django.conf import settings


def server_command(host: str, port: int, workers: int) -> list[str]:
    """Return the command that serves the catalogue there."""
    return [sys.executable, "-m", "catalogue.serve", host, str(port), str(workers)]


def worker_command() -> list[str]:
    """Return the command that sends the mails."""
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "send_mail"]


def look_command() -> list[str]:
    """Return the command that tells the operator what stands still; nothing where none is named, or noted."""
    if not settings.OPERATOR_EMAIL or settings.READ_ONLY:
        return []
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "doctor", "--tell"]
