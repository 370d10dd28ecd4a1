"""On a disk without room: does reading go on, is it said, and is all well when there is room again (promise R10)?"""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection

from tests.served import Site, served

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(os.getuid() != 0, reason="a small disk is mounted: run it as root"),
]
SEED = """
from tests.builders import make_user, published
published(title="The reading ship")
make_user("reader@city.example")
"""
SIGN_IN = {"login": "reader@city.example", "password": "a long password for tests"}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder on a disk of its own."""
    if connection.vendor != "sqlite":
        pytest.skip("the disk of PostgreSQL is another server's: run it on SQLite")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(disk)], check=True)
    try:
        yield disk
    finally:
        # what was killed may still close its files
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4096):
            pass


def sign_in(site: Site) -> int:
    site.ask("/accounts/login/")
    return site.ask(
        "/accounts/login/", "POST", SIGN_IN | {"csrfmiddlewaretoken": site.cookies["csrftoken"]}
    ).status


def readiness(site: Site) -> tuple[int, object]:
    answer = site.ask("/readyz")
    said = json.loads(answer.body)
    return answer.status, {name: said[name] for name in ("database", "migrations", "disk")}


def test_full_disk_stops_no_reader_and_is_said(small_disk: Path, tmp_path: Path) -> None:
    with served(tmp_path, seed=SEED, DATABASE_URL=f"sqlite:///{small_disk}/site.sqlite3") as site:
        assert readiness(site) == (200, {"database": True, "migrations": True, "disk": True})
        fill(small_disk / "filler")
        pages = [
            site.ask(path) for path in ("/practices/?q=ship", "/practices/?q=quay", "/practices/?country=NO")
        ]
        assert [(page.status, b"The reading ship" in page.body) for page in pages] == [(200, True)] * 3
        assert readiness(site) == (200, {"database": True, "migrations": True, "disk": False})
        assert sign_in(site) == 503
        assert "A search was not counted" in site.log.read_text()
        (small_disk / "filler").unlink()
        assert sign_in(site) == 302
