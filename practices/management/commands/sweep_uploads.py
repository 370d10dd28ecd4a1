"""Delete files that were brought more than a day ago and that no text of an entry names. Run it daily."""

from datetime import timedelta
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from practices.entries.files import receiving


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        if gone := receiving.sweep(timezone.now() - timedelta(days=1)):
            print(f"{gone} files deleted")
