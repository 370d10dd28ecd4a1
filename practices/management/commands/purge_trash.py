"""Blank the texts of what has lain in the trash for TRASH_DAYS. Run it daily."""

from typing import Any

from django.core.management import BaseCommand

from practices.entries import trash


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        if purged := trash.empty():
            print(f"{purged} entries purged")
