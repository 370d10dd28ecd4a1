"""Bring in practices from a JSON, CSV or XLSX file; entries that are there already are left alone."""

from functools import partial
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from practices.choices import Licence
from practices.imports.practices import Stopped, import_practices
from practices.imports.tables import Unreadable
from practices.management.progress import Progress


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        known = ", ".join(Licence.values)
        parser.add_argument("file", type=Path, help="JSON or CSV in UTF-8, or a spreadsheet (.xlsx)")
        parser.add_argument("--publish", action="store_true", help="publish what is created")
        parser.add_argument("--licence", default="", metavar="SPDX", help=f"of all entries: {known}")
        parser.add_argument("--dry-run", action="store_true", help="say the same and change nothing")
        parser.add_argument("--strict", action="store_true", help="fail when an entry is there already, too")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = {name: options[name] for name in ("publish", "licence", "dry_run")}
        try:
            with Progress(self.stderr) as progress:
                told = partial(progress.say, "entry")
                totals = import_practices(options["file"], say=self.stdout.write, told=told, **asked)
        except (Unreadable, Stopped) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        if options["dry_run"]:
            self.stderr.write("A dry run: nothing was changed.")
        if totals.refused:
            raise CommandError(f"Entries were refused: {totals.refused}.")
        if totals.there and options["strict"]:
            raise CommandError(f"Entries that were there already were left alone: {totals.there}.")
