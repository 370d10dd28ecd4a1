"""Send the mails of the outbox, until told to stop, and do the day's work: what `./run` runs beside the server."""

import signal
import time
from contextlib import suppress
from itertools import count
from typing import Any

from django.core.management import BaseCommand, CommandError, call_command
from django.db import close_old_connections

from practices import digest, limits, outbox

PAUSE = 1.0
MINUTE = 60  # pauses
DAY = 24 * 60 * MINUTE


class Command(BaseCommand):
    help = __doc__ or ""
    working = True

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--once",
            action="store_true",
            help="Send what is due now, and end; leave the day's work to `daily`.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["once"]:
            signal.signal(signal.SIGTERM, self.stop)
            signal.signal(signal.SIGINT, self.stop)
        for turn in count():
            close_old_connections()
            if turn % MINUTE == 0:
                digest.write()
                outbox.forget()
                limits.forget()
            if turn % DAY == 0 and not options["once"]:
                self.do_the_days_work()
            while self.working and outbox.send_next():
                pass
            if options["once"] or not self.working:
                return
            time.sleep(PAUSE)

    def do_the_days_work(self) -> None:
        """Let nothing that is wrong with it keep the mails from going out: it is in the log, and tried tomorrow."""
        with suppress(CommandError):
            call_command("daily")

    def stop(self, *args: Any) -> None:
        self.working = False
