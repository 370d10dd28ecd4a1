"""Send the mails of the outbox, let search follow renames, and do the day's work, until told to stop: what `./run` runs beside the server."""

import signal
import time
from itertools import count
from typing import Any

from django.core.management import BaseCommand
from django.db import close_old_connections

from practices import asks, outbox, renames, upkeep

PAUSE, MINUTE, DAY = 1.0, 60, 24 * 60 * 60  # seconds; turns, which are shorter while renames are followed


class Command(BaseCommand):
    help = __doc__ or ""
    working = True

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--once", action="store_true", help="Send what is due now, and do no day's work.")

    def handle(self, *args: Any, **options: Any) -> None:
        for number in () if options["once"] else (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        for turn in count():
            close_old_connections()
            if turn % MINUTE == 0:
                upkeep.each_minute()
            if turn % DAY == 0 and not options["once"]:
                upkeep.each_day()
            while self.working and (asks.answer_next() or outbox.send_next()):
                pass
            followed = self.working and renames.follow_next()
            if not self.working or (options["once"] and not followed):
                return
            time.sleep(0 if followed else PAUSE)

    def stop(self, *args: Any) -> None:
        self.working = False
