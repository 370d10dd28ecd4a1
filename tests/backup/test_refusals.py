"""Is whatever keeps a backup from being made or restored said in one line with its cure, and nothing left behind?"""

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from practices.backup import bundle, restore
from practices.backup.contents import unlike_parts
from practices.backup.create import make_backup
from practices.backup.database import refuse_other_database
from practices.backup.refusals import BackupRefused, told_in_words
from practices.models import LastRun
from tests.builders import published
from tests.exports.archives.elsewhere import Elsewhere
from tests.killed import database_url

on_disk = pytest.mark.django_db(transaction=True)
"""Other processes see what was written."""
only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL's programs")
as_root = pytest.mark.skipif(os.getuid() != 0, reason="a disk is mounted: run it as root")


def refused(*words: str) -> str:
    with pytest.raises(CommandError) as refusal:
        call_command(*words)
    assert not LastRun.objects.exists()
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


@contextmanager
def disk(folder: Path, options: str) -> Iterator[Path]:
    """Give a small disk of one's own."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@on_disk
def test_disk_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """A folder that is made where a disk should be mounted would fill the disk of the site."""
    file = tmp_path / "unmounted" / "site.tar.zst"
    assert refused("backup", str(file)) == (
        f"{file}: No such file or directory. Nothing was left: name a folder that is there, or mount its disk."
    )
    assert "No such file or directory" in refused("backup", "--keep", str(tmp_path / "unmounted"))
    assert list(tmp_path.iterdir()) == []


@on_disk
def test_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "site.tar.zst"
    file.write_text("precious")
    assert refused("backup", str(file)) == f"{file} is there already: name a new file."
    assert file.read_text() == "precious"


@pytest.mark.long
@on_disk
@as_root
def test_full_disk_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    published()
    with disk(tmp_path / "disk", "size=64k") as small:
        said = refused("backup", str(small / "site.tar.zst"))
        assert said.startswith(f"{small}/site.tar.zst: ")
        assert said.endswith(". Nothing was left: make room there, or name another disk.")
        assert list(small.iterdir()) == []


@on_disk
@as_root
def test_disk_that_is_mounted_for_reading_is_said(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "ro") as still:
        assert refused("backup", str(still / "site.tar.zst")) == (
            f"{still}/site.tar.zst: Read-only file system. Nothing was left: mount that disk for writing, or name another."
        )


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE])
def test_every_fault_of_a_disk_has_its_cure(number: int, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused) as refusal, told_in_words(tmp_path):
        raise OSError(number, os.strerror(number))
    said = str(refusal.value)
    assert said.startswith(f"{tmp_path}: {os.strerror(number)}. Nothing was left: ")
    assert ("let the user " in said) == (number == errno.EACCES)


def test_backup_needs_one_place(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="one of the arguments"):
        call_command("backup")
    with pytest.raises(CommandError, match="not allowed with"):
        call_command("backup", "a", "--keep", str(tmp_path))


@on_disk
@only_postgresql
def test_missing_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refused("backup", str(tmp_path / "site.tar.zst")) == (
        "There is no pg_dump here: `apt-get install postgresql-client`."
    )
    assert list(tmp_path.iterdir()) == []


@on_disk
@only_postgresql
def test_program_that_is_older_than_the_server_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No other release of PostgreSQL is here: what an old one says of itself stands in for it."""
    tool = tmp_path / "pg_dump"
    tool.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    said = refused("backup", str(tmp_path / "site.tar.zst"))
    assert said.startswith(
        "pg_dump is of PostgreSQL 9, older than the server: `apt-get install postgresql-client-"
    )
    assert list(tmp_path.iterdir()) == [tool]


