"""The database of a backup, out and in: SQLite by its own way to copy a file, PostgreSQL by `pg_dump` and `pg_restore`."""

import errno
import os
import re
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from practices.backup.bundle import DATABASE
from practices.backup.refusals import BackupRefused, told_in_words
from practices.exports.archives.archive import Say
from practices.models import Event
from practices.workflow import TAKE_DOWN

KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
PAGES = 5_000
FORGET = "INSERT INTO practices_searchentry(practices_searchentry) VALUES ('optimize'); VACUUM"
"""Leaves nothing in a copy of what was deleted: SQLite keeps it in pages that it will use again, and in its index."""
DUMP = ("--format=custom", "--compress=0", "--no-owner", "--no-privileges", "--no-password")
RESTORE = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-password")


def server_version() -> int:
    """Return the major version of the PostgreSQL that is talked to; 0 for SQLite, whose files all versions read."""
    return connection.get_database_version()[0] if connection.vendor == "postgresql" else 0


def copy_database(target: Path, say: Say) -> None:
    """Write the database as it is in this moment into a new file; call it within `one_moment`."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(target)) as copy:
            copy.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
            connection.connection.backup(copy, pages=PAGES, progress=_heard_by(say))
            if Event.objects.filter(move=TAKE_DOWN).exists():
                copy.executescript(FORGET)
        return
    say(DATABASE, 0)
    _refuse_older("pg_dump", server_version())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
    *how, name = _address()
    _run(["pg_dump", *DUMP, f"--snapshot={snapshot}", f"--file={target}", *how, name])


def refuse_full_database() -> None:
    """Raise `BackupRefused` unless the database that is named is there and has no tables; a file may not be there yet."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and not Path(name).exists():
        if Path(name).parent.is_dir():
            return
        raise BackupRefused(_("%(folder)s is not there: make it.") % {"folder": Path(name).parent})
    if tables := connection.introspection.table_names():
        words = {"name": name, "count": len(tables)}
        cure = {
            "sqlite": _("Stop the site, move that file away with those beside it (-wal, -shm)"),
            "postgresql": _("Make an empty one (`createdb`), name it in DATABASE_URL"),
        }[connection.vendor]
        full = _("%(name)s is not empty: it has %(count)d tables.") % words
        raise BackupRefused(_("%(full)s %(cure)s, and restore again.") % {"full": full, "cure": cure})


def refuse_other_database(kind: str, version: int) -> None:
    """Raise `BackupRefused` when a database of this kind and version cannot go into the one here."""
    if kind != connection.vendor:
        words = {"there": KINDS.get(kind, kind), "here": KINDS[connection.vendor]}
        raise BackupRefused(
            _(
                "This backup is of %(there)s, and DATABASE_URL names %(here)s: restore it into %(there)s, "
                "and move from there with `manage.py export_catalogue` and `import_catalogue`."
            )
            % words
        )
    if version > server_version():
        words = {"there": str(version), "here": str(server_version())}
        raise BackupRefused(
            _(
                "This backup is of PostgreSQL %(there)s, and the server has %(here)s: name a server that is as new."
            )
            % words
        )


def bring_in_database(source: Path, say: Say) -> None:
    """Fill the empty database with a copy, all of it or nothing, in one transaction."""
    if connection.vendor == "sqlite":
        _bring_in_file(source, Path(connection.settings_dict["NAME"]), say)
        return
    say(DATABASE, 0)
    _refuse_older("pg_restore", server_version())
    *how, name = _address()
    _run(["pg_restore", *RESTORE, *how, f"--dbname={name}", str(source)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # else its first searches are planned as if it were empty


def _bring_in_file(source: Path, target: Path, say: Say) -> None:
    is_new = not target.exists()
    try:
        with told_in_words(target), closing(sqlite3.connect(source)) as copy:
            connection.ensure_connection()
            copy.backup(connection.connection, pages=PAGES, progress=_heard_by(say))
    except BaseException:
        connection.close()
        for ending in ("", "-wal", "-shm") if is_new else ():
            Path(f"{target}{ending}").unlink(missing_ok=True)
        raise


def _heard_by(say: Say) -> Callable[[int, int, int], None]:
    return lambda _status, remaining, total: say(DATABASE, total - remaining)


def _address() -> list[str]:
    """Return how Django's own `dbshell` names the server, and last the database."""
    return list(connection.client.settings_to_cmd_args_env(connection.settings_dict, [])[0][1:])


def _run(command: list[str]) -> str:
    """Run a program of PostgreSQL and return what it prints; the password goes by the environment, which nobody else reads."""
    secrets = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])[1] or {}
    try:
        done = subprocess.run(  # noqa: S603  no shell; the address is the setting
            command,
            env=os.environ | secrets | {"LC_ALL": "C"},
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError as error:
        words = {"tool": command[0]}
        raise BackupRefused(
            _("There is no %(tool)s here: `apt-get install postgresql-client`.") % words
        ) from error
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [""]
        why = next((line for line in lines if "error:" in line), lines[0])
        if os.strerror(errno.ENOSPC) in why:
            raise OSError(errno.ENOSPC, why)
        raise BackupRefused(_("PostgreSQL does not allow it: %(why)s") % {"why": why})
    return done.stdout


def _refuse_older(tool: str, server: int) -> None:
    found = re.search(r"\) (\d+)", _run([tool, "--version"]))
    if found and int(found[1]) < server:
        words = {"tool": tool, "version": found[1], "server": server}
        raise BackupRefused(
            _(
                "%(tool)s is of PostgreSQL %(version)s, older than the server: `apt-get install postgresql-client-%(server)s`."
            )
            % words
        )
