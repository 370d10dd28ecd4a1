"""Django's `migrate`, which on PostgreSQL waits for no lock, and lets nobody wait, for longer than a few seconds.

What waits for a lock on a table holds up all who come after it, readers too. So it is given up after some seconds, its
migration is rolled back whole, and tried again. `--unbounded` is for a site that is stopped; what takes long and stops
nobody, such as an index that is made CONCURRENTLY, sets `statement_timeout` for itself.
"""

import time
from typing import Any

from django.core.management import CommandParser
from django.core.management.commands.migrate import Command as Migrate
from django.db import OperationalError, connections
from psycopg.errors import LockNotAvailable

BOUNDS = {"lock_timeout": "4s", "statement_timeout": "5s"}
"""The numbers of PyPI."""
TRIES = 10
PAUSE = 1
"""Seconds in which those that waited behind get their turn."""


class Command(Migrate):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--unbounded", action="store_true", help="let a statement take as long as it wants"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if connection.vendor != "postgresql" or options.pop("unbounded"):
            super().handle(*args, **options)
            return
        with connection.cursor() as cursor:
            for name, value in BOUNDS.items():
                cursor.execute(f"SET {name} = '{value}'")
        try:
            self._try(*args, **options)
        finally:
            with connection.cursor() as cursor:
                for name in BOUNDS:
                    cursor.execute(f"RESET {name}")

    def _try(self, *args: Any, **options: Any) -> None:
        for left in reversed(range(TRIES)):
            try:
                super().handle(*args, **options)
            except OperationalError as error:
                if not (left and isinstance(error.__cause__, LockNotAvailable)):
                    raise
                self.stderr.write("Somebody holds a table that is to be changed; once more.")
                time.sleep(PAUSE)
            else:
                return
