"""Look whether the catalogue is as it was written: history, editions, and what search and lists know of them."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from practices.management.progress import Progress
from practices.verify import by_hand, daily
from practices.verify.chain_heads import HeadsRefused, note_heads


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("--fix", action="store_true", help="make anew what follows from the rest; no words are touched")
        add("--quick", action="store_true", help="leave out what search knows, which takes most of the time")
        add("--chain", action="store_true", help="give rows of an older release their place: read them first")
        add("--heads", type=Path, metavar="FILE", help="compare history with the heads that were noted there")
        add("--note-heads", type=Path, metavar="FILE", help="note the heads of all history in a new file")
        add("--begin", action="store_true", help="let the worker do it, between its other work")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["begin"]:
            daily.begin_today()
            return
        with Progress(self.stderr) as progress:
            try:
                wanted = {name: options[name] for name in ("fix", "chain", "quick", "heads")}
                left = by_hand.verify(self.stdout.write, progress.say, **wanted)
                if options["note_heads"] and not left:
                    self.stdout.write(f"Heads noted, digest {note_heads(options['note_heads'])}")
            except (HeadsRefused, OSError) as refused:
                raise CommandError(str(refused)) from refused
        if left:
            raise CommandError(f"Findings: {left}.")
