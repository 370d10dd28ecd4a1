"""Do the health addresses tell the truth, to any probe?"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from catalogue import env
from practices.health import migrations
from practices.models import Job, LastRun
from practices.models.last_run import note_run
from tests.exports.archives.elsewhere import Elsewhere

WHICH = {"release": env.version(), "build": env.release_id()}


def test_livez_touches_no_database(client: Client) -> None:
    response = client.get("/livez")  # without the django_db mark, every query is an error
    assert (response.status_code, response.json(), response.cookies) == (200, {"alive": True}, {})


@pytest.mark.django_db
def test_readyz_says_that_all_is_well(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (
        200,
        WHICH | {"database": True, "migrations": True, "disk": True, "read_only": False},
    )
    assert (response.cookies, "no-store" in response.headers["Cache-Control"]) == ({}, True)


@pytest.mark.django_db
def test_readyz_reads_the_migrations_of_the_release_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/readyz")
    monkeypatch.delattr(migrations, "MigrationLoader")
    assert client.get("/readyz").json()["migrations"] is True


@pytest.mark.django_db
def test_readyz_tells_in_detail_how_old_the_last_backup_and_drill_are(client: Client) -> None:
    answer = client.get("/readyz?detail")
    assert (answer.status_code, answer.json()["backup"], answer.json()["drill"]) == (200, None, None)
    note_run(Job.BACKUP)
    for _again in range(2):
        note_run(Job.DRILL)
    at = timezone.now() - timedelta(days=40, minutes=30)
    LastRun.objects.filter(job=Job.BACKUP).update(at=at)
    answer = client.get("/readyz?detail")
    assert (answer.status_code, answer.json()["drill"]["hours"]) == (200, 0.0)
    assert answer.json()["backup"] == {"at": at.isoformat(), "hours": 960.5}
    assert client.get("/readyz").json().keys() == WHICH.keys() | {
        "database",
        "migrations",
        "disk",
        "read_only",
    }


@pytest.mark.alike
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("database", "ready"),
    [
        ("sqlite:////no/such/folder/catalogue.sqlite3", {"database": False, "migrations": False}),
        ("postgres://nobody@127.0.0.1:1/nothing", {"database": False, "migrations": False}),
        ("sqlite:///{folder}/empty.sqlite3", {"database": True, "migrations": False}),
    ],
)
def test_readyz_is_unavailable_and_livez_is_not(
    database: str, ready: dict[str, bool], tmp_path: Path, client: Client
) -> None:
    with Elsewhere(database.format(folder=tmp_path)).opened():
        live, answer = client.get("/livez"), client.get("/readyz")
    assert (live.status_code, live.json()) == (200, {"alive": True})
    assert (answer.status_code, answer.json()) == (503, WHICH | ready | {"disk": True, "read_only": False})


@pytest.mark.parametrize("address", ["/livez", "/readyz"])
@pytest.mark.django_db
def test_probes_call_by_any_host_and_without_https(client: Client, settings: Settings, address: str) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(address, headers={"host": "10.0.0.7"}).status_code == 200
    assert client.get("/", headers={"host": "10.0.0.7"}).status_code == 400


@pytest.mark.parametrize("address", ["/livez", "/readyz"])
def test_probes_only_read(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
