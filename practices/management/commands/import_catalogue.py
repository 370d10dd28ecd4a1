"""Bring a whole catalogue, as `export_catalogue` has written it, into an empty database: all of it, or nothing."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from practices.exports.archives.archive import ArchiveRefused
from practices.exports.archives.catalogue import import_catalogue
from practices.management.progress import Progress


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="as `export_catalogue DIR` has made it")

    def handle(self, *args: Any, **options: Any) -> None:
        with Progress(self.stderr) as progress:
            try:
                archive = import_catalogue(options["folder"], progress.say)
            except ArchiveRefused as refused:
                raise CommandError(str(refused)) from refused
        self.stdout.write(f"{archive.rows} rows from {options['folder']}, digest {archive.digest}")
