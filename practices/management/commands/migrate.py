"""Django's `migrate`, which on PostgreSQL lets nobody wait behind it for longer than a few seconds.

It is given up then, rolled back whole, and tried again. What stops nobody, such as an index CONCURRENTLY, sets its own bounds.
"""

import time
from typing import Any

from django.core.management import CommandParser
from django.core.management.commands.migrate import Command as Migrate
from django.db import OperationalError, connections

from practices.worker import bounds, roles

LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's number
TRIES, PAUSE = 10, 1  # seconds, for those that waited behind


class Command(Migrate):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--unbounded", action="store_true", help="for a stopped site: however long")

    @roles.asking_for_the_owner()
    def handle(self, *args: Any, **options: Any) -> None:
        if options.pop("unbounded"):
            super().handle(*args, **options)
            return roles.grant()
        with bounds.with_bounds(connections[options["database"]]):
            for left in reversed(range(TRIES)):
                try:
                    super().handle(*args, **options)
                except OperationalError as error:
                    if not (left and getattr(error.__cause__, "sqlstate", None) == LOCK_NOT_AVAILABLE):
                        raise
                    self.stderr.write("Somebody holds a table that is to be changed; once more.")
                    time.sleep(PAUSE)
                else:
                    break
        return roles.grant()
