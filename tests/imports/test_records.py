"""The records of a file that was downloaded elsewhere: which city do they mean, and what does reading them cost?"""

import json
from pathlib import Path
from typing import Any

import pytest
from pytest_django.asserts import assertNumQueries

from practices.imports.files import read_file
from tests.builders import make_city

pytestmark = pytest.mark.django_db


def values(tmp_path: Path, *cities: dict[str, str]) -> list[dict[str, Any]]:
    file = tmp_path / "practices.json"
    file.write_text(
        json.dumps(
            [{"answers": {"country": {"code": "NO", "name": "Norway"}, "city": city}} for city in cities]
        )
    )
    return [dict(entry.values) for entry in read_file(file).entries]


@pytest.mark.parametrize(
    ("slug", "name", "typed"),
    [
        ("bergen", "Bergen", "Bergen"),
        ("lund", "Lund", "Lund, Sweden"),
        ("bergen", "Bergen aan Zee", "Bergen aan Zee"),
        ("nowhere", "Nowhere", "Nowhere"),
        ("a\0b", "Oslo", "Oslo"),
        ("\ud800x", "Oslo", "Oslo"),
    ],
)
def test_city_is_the_one_of_the_slug_if_it_is_called_so(
    tmp_path: Path, slug: str, name: str, typed: str
) -> None:
    make_city("Bergen")
    make_city("Lund", country="SE")
    [found] = values(tmp_path, {"slug": slug, "name": name})
    assert (found["country"], found["city"]) == ("NO", typed)


def test_any_number_of_records_asks_once_for_their_cities(tmp_path: Path) -> None:
    places = [{"slug": make_city(name).slug, "name": name} for name in ("Bergen", "Oslo", "Moss")]
    with assertNumQueries(1):
        assert len(values(tmp_path, *places)) == 3
