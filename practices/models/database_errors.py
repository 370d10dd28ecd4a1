"""The errors of a database that is away or busy: no fault of what was asked of it, which may be tried again."""

import sqlite3

from django.db import Error, InterfaceError, OperationalError

DATABASE_AWAY = (InterfaceError, OperationalError)
READ_ONLY_SQL_TRANSACTION = "25006"
"""PostgreSQL's number."""


def is_read_only(error: Error) -> bool:
    """Say whether the database took no write because this connection only reads."""
    cause = error.__cause__
    return (
        getattr(cause, "sqlstate", None) == READ_ONLY_SQL_TRANSACTION
        or getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY
    )
