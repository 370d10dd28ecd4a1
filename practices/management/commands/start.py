"""Prepare the database, serve the catalogue and send its mails: what `./run` does."""

import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import OperationalError, connection, connections

from practices import processes


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = settings.ADDR
        refuse_taken(host, port)
        try:
            connection.ensure_connection()
        except OperationalError as error:
            raise CommandError(f"The database does not answer; look at DATABASE_URL. {error}") from error
        call_command("prepare")
        connections.close_all()
        print(f"The catalogue is at {settings.SITE_URL}/ (Ctrl-C stops it)", flush=True)
        sys.exit(processes.run(processes.server(host, port, settings.WORKERS), processes.worker()))


def refuse_taken(host: str, port: int) -> None:
    """Raise `CommandError` when something else listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        why, cure = os.strerror(error.errno or 0), f"Choose another address: ADDR={host}:{port + 1} ./run"
        raise CommandError(f"Cannot listen on {host}, port {port}: {why}. {cure}") from error
