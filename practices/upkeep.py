"""What is to be done each minute and each day, whatever people do? The worker beside the server does it."""

import logging

from django.core.management import call_command

from practices import digest, limits, outbox

log = logging.getLogger(__name__)

DAILY = ("sweep_accounts", "purge_trash")
"""The commands of each day, in their order. Each may be run twice, or by two processes at once, without harm."""


def each_minute() -> None:
    """Write the mails of the day when it is time, and forget what is kept no longer."""
    digest.write()
    outbox.forget()
    limits.forget()


def each_day() -> list[str]:
    """Run the commands of the day and return the names of those that failed: whatever is wrong with one, the others come next."""
    return [name for name in DAILY if not _done(name)]


def _done(name: str) -> bool:
    try:
        call_command(name)
    except Exception:
        log.exception("The daily %s has failed", name)
        return False
    return True
