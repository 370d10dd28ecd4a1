"""The drill: a backup is restored into a place of its own beside the site, compared, and taken away again."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from urllib.parse import quote, urlsplit, urlunsplit

from django.conf import settings
from django.db import ProgrammingError, connection, connections
from django.utils.translation import gettext as _

from practices.backup.refusals import BackupRefused, told_in_words
from practices.backup.restore import STANDARD_INPUT
from practices.models.last_run import Job, note_run

ENDING = "_restore_drill"


def drill(file: str) -> None:
    """Restore a backup elsewhere and compare it, in a process that knows no other database; raise `BackupRefused`.

    The process tells by itself what it found.
    """
    named = file if file == STANDARD_INPUT else str(Path(file).absolute())
    command = [sys.executable, "manage.py", "restore", named, "--verify", "--media"]
    with told_in_words(Path(gettempdir())):
        with TemporaryDirectory(prefix="drill-") as folder, _place(folder) as url:
            elsewhere = {"DATABASE_URL": url, "CACHE_URL": ""}
            done = subprocess.run(  # noqa: S603  no shell; the file is the operator's word
                [*command, f"{folder}/media"], cwd=settings.BASE_DIR, env=os.environ | elsewhere, check=False
            )
        if done.returncode:
            raise BackupRefused(_("The drill has failed: do not count on this backup."))
        note_run(Job.DRILL)


@contextmanager
def _place(folder: str) -> Iterator[str]:
    """Give the address of an empty database that is gone afterwards."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{quote(folder)}/drill.sqlite3"
        return
    name = connection.settings_dict["NAME"] + ENDING
    quoted = connection.ops.quote_name(name)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {quoted}")  # of a drill that was killed
            cursor.execute(f"CREATE DATABASE {quoted}")
    except ProgrammingError as error:
        words = {"why": str(error).strip(), "user": connection.settings_dict["USER"]}
        raise BackupRefused(
            _("%(why)s: let it make one for the drill, `ALTER ROLE %(user)s CREATEDB`.") % words
        ) from error
    try:
        there = urlsplit(os.environ["DATABASE_URL"])
        yield urlunsplit((there.scheme, there.netloc, f"/{quote(name)}", there.query, ""))
    finally:
        connections.close_all()
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {quoted} WITH (FORCE)")
