"""Back up the database and the files of the running site, as of one moment, into one file."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from practices.backup import kept
from practices.backup.contents import totals
from practices.backup.create import make_backup
from practices.backup.encryption import ending
from practices.backup.refusals import BackupRefused, told_in_words
from practices.management.progress import Progress


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a new file, NAME.tar.zst")
        where.add_argument("--keep", type=Path, metavar="DIR", help="keep 7 days, 4 weeks and 12 months here")
        said = "an age recipient (age1...), or the whole fingerprint of a GPG key"
        parser.add_argument("--encrypt-to", default="", metavar="KEY", help=said)

    def handle(self, *args: Any, **options: Any) -> None:
        folder, key = options["keep"], options["encrypt_to"]
        try:
            file = options["file"] or folder / kept.name_at(timezone.now(), ending(key))
            with Progress(self.stderr) as progress:
                found = make_backup(file, key, progress.say)
            self.stdout.write(f"{file}: {totals(found)}")
            if folder:
                with told_in_words(folder):
                    left = kept.remove_superfluous(folder)
                self.stdout.write(kept.how_many(left, folder))
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
