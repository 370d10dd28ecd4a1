"""Blank the texts of what has lain in the trash for TRASH_DAYS, and delete files that nothing names. Run it daily."""

from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from practices.entries import trash
from practices.entries.files import receiving


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        if purged := trash.empty():
            print(f"{purged} entries purged")
        if gone := receiving.sweep_files(timezone.now()):
            print(f"{gone} files deleted")
