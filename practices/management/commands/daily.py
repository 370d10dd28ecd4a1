"""Do what is to be done once a day. `send_mail` does it; run it daily where that runs with `--once` only."""

from typing import Any

from django.core.management import BaseCommand, CommandError

from practices.worker import maintenance


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        if failed := maintenance.each_day():
            raise CommandError(f"Failed, see above: {', '.join(failed)}")
