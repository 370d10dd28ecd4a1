"""Put made-up practices on line, to measure with; never on a catalogue that people use: `python -m` it, `--practices N`."""

import sys
from time import monotonic
from typing import Any

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from django.core.management import BaseCommand, CommandError, CommandParser

from practices.imports.cities import load_cities, load_topics
from practices.imports.vacuum import MUCH, vacuum
from practices.models import City, Practice
from tests.performance.synthetic import TITLE, make


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--practices", type=int, required=True, metavar="N", help="how many there shall be"
        )
        parser.add_argument("--seed", type=int, default=0, help="another seed makes other practices")
        parser.add_argument("--yes", action="store_true", help="also where there are practices of people")

    def handle(self, *args: Any, **options: Any) -> None:
        made = Practice.objects.filter(title__startswith=TITLE).count()
        if Practice.all_objects.count() > made and not options["yes"]:
            raise CommandError("This catalogue has practices of people. Use another database, or --yes.")
        if not City.objects.exists():
            load_cities()
            load_topics()
        began = monotonic()
        numbers = range(made + 1, options["practices"] + 1)
        make(numbers, seed=options["seed"])
        if len(numbers) >= MUCH:
            vacuum()
        self.stdout.write(f"{len(numbers)} made in {monotonic() - began:.0f} s.")


if __name__ == "__main__":
    Command().run_from_argv(["", "make_synthetic", *sys.argv[1:]])
