"""The maintenance of each minute and each day, whatever people do; the worker beside the server does it."""

import logging
from collections.abc import Callable
from functools import partial

from django.core.management import call_command

from practices.accounts import rate_limits
from practices.mail import digest, news, outbox
from practices.models import Job, last_change, report
from practices.models.database_errors import DATABASE_AWAY
from practices.models.last_run import note_run
from practices.uploads.exceptions import StorageUnavailable

log = logging.getLogger(__name__)

DAILY = ("sweep_accounts", "purge_trash", "verify --begin")
"""The commands of each day, in their order. Each may be run twice, or by two processes at once, without harm."""

MINUTELY: dict[str, Callable[[], object]] = {
    "digest": digest.write_digests,
    "news of bulk moves": news.tell_of_cut_off,
    "forgetting of mails": outbox.delete_old_mails,
    "forgetting of tries": rate_limits.delete_expired,
    "forgetting of reports": report.delete_old,
    "changes that were not told": last_change.catch_up,
    "sign of life": partial(note_run, Job.WORKER),
}
"""Write the mails of the day when it is time, forget what is kept no longer, let readers of changes miss none, and say that the
worker lives."""


def each_minute() -> list[str]:
    """Do the work of each minute and return the names of what failed; the mails that wait go out all the same."""
    return [name for name, part in MINUTELY.items() if not _done(name, part)]


def each_day() -> list[str]:
    """Run the commands of the day and return the names of those that failed: whatever is wrong with one, the others come next."""
    return [name for name in DAILY if not _done(f"daily {name}", partial(call_command, *name.split()))]


def _done(name: str, part: Callable[[], object]) -> bool:
    try:
        part()
    except Exception as error:
        told = _told(error)
        log.exception("The %s has failed%s", name, told and f": {told}", exc_info=not told)
        return False
    return True


def _told(error: Exception) -> str:
    """Return in one line what the machine lacks; nothing if the fault may be ours."""
    cause = error.__cause__ if isinstance(error, StorageUnavailable) and error.__cause__ else error
    is_of_machine = cause is not error or isinstance(error, (*DATABASE_AWAY, StorageUnavailable))
    if is_of_machine or (isinstance(error, OSError) and error.filename):
        return f"{type(cause).__name__}: {' '.join(str(cause).split())}"
    return ""
