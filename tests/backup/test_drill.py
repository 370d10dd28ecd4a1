"""Was a backup of a running site restored elsewhere, and does it serve the same pages (promise R6)?"""

import threading
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from practices.backup.contents import PAGES, contents
from practices.backup.create import make_backup
from practices.exports.archives import catalogue
from practices.models import Edition, Job, LastRun, Version
from tests.browser.world import World
from tests.builders import published, withdrawn
from tests.exports.archives.elsewhere import Elsewhere
from tests.killed import Served, database_url, served

pytestmark = pytest.mark.django_db(transaction=True)


def quiet(_kind: str, _number: int) -> None:
    pass


def bodies(server: Served, addresses: list[str]) -> dict[str, str]:
    found = {}
    for each in addresses:
        with urlopen(f"http://127.0.0.1:{server.port}{each}") as answer:
            found[each] = sha256(answer.read()).hexdigest()
    return found


def in_a_thread(work: Callable[[], object]) -> None:
    """Do it as another process would: with a connection, and in transactions, of its own."""
    failed: list[Exception] = []

    def run() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001  told below
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    assert (thread.is_alive(), failed) == (False, [])


@pytest.mark.long
def test_backup_of_a_running_site_serves_the_same_pages_elsewhere(tmp_path: Path, target: Elsewhere) -> None:
    """While it is made people read, and between any two of its steps somebody publishes."""
    world = World()
    world.add_people()
    for number in range(PAGES):
        published(title=f"Ship {number}")
    published(title="Hers", contributor=world.people["contributor"])
    withdrawn(title="An ended ship")
    before = Edition.objects.count()
    Version.objects.update(number=1_000)  # pages of the moments after must not be taken for those of the copy
    later: list[str] = []
    with served() as server:
        addresses = [
            f"/practices/{slug}/" for slug in Edition.objects.values_list("practice__slug", flat=True)
        ]
        shown = bodies(server, addresses[:PAGES])

        def people_read_and_write(kind: str, _number: int) -> None:
            if kind in {"database", "practice", "edition", "event", "pages"} - set(later):
                later.append(kind)
                in_a_thread(lambda: published(title=f"A ship that came later, {kind}"))
                assert bodies(server, ["/", addresses[0]]).keys() == {"/", addresses[0]}

        found = make_backup(tmp_path / "site.tar.zst", "", people_read_and_write)
    assert len(later) == Edition.objects.count() - before == 5
    assert (found["tables"]["edition"]["rows"], len(found["pages"])) == (before, PAGES)
    said = target.manage("restore", f"{tmp_path / 'site.tar.zst'}", "--verify")
    assert f"{PAGES} pages" in said
    assert "All of this was compared with what is here now, and is the same." in said
    assert "no pages" not in said
    with served(DATABASE_URL=target.url) as restored:
        assert bodies(restored, addresses[:PAGES]) == shown
    asked = "from practices.models.version import now\nprint(now())"
    assert int(target.manage("shell", "--no-imports", given=asked).splitlines()[-1]) > 10**18


def test_backup_has_the_digest_of_an_export_and_is_noted(tmp_path: Path) -> None:
    published()
    whole = catalogue.export_catalogue(tmp_path / "out", quiet)
    began = timezone.now()
    file = tmp_path / "site.tar.zst"
    call_command("backup", str(file))
    assert began <= LastRun.objects.get().at <= timezone.now()
    assert (file.stat().st_mode & 0o777, sorted(tmp_path.iterdir())) == (0o600, [tmp_path / "out", file])
    found = make_backup(tmp_path / "again.tar.zst", "", quiet)
    assert {f"{name}.jsonl": about for name, about in found["tables"].items()} == whole.files


@pytest.mark.long
def test_drill_leaves_the_site_alone_and_is_noted(tmp_path: Path, settings: Settings) -> None:
    published()
    before = Version.objects.get().number
    folder = tmp_path / "kept"
    folder.mkdir()
    call_command("backup", "--keep", str(folder))
    said = Elsewhere(database_url()).manage("restore", str(folder), "--drill")
    assert "All of this was compared with what is here now, and is the same." in said
    assert (Edition.objects.count(), Version.objects.get().number) == (1, before)
    assert {each.job for each in LastRun.objects.all()} == {Job.BACKUP, Job.DRILL}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE '%restore_drill'")
            assert cursor.fetchone() == (0,)


@pytest.mark.thorough
@pytest.mark.alike
@pytest.mark.long
def test_files_come_along_and_are_compared(tmp_path: Path, settings: Settings, target: Elsewhere) -> None:
    """Files never change, and are named by their digests."""
    settings.MEDIA_ROOT = tmp_path / "media"
    pictures = {sha256(each).hexdigest(): each for each in (b"a ship", b"a quay" * 100_000)}
    for name, text in pictures.items():
        (tmp_path / "media" / name[:2]).mkdir(parents=True, exist_ok=True)
        (tmp_path / "media" / name[:2] / name).write_bytes(text)
    file, there = tmp_path / "site.tar.zst", tmp_path / "there"
    found = make_backup(file, "", quiet)
    assert found["media"] == {f"{name[:2]}/{name}": name for name in pictures}
    (tmp_path / "media" / ".partial").mkdir()
    (tmp_path / "media" / ".partial" / "half").write_bytes(b"being written")
    assert set(contents(tmp_path / "media", quiet)["media"]) == set(found["media"])
    assert "set STORAGE_URL to the folder" in target.refused("restore", str(file), "--media", "")
    said = target.manage("restore", str(file), "--verify", "--media", str(there))
    assert "2 files" in said
    assert {path.name: path.read_bytes() for path in there.rglob("*") if path.is_file()} == pictures
    said = target.refused("restore", str(file), "--media", str(there))
    assert "is not empty" in said
