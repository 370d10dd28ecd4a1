"""The bounds of a migration on PostgreSQL, where a statement that waits for a table lets all wait who come after it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

BOUNDS = {"lock_timeout": "4s", "statement_timeout": "5s"}
"""The numbers of PyPI."""


@contextmanager
def with_bounds(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let PostgreSQL give up what waits or takes too long meanwhile; on SQLite nobody waits who reads."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        for name, value in BOUNDS.items():
            cursor.execute(f"SET {name} = '{value}'")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for name in BOUNDS:
                cursor.execute(f"RESET {name}")