@on_disk
@only_postgresql
def test_table_that_may_not_be_read_is_said_in_one_line(tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE reader LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
        cursor.execute("REVOKE SELECT ON practices_word FROM reader")
    try:
        url = database_url().replace("postgres@", "reader@")
        said = Elsewhere(url).refused("backup", str(tmp_path / "site.tar.zst"))
        assert "permission denied for table practices_word" in said
        assert list(tmp_path.iterdir()) == []
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP OWNED BY reader; DROP ROLE reader")


@pytest.mark.long
@on_disk
def test_place_that_is_not_empty_is_left_as_it_is(tmp_path: Path) -> None:
    published()
    file = tmp_path / "site.tar.zst"
    call_command("backup", str(file))
    said = Elsewhere(database_url()).refused("restore", str(file))
    assert "is not empty: it has" in said
    assert said.endswith("and restore again.")


@on_disk
@only_postgresql
def test_other_kind_of_database_is_shown_the_way(tmp_path: Path) -> None:
    published()
    file = tmp_path / "site.tar.zst"
    call_command("backup", str(file))
    said = Elsewhere(f"sqlite:///{tmp_path}/other.sqlite3").refused("restore", str(file))
    assert "This backup is of PostgreSQL, and DATABASE_URL names SQLite" in said
    assert "`manage.py export_catalogue` and `import_catalogue`" in said
    assert list(tmp_path.iterdir()) == [file]


@on_disk
def test_backup_of_another_kind_or_a_newer_server_is_refused() -> None:
    other = next(iter({"sqlite", "postgresql"} - {connection.vendor}))
    with pytest.raises(BackupRefused, match="export_catalogue"):
        refuse_other_database(other, 0)
    with pytest.raises(BackupRefused, match="name a server that is as new"):
        refuse_other_database(connection.vendor, 99)
    refuse_other_database(connection.vendor, 0)


ABOUT = {"database": connection.vendor, "server": 0, "media": {}, "release": "0123", "migrations": {}}
"""What a manifest says that is asked before anything is unpacked."""


def test_backup_of_a_newer_or_foreign_release_is_refused_by_its_name() -> None:
    later = ABOUT | {"migrations": {"practices": "0999_later", "elsewhere": "0001_initial"}}
    with pytest.raises(BackupRefused) as refusal:
        restore._refuse(later, restore.Target(None, is_compared=False))  # noqa: SLF001
    assert "another release, 0123" in str(refusal.value)
    assert "(elsewhere 0001_initial, practices 0999_later)" in str(refusal.value)


def test_backup_of_an_older_release_is_restored_but_not_compared() -> None:
    former = ABOUT | {"migrations": {"practices": "0001_initial"}}
    restore._refuse(former, restore.Target(None, is_compared=False))  # noqa: SLF001
    with pytest.raises(BackupRefused, match="restore it without --verify"):
        restore._refuse(former, restore.Target(None, is_compared=True))  # noqa: SLF001
    tables = former | {"tables": {}, "pages": {}, "made_at": "then"}
    assert list(restore.report(tables, None))[-1] == "It is of an older release: run `manage.py migrate` now."


def test_pages_are_compared_where_they_are_shown_alike() -> None:
    there = {"tables": {"a": 1}, "media": {}, "pages": {"/": "x"}, "shown_by": {"SITE_URL": "https://a"}}
    assert unlike_parts(there, there | {"pages": {"/": "y"}}) == ["pages: /"]
    elsewhere = there | {"pages": {"/": "y"}, "shown_by": {"SITE_URL": "https://b"}}
    assert unlike_parts(there, elsewhere) == []
    assert unlike_parts(there, elsewhere | {"tables": {"a": 2}, "media": {"b": 1}}) == [
        "tables: a",
        "media: b",
    ]


@pytest.mark.long
@on_disk
def test_what_does_not_come_back_as_it_was_is_named(tmp_path: Path, target: Elsewhere) -> None:
    published()
    found = make_backup(tmp_path / "site.tar.zst", "", lambda *_said: None)
    with (tmp_path / "site.tar.zst").open("rb") as source:
        manifest = bundle.unpack(source, tmp_path, lambda _manifest: None, lambda *_said: None)
    assert manifest["tables"] == found["tables"]
    manifest["tables"]["edition"]["sha256"] = "0" * 64
    with (tmp_path / "false.tar.zst").open("wb") as out:
        bundle.pack(out, manifest, tmp_path / "database", [], lambda *_said: None)
    said = target.refused("restore", str(tmp_path / "false.tar.zst"), "--verify")
    assert said == (
        "CommandError: Restored, but 1 parts are not as they were: tables: edition. Take another backup."
    )


@on_disk
@only_postgresql
def test_missing_right_to_make_a_database_is_said_with_its_cure(tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE modest LOGIN")
    try:
        said = Elsewhere(database_url().replace("postgres@", "modest@")).refused("restore", "-", "--drill")
        assert said.endswith(
            "permission denied to create database: let it make one for the drill, `ALTER ROLE modest CREATEDB`."
        )
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP ROLE modest")
