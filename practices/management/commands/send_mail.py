"""Send the mails of the outbox, let search follow renames, and do the day's work, until told to stop: what `./run` runs beside the server."""

import signal
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from practices.worker.loop import Worker


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--once", action="store_true", help="Send what is due now, and do no day's work.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"] and settings.READ_ONLY:
            raise CommandError("READ_ONLY=1: no mail is sent. Set READ_ONLY=0 once the work is done.")
        worker = Worker(once=options["once"])

        def stop(*args: Any) -> None:
            worker.stopped = True

        for number in () if worker.once else (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        worker.run()
