"""Prepare the database and serve the catalogue: what `./run` does."""

import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

THREADS = "4"  # a worker waits for the database most of the time


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = settings.ADDR
        refuse_taken(host, port)
        call_command("prepare")
        self.stdout.write(f"The catalogue is at {settings.SITE_URL}/ (Ctrl-C stops it)")
        self.stdout.flush()
        server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning"]
        where = ["--host", host, "--port", str(port)]
        size = ["--workers", str(settings.WORKERS), "--blocking-threads", THREADS]
        os.execv(sys.executable, [*server, *where, *size, "catalogue.wsgi:application"])  # noqa: S606  no shell wanted


def refuse_taken(host: str, port: int) -> None:
    """Raise `CommandError` when something else listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            cure = f"Choose another address, such as: ADDR={host}:{port + 1} ./run"
            raise CommandError(f"Cannot listen on {host}, port {port}: {error.strerror}. {cure}") from error
