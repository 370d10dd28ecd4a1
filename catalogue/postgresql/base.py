"""Django's PostgreSQL with an end to each wait for an answer, as Django finds a backend by the name of this module."""

import time
from typing import Any, override

from django.db.backends.postgresql import base
from psycopg import Connection

from catalogue.postgresql.silence import ANSWER_SECONDS, CONNECT_SECONDS, SILENCE, GivenUp


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is given up when a statement takes too long."""

    @override
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        SILENCE.refuse()
        since = time.monotonic()
        try:
            made = super().get_new_connection(conn_params | {"connect_timeout": CONNECT_SECONDS})
        finally:
            SILENCE.note(since, CONNECT_SECONDS)
        made.wait = BoundedWait(made)
        return made


class BoundedWait:
    """Takes the place of `Connection.wait`, by which psycopg waits for whatever it asks."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def __call__(self, asked: Any, interval: float = 0.1, timeout: float = ANSWER_SECONDS) -> Any:
        SILENCE.refuse()
        since, is_given_up = time.monotonic(), False
        try:
            return Connection.wait(self.connection, SILENCE.listen(asked), interval, timeout)
        except GivenUp:
            is_given_up = True
            raise
        finally:
            if is_given_up or SILENCE.note(since, timeout):
                self.connection.pgconn.finish()  # a late answer would be taken for that of the next statement
