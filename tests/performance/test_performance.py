"""Does the benchmark measure every figure? How large they are is asked on a quiet machine, with 100,000 practices."""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from practices.imports.cities import load_topics
from practices.models import City
from practices.places.cities import fold_names
from tests.performance import databases, hostile, imported, inside, outside, table
from tests.performance.synthetic import CITIES, make

FEW = 30


def database() -> databases.Database:
    """Return the database of the tests, for processes of our own."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{found['NAME']}"
    else:
        url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{found['NAME']}"
    return databases.Database(url)


@pytest.mark.thorough
@pytest.mark.alike
@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_every_figure_is_measured(tmp_path: Path, settings: Settings) -> None:
    settings.LIMITS = settings.LIMITS | {"search": {"ip": [(1000, 1)]}}
    rows = [City(name=f"Town {n}", country="NO", slug=f"town-{n}", population=n) for n in range(CITIES)]
    City.objects.bulk_create(fold_names(city) for city in rows)
    load_topics()
    make(range(1, FEW + 1))
    measured, server = inside.measure(1), database()
    found = {
        "many": measured,
        "few": measured,
        "peers": {"plain Django": server.measure("plain_django", "1", json.dumps(measured["asked"]))},
        "hostile": hostile.measure(),
        "outside": outside.measure(server.environment, measured, tmp_path, requests=FEW),
        "more": imported.measure(3, tmp_path, taken_back=True),
        "import": imported.measure(3, tmp_path),
        "requests": FEW,
        "seconds": 1.0,
    }
    rows = json.loads(json.dumps(table.as_json(table.rows(found))))
    assert [row["name"] for row in rows if not row["value"] >= 0] == []
    assert len(rows) == 90
    assert table.table(table.rows(found)).count("\n") == len(rows) + 1
