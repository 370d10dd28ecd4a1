"""The timeout of statements: none of a public page may take so much that an address keeps the database busy."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import Error, OperationalError, connection

STEPS = 10_000
"""After so many steps of its machine SQLite looks at the clock: some 0.1 ms."""
SET = "SET statement_timeout = {}; SET max_parallel_workers_per_gather = 0"
RESET = "RESET statement_timeout; RESET max_parallel_workers_per_gather"
"""On PostgreSQL it also keeps to one processor: others cost more to call than a page's short statements gain by them."""
QUERY_CANCELED = "57014"
"""PostgreSQL's number. Its library is not imported for a site that has SQLite: it took a tenth of each start."""


class TookTooLong(Exception):
    """A statement was stopped."""


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Stop each statement of the block that takes longer, on either database; raise `TookTooLong` then."""
    with connection.cursor():  # connects, and looks whether a connection that was kept still stands
        pass
    bound = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    try:
        with bound(connection.connection, seconds):
            yield
    except OperationalError as error:
        if _was_stopped(error.__cause__):
            raise TookTooLong from error
        raise


@contextmanager
def _on_sqlite(raw: Any, seconds: float) -> Iterator[None]:
    end = time.monotonic() + seconds

    def begin(execute: Callable[..., Any], *given: Any) -> Any:
        nonlocal end
        end = time.monotonic() + seconds
        return execute(*given)

    raw.set_progress_handler(lambda: time.monotonic() > end, STEPS)
    try:
        with connection.execute_wrapper(begin):
            yield
    finally:
        raw.set_progress_handler(None, 0)


@contextmanager
def _on_postgresql(raw: Any, seconds: float) -> Iterator[None]:
    with connection.wrap_database_errors:
        raw.execute(SET.format(int(seconds * 1000)))
    try:
        yield
    finally:
        # a connection that broke, or a transaction that failed, keeps no setting
        with suppress(Error), connection.wrap_database_errors:
            raw.execute(RESET)


def _was_stopped(cause: BaseException | None) -> bool:
    return (
        getattr(cause, "sqlstate", None) == QUERY_CANCELED
        or getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT
    )
