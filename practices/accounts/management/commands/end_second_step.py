"""Let a person in with her password alone who lost her phone and her recovery codes; be sure who asks."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from practices.accounts import lifecycle, mfa


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        person = lifecycle.owner(options["address"])
        if person is None:
            raise CommandError(f"There is no account with the address {options['address']}.")
        mfa.turn_off(person, by=None)
        print(
            f"{person} signs in with the password alone. An editor sets up a new second step before the pages of editors open."
        )
