"""Look at everything that a site needs, and say of each fault what cures it. Exit codes: 0 well, 1 can wait, 2 grave."""

import sys
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import Error

from practices.health import examination, telling


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mail", metavar="ADDRESS", default="", help="send a real mail there, too")
        parser.add_argument(
            "--tell", action="store_true", help="only mail the operator what stands still, once a day each"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["tell"]:
            return _tell()
        found = examination.examined(mail_to=options["mail"])
        for name, fault in found.items():
            self.stdout.write(f"{fault.state if fault else 'ok':<6} {name:<13} {fault or ''}".rstrip())
        if faults := [fault for fault in found.values() if fault]:
            sys.exit(2 if any(fault.is_grave for fault in faults) else 1)
        return None


def _tell() -> None:
    try:
        telling.tell_operator()
    except (Error, OSError) as error:
        raise CommandError(f"The operator could not be told: {str(error).partition('\n')[0]}") from error
