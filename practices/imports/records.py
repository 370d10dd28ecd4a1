"""The records of a JSON file that was downloaded here: which values do they give an import?"""

from collections.abc import Iterable, Iterator
from typing import Any

from practices.imports.places import SLUG
from practices.models import City
from practices.places.lookup import typed_line
from practices.text import fold

ANSWERS = "answers"


def is_record(row: dict[str, Any]) -> bool:
    """Say whether an object is the record of a practice, as `exports.record` has it, and no bare answers."""
    return isinstance(row.get(ANSWERS), dict)


def cities_of(rows: Iterable[Any]) -> dict[str, City]:
    """Return the cities that the records among these rows name by their slugs."""
    records = (row for row in rows if isinstance(row, dict) and is_record(row))
    slugs = {slug for record in records for slug in _slugs(record[ANSWERS]) if SLUG.fullmatch(slug)}
    return City.objects.in_bulk(slugs, field_name="slug")


def values_of(record: dict[str, Any], cities: dict[str, City]) -> dict[str, Any]:
    """Return the values of a record by column: its answers, and what stands around them.

    Of these `cities`, those that are called as the record says are written as people type them, so that one of another
    country is found again.
    """
    answers = record[ANSWERS]
    country = _plain(answers.get("country"), {}, "")
    around = {name: value for name, value in record.items() if name != ANSWERS}
    return around | {name: _plain(value, cities, country) for name, value in answers.items()}


def _slugs(answers: dict[str, Any]) -> Iterator[str]:
    for name in ("city", "partner_cities"):
        rows = answers.get(name)
        for row in rows if isinstance(rows, list) else [rows]:
            if isinstance(row, dict) and isinstance(slug := row.get("slug"), str):
                yield slug


def _plain(value: Any, cities: dict[str, City], country: Any) -> Any:
    """Return what an object of a record stands for: a country's code, a city as it is typed, a topic's name."""
    if isinstance(value, list):
        return [_plain(each, cities, country) for each in value]
    if not (isinstance(value, dict) and "name" in value):
        return value
    city = cities.get(str(value.get("slug")))
    if city and fold(str(value["name"])) in city.names.split("|"):
        return typed_line(city, country)
    return value.get("code") or value["name"]
