"""Delete accounts that nobody confirmed, ended sessions, and tries that no limit counts any more; close idle accounts."""

from typing import Any

from django.core.management import BaseCommand

from practices.accounts import idle_accounts, lifecycle


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        for what, how_many in lifecycle.sweep().items():
            if how_many:
                print(f"{how_many} {what} deleted")
        for what, how_many in idle_accounts.tend().items():
            if how_many:
                print(f"{how_many} idle accounts {what}")
