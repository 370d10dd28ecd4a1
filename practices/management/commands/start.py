"""Prepare the database, serve the catalogue and send its mails: what `./run` does."""

import sys
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connections

from practices.health import disk
from practices.worker import commands, listening, supervisor


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks = ()  # they come once the database is known to be written

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            host = listening.free_address(*settings.ADDR)
        except listening.AddressRefused as refused:
            raise CommandError(str(refused)) from refused
        disk.refuse_closed_database()
        self.check()
        call_command("prepare")
        connections.close_all()
        sys.exit(supervise(host, settings.ADDR[1]))


def supervise(host: str, port: int) -> int:
    """Serve there until told to stop."""
    serving, sending = commands.server_command(host, port, settings.WORKERS), commands.worker_command()
    answers = partial(listening.is_answering, host, port)
    return supervisor.run(serving, sending, answers, say_where, commands.look_command())


def say_where() -> None:
    print(f"The catalogue is at {settings.SITE_URL}/ (Ctrl-C stops it)")
    print(f"It answers to {', '.join(settings.ALLOWED_HOSTS)}; SITE_URL names another.", flush=True)
