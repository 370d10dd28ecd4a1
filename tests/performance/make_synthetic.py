"""Put made-up practices on line, to measure with; never on a catalogue that people use: `python -m` it, `--practices N`."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from time import monotonic
from typing import Any

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import connection

from practices.imports.cities import load_cities, load_topics
from practices.imports.vacuum import MUCH, vacuum
from practices.models import City, Practice
from tests.performance.synthetic import BATCH, make, numbers_made

INDEX = "practices_searchentry_lexemes"
[MADE_BY] = [each for each in import_module("practices.migrations.0002_search").POSTGRESQL if INDEX in each]
"""The full-text index of PostgreSQL, and what makes it: what a maker remembers is gone once it is killed."""


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--practices", type=int, required=True, metavar="N", help="how many there shall be"
        )
        parser.add_argument("--seed", type=int, default=0, help="another seed makes other practices")
        parser.add_argument("--yes", action="store_true", help="also where there are practices of people")
        parser.add_argument(
            "--makers", type=int, default=1, help="how many processes make them, each its share"
        )
        parser.add_argument(
            "--share", type=int, help="the share of one of the makers, which are called by this"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        made, makers, share = numbers_made(), options["makers"], options["share"]
        if share is None and Practice.all_objects.count() > len(made) and not options["yes"]:
            raise CommandError("This catalogue has practices of people. Use another database, or --yes.")
        if not City.objects.exists():
            load_cities()
            load_topics()
        began = monotonic()
        numbers = [number for number in range(1, options["practices"] + 1) if number not in made]
        if share is not None or makers == 1:
            mine = [number for number in numbers if share is None or number // BATCH % makers == share]
            make(mine, seed=options["seed"])
        elif numbers:
            with indexed_afterwards():
                _make_side_by_side(makers, options["practices"], options["seed"])
        if share is None:
            make_missing_index()
            if len(numbers) >= MUCH:
                vacuum()
        self.stdout.write(f"{len(numbers)} made in {monotonic() - began:.0f} s.")


def _make_side_by_side(makers: int, practices: int, seed: int) -> None:
    """Let so many processes make practices, each its share. Raises `CommandError` when one of them fails."""
    command = [
        sys.executable,
        "-m",
        __name__ if __name__ != "__main__" else "tests.performance.make_synthetic",
    ]
    options = [f"--practices={practices}", f"--seed={seed}", f"--makers={makers}"]
    children = [subprocess.Popen([*command, *options, f"--share={share}"]) for share in range(makers)]
    if max(child.wait() for child in children):
        raise CommandError("A maker failed; call this again, and it goes on.")


@contextmanager
def indexed_afterwards() -> Iterator[None]:
    """Take the full-text index of PostgreSQL away meanwhile, which costs much more row by row, and make it anew at the end."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX IF EXISTS {INDEX}")
    try:
        yield
    finally:
        make_missing_index()


def make_missing_index() -> None:
    """Make the full-text index of PostgreSQL where it is not, as after a maker that was killed."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [INDEX])
        if cursor.fetchone() == (None,):
            cursor.execute("SET maintenance_work_mem = '1GB'")
            cursor.execute(MADE_BY)
            cursor.execute("RESET maintenance_work_mem")


if __name__ == "__main__":
    Command().run_from_argv(["", "make_synthetic", *sys.argv[1:]])
