"""Load the cities and topics that come with the catalogue; what is there already is kept."""

from typing import Any

from django.core.management import BaseCommand

from practices.imports.cities import load_cities, load_topics

TALKATIVE = 2  # at every start, no news is good news


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        cities, topics = load_cities(), load_topics()
        if options["verbosity"] < TALKATIVE and not (cities.added or cities.renewed or topics.added):
            return
        self.stdout.write(
            f"Cities: {cities.listed} in the list, {cities.added} added, {cities.renewed} renewed. "
            f"Topics: {topics.listed} in the list, {topics.added} added."
        )
