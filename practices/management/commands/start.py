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
        print(f"The catalogue is at {settings.SITE_URL}/ (Ctrl-C stops it)", flush=True)
        os.execv(sys.executable, server(host, port, settings.WORKERS))  # noqa: S606  no shell is wanted


def server(host: str, port: int, workers: int) -> list[str]:
    """Return the command that serves the catalogue there."""
    size = f"--workers {workers} --blocking-threads {THREADS} --host {host} --port {port}"
    granian = f"-m granian --interface wsgi --no-ws --log-level warning {size} catalogue.wsgi:application"
    return [sys.executable, *granian.split()]


def refuse_taken(host: str, port: int) -> None:
    """Raise `CommandError` when something else listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        cure = f"Choose another address: ADDR={host}:{port + 1} ./run"
        raise CommandError(
            f"Cannot listen on {host}, port {port}: {os.strerror(error.errno or 0)}. {cure}"
        ) from error
