"""The refusals of backup and restore: one line that says what is wrong, and the cure."""

import errno
import getpass
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import Error
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FULL = gettext_lazy("make room there, or name another disk")
RIGHT = gettext_lazy("let the user %(user)s write there, or run this as another user")
CURES = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EACCES: RIGHT,
    errno.EPERM: RIGHT,
    errno.EROFS: gettext_lazy("mount that disk for writing, or name another"),
    errno.ENOENT: gettext_lazy("name a folder that is there, or mount its disk"),
    errno.ENOTDIR: gettext_lazy("name a folder that is there, or mount its disk"),
    errno.EIO: gettext_lazy("that disk is failing: name another"),
}


class BackupRefused(Exception):
    """A backup cannot be made or restored; the text says why, and what to do."""


@contextmanager
def told_in_words(place: Path) -> Iterator[None]:
    """Raise `BackupRefused` for what the system and the database say, with the cure that fits; `place` is written in."""
    try:
        yield
    except OSError as error:
        cure = str(CURES.get(error.errno or 0, _("try again"))) % {"user": getpass.getuser()}
        raise _refusal(place, str(error.strerror or error), cure) from error
    except sqlite3.Error as error:
        is_full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        raise _refusal(place, str(error), FULL if is_full else _("try again")) from error
    except Error as error:
        words = {"why": str(error).partition("\n")[0].rstrip(".")}
        raise BackupRefused(_("The database does not allow it: %(why)s.") % words) from error


def _refusal(place: Path, why: str, cure: str | Promise) -> BackupRefused:
    words = {"place": place, "why": why, "cure": cure}
    return BackupRefused(_("%(place)s: %(why)s. Nothing was left: %(cure)s.") % words)
