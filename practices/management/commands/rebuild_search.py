"""Index all published practices again, while people go on searching: after an update, or when search looks wrong."""

from time import monotonic
from typing import Any

from django.core.management import BaseCommand

from practices.search.engine import rebuild


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        began = monotonic()
        self.stdout.write(f"{rebuild()} indexed in {monotonic() - began:.0f} s.")
