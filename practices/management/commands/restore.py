"""Restore a backup into an empty database; --verify compares all then; --drill does both elsewhere, for a try."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from practices.backup.drill import drill
from practices.backup.refusals import BackupRefused
from practices.backup.restore import Target, report, restore_backup
from practices.management.progress import Progress
from practices.worker import roles


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks = ()  # they connect, and SQLite makes a file for whoever does

    def add_arguments(self, parser: CommandParser) -> None:
        said = "a backup, a folder of kept ones, or - for one that is piped in"
        parser.add_argument("file", metavar="FILE", help=said)
        parser.add_argument("--verify", action="store_true", help="compare rows, files and pages")
        parser.add_argument("--drill", action="store_true", help="restore, compare, and take it away again")
        parser.add_argument(
            "--media", default=settings.MEDIA_ROOT, help="the folder where files go (of STORAGE_URL)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        media = Path(options["media"]) if options["media"] else None
        try:
            if options["drill"]:
                return drill(options["file"])
            with Progress(self.stderr) as progress:
                target = Target(media, is_compared=options["verify"])
                manifest, here = restore_backup(options["file"], target, progress.say)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write("\n".join(report(manifest, here)))
        return roles.grant()
