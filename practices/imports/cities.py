"""The cities and topics that we ship: how do they get into the database, and stay as editors left them?"""

import csv
import gzip
import json
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from practices.models import City, OldSlug, Topic, version
from practices.models.old_slug import SlugKind
from practices.places import cities
from practices.search import renames
from practices.text import fold

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
CITIES, TOPICS = FIXTURES / "cities.csv.gz", FIXTURES / "topics.json"
RENEWED = ("latitude", "longitude", "population", "region", "aliases")
"""What of a city the list may fill in; what editors wrote stays, and its name, slug and country are never touched."""
COLUMNS = ("pk", "slug", "geoname_id", "country", "name", *RENEWED)
BATCH = 500


@dataclass(frozen=True)
class Counts:
    """How many rows a list has, and how many of them were added or renewed."""

    listed: int
    added: int
    renewed: int = 0


def load_cities(path: Path = CITIES, *, only: Container[str] | None = None) -> Counts:
    """Bring the list's cities in, and fill in what those that are there lack; `only` keeps some slugs.

    A city is known by its GeoNames number or slug, also a former one. Editors' cities and aliases stay. Where the list
    says nothing new, as at most starts and upgrades, nobody who writes has to wait.
    """
    listed, known = list(_listed(path, only)), _Known()
    if not any((row := known.row(city)) is None or _renewed(row, city) for city in listed):
        return Counts(len(listed), 0)
    with transaction.atomic():
        added, renewed = _news(listed)
        City.objects.bulk_create(added, batch_size=BATCH)
        _lock(renewed)
        City.objects.bulk_update(renewed, [*RENEWED, "names", "sort_name"], batch_size=BATCH // 5)
        if renewed:
            renames.follow_cities(renewed)
        version.invalidate_pages()
    return Counts(len(listed), len(added), len(renewed))


def _news(listed: list[City]) -> tuple[list[City], list[City]]:
    """Return the cities that are not there, and those that lack what the list says."""
    known = _Known()
    added, renewed = [], []
    for city in listed:
        row = known.row(city)
        if row is None:
            added.append(cities.fold_names(city))
        elif changed := _renewed(row, city):
            renewed.append(cities.fold_names(changed))
    return added, renewed


@transaction.atomic
def load_topics(path: Path = TOPICS) -> Counts:
    """Bring the list's topics in; a topic that is there stays as editors left it."""
    listed = json.loads(path.read_text(encoding="utf-8"))
    slugs = {*Topic.objects.values_list("slug", flat=True), *_former(SlugKind.TOPIC)}
    names = set(Topic.objects.values_list("name", flat=True))
    added = [
        Topic(**row, position=position)
        for position, row in enumerate(listed, 1)
        if row["slug"] not in slugs and row["name"] not in names
    ]
    if Topic.objects.bulk_create(added):
        version.invalidate_pages()
    return Counts(len(listed), len(added))


def _listed(path: Path, only: Container[str] | None) -> Iterator[City]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if only is not None and row["slug"] not in only:
                continue
            yield City(
                slug=row["slug"],
                name=row["name"],
                country=row["country"],
                region=row.get("region", ""),
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                population=int(row["population"] or 0),
                geoname_id=int(row["geoname_id"]) if row["geoname_id"] else None,
                aliases=[alias for alias in row["aliases"].split("|") if alias],
            )


def _lock(renewed: list[City]) -> None:
    """Lock cities in one order: approvals hold those that they name."""
    keys = [city.pk for city in renewed]
    if keys:
        list(City.objects.filter(pk__in=keys).select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _former(kind: SlugKind) -> dict[str, int]:
    return dict(OldSlug.objects.filter(kind=kind).values_list("slug", "target"))


class _Known:
    """The cities of the database, as plain values: 34,000 objects would be slow to make at every start."""

    def __init__(self) -> None:
        rows: list[dict[str, Any]] = list(City.objects.order_by().values(*COLUMNS))
        self.by_number = {row["geoname_id"]: row for row in rows if row["geoname_id"]}
        self.by_slug = {row["slug"]: row for row in rows}
        by_key = {row["pk"]: row for row in rows}
        former = _former(SlugKind.CITY)
        self.by_slug |= {slug: by_key[key] for slug, key in former.items() if key in by_key}

    def row(self, city: City) -> dict[str, Any] | None:
        return self.by_number.get(city.geoname_id) or self.by_slug.get(city.slug)


def _renewed(row: dict[str, Any], city: City) -> City | None:
    """Return the city with what the list says anew, or None if it says nothing new."""
    wanted = {name: row[name] or getattr(city, name) for name in RENEWED} | {"aliases": _aliases(row, city)}
    if row["country"] != city.country.code or all(row[name] == value for name, value in wanted.items()):
        return None
    return City(**row | wanted)


def _aliases(row: dict[str, Any], city: City) -> list[str]:
    """Return the city's aliases and those that the list adds; the list's name is one where an editor has another."""
    aliases: list[str] = list(row["aliases"])
    new = [name for name in (city.name, *city.aliases) if name not in {row["name"], *aliases}]
    if new:  # folding all names at every start would take long
        names = {fold(name): name for name in reversed([row["name"], *aliases, *new])}
        aliases += [name for name in dict.fromkeys(new) if names[fold(name)] == name]
    return aliases
