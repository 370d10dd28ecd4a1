"""The conditions of a site in good order: what stands still, runs out or grows old, and what is the cure?

`manage.py doctor` and the operator's mail loop over `CONDITIONS`: one more is one more row.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import Error
from django.utils import timezone

from practices.health import disk
from practices.models import Job, LastRun, Mail
from practices.uploads import scanning, storage
from practices.uploads.exceptions import StorageUnavailable

WORKER_SILENT = timedelta(minutes=9)
"""With a look each five minutes, the operator hears within fifteen minutes of silence."""
MAIL_WAITS = timedelta(minutes=15)
BACKUP_OLD, VERIFICATION_OLD = timedelta(hours=26), timedelta(hours=50)
"""A day, and two, with room for the time that the work itself takes."""
DISK_FREE = 0.1
WAITS = "The worker waits while READ_ONLY=1."


@dataclass(frozen=True)
class Fault:
    """What is wrong, and what to do. What is not `is_grave` can wait, and nobody gets a mail because of it."""

    says: str
    cure: str
    is_grave: bool = True

    @property
    def state(self) -> str:
        return "FAULT" if self.is_grave else "note"

    def __str__(self) -> str:
        return f"{self.says} {self.cure}"


type Look = Callable[[], Fault | None]

UNANSWERED = "Whoever should answer does not, or refuses: see that it runs, and what the settings say of it."


def fault_of(look: Look) -> Fault | None:
    """Return what a look finds; one that fails is a fault, too, and keeps nobody from the others."""
    try:
        return look()
    except (Error, OSError, ValueError) as error:
        return Fault(f"{str(error).partition('\n')[0]}.", UNANSWERED)


def _worker() -> Fault | None:
    says, cure = (
        "The mail worker has given no sign of life",
        "See that ./run, or the service of `manage.py send_mail`, runs; its log says why it does not.",
    )
    return _old(
        Job.WORKER,
        WORKER_SILENT,
        says,
        WAITS if settings.READ_ONLY else cure,
        is_grave=not settings.READ_ONLY,
    )


def _mails() -> Fault | None:
    oldest = (
        Mail.objects.due(timezone.now()).order_by("next_attempt_at").values_list("next_attempt_at", flat=True)
    )
    due = oldest.first()
    if due is None or timezone.now() - due < MAIL_WAITS:
        return None
    cure = "See that the mail worker runs, and that the server in MAIL_URL takes mails: `manage.py doctor --mail ADDRESS`."
    says = f"{oldest.count()} mails are due and not sent, the first at {due:%Y-%m-%d %H:%M %Z}."
    return Fault(says, WAITS if settings.READ_ONLY else cure, is_grave=not settings.READ_ONLY)


def _failed_mails() -> Fault | None:
    failed = Mail.objects.failed().filter(failed_at__gt=timezone.now() - timedelta(days=1)).count()
    cure = "Read the mail server's words at Mails in /admin/, mend the cause, choose “Send again”."
    return Fault(f"{failed} mails have failed within a day.", cure, is_grave=False) if failed else None


def _backup() -> Fault | None:
    cure = "Run `manage.py backup` and look at its timer: docs/operators.md, “Backup”."
    return _old(Job.BACKUP, BACKUP_OLD, "There is no backup", cure)


def _verification() -> Fault | None:
    cure = "Run `manage.py verify`: it says what is wrong, and the worker does it each day."
    return _old(Job.VERIFICATION, VERIFICATION_OLD, "No verification has gone well", cure, is_grave=False)


def _disk() -> Fault | None:
    for folder in disk.folders():
        used = shutil.disk_usage(folder)
        if used.free < used.total * DISK_FREE:
            says = f"{used.free / used.total:.0%} of the disk of {folder} is free."
            return Fault(says, "Make room: old backups, logs, or a larger disk.")
    return None


def _files() -> Fault | None:
    try:
        storage.probe()
    except StorageUnavailable as error:
        cure = "See that STORAGE_URL is right, and that the site may write there: docs/operators.md, “Files that people add”."
        return Fault(f"Files that people add cannot be kept: {error.__cause__}.", cure)
    return None


def _scanner() -> Fault | None:
    try:
        scanning.ask_scanner()
    except StorageUnavailable as error:
        cure = "See that the clamd of SCAN_URL runs, or leave SCAN_URL out: until then no file is taken."
        return Fault(f"The virus scanner does not answer: {error.__cause__}.", cure)
    return None


def _old(job: Job, longest: timedelta, says: str, cure: str, *, is_grave: bool = True) -> Fault | None:
    """Return the fault of a job that has not gone well for so long, or never."""
    last = LastRun.objects.filter(pk=job).values_list("at", flat=True).first()
    if last and timezone.now() - last < longest:
        return None
    return Fault(
        f"{says} since {last:%Y-%m-%d %H:%M %Z}." if last else f"{says} yet.", cure, is_grave=is_grave
    )


CONDITIONS: dict[str, Look] = {
    "mail worker": _worker,
    "mails": _mails,
    "failed mails": _failed_mails,
    "backup": _backup,
    "verification": _verification,
    "disk": _disk,
    "files": _files,
    "virus scanner": _scanner,
}
"""What a site that runs can look at by itself, by name; each asks the database a question or two."""
