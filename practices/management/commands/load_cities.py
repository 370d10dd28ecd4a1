"""Load the cities and topics that come with the catalogue; what is there already is kept."""

from typing import Any

from django.core.management import BaseCommand

from practices.imports.cities import load_cities, load_topics


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        cities, topics = load_cities(), load_topics()
        self.stdout.write(
            f"Cities: {cities.listed} in the list, {cities.added} added, {cities.renewed} renewed. "
            f"Topics: {topics.listed} in the list, {topics.added} added."
        )
