"""Do what is to be done once a day. `send_mail` does it; run it daily where that runs with `--once` only."""

import logging
from typing import Any

from django.core.management import BaseCommand, CommandError, call_command

log = logging.getLogger(__name__)

WORK = ("sweep_accounts",)
"""The commands, in their order. Each may be run twice, or by two processes at once, without harm."""


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        failed = [name for name in WORK if not self.does(name)]
        if failed:
            raise CommandError(f"Failed, see above: {', '.join(failed)}")

    def does(self, name: str) -> bool:
        """Run a command and say whether it did its work: whatever is wrong with it, the others come next."""
        try:
            call_command(name)
        except Exception:
            log.exception("The daily %s has failed", name)
            return False
        return True
