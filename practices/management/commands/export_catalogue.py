"""Write the whole catalogue into a folder, or with --public what anybody may read, as JSON Lines with their schema."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from practices.exports.archives.archive import ArchiveRefused
from practices.exports.archives.catalogue import export_catalogue
from practices.exports.archives.public import export_public
from practices.management.progress import Progress


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="a new folder")
        parser.add_argument("--public", action="store_true", help="only what the public may read")

    def handle(self, *args: Any, **options: Any) -> None:
        export = export_public if options["public"] else export_catalogue
        with Progress(self.stderr) as progress:
            try:
                archive = export(options["folder"], progress.say)
            except ArchiveRefused as refused:
                raise CommandError(str(refused)) from refused
        self.stdout.write(f"{archive.rows} rows in {options['folder']}, digest {archive.digest}")
