"""Start this release on a port of its own until it says that it can serve; with --running ask the site that runs."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from practices.worker import trial


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--running", action="store_true", help="ask the site at ADDR, which loads this release"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = settings.ADDR
        if options["running"]:
            does = trial.serves(host, port)
        else:
            with trial.on_a_port_of_its_own() as (port, is_alive):
                does = trial.serves("127.0.0.1", port, is_alive)
        if not does:
            raise CommandError(f"{settings.VERSION} does not come to say at port {port} that it can serve.")
