"""May every migration come in while the last release serves, and does one that fails leave nothing behind?"""

import time
from pathlib import Path
from threading import Timer
from uuid import uuid4

import psycopg
import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, migrations, models
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from pytest_django import Settings

from practices import migrations as ours
from practices.management.commands import migrate
from practices.worker import bounds
from tests.killed import database_url
from tests.migration_rules import faults
from tests.test_releases import RELEASES, migrations_of

JUDGED: dict[str, str] = {}
"""What the rules refuse and is right all the same: the words of the fault, and why."""


def last_released() -> list[tuple[str, str]]:
    return list(migrations_of(RELEASES[-1]).items())


def test_no_migration_after_the_last_release_stops_its_code() -> None:
    loader = MigrationLoader(None)
    nodes = last_released()
    known = {node for target in nodes for node in loader.graph.forwards_plan(target)}
    released, state = loader.project_state(nodes), loader.project_state(nodes)
    found: list[str] = []
    for leaf in loader.graph.leaf_nodes("practices"):
        for node in loader.graph.forwards_plan(leaf):
            if node not in known and node[0] == "practices":
                found += faults(loader.get_migration(*node), state, released)
    assert [fault for fault in found if fault not in JUDGED] == []
    assert set(JUDGED) <= set(found)


ADDED = models.TextField(null=True)
SEPARATE = migrations.SeparateDatabaseAndState
ADD_INDEX = migrations.AddIndex("mail", models.Index(fields=["kind"], name="mail_kind"))
CHECK = models.CheckConstraint(condition=models.Q(pk__gt=0), name="event_move_known")


@pytest.mark.parametrize(
    ("operations", "words"),
    [
        ([migrations.AddField("mail", "later", ADDED)], []),
        ([migrations.AddField("mail", "later", models.TextField(db_default=""))], []),
        (
            [migrations.AddField("mail", "later", models.TextField(default=""))],
            ["leaves it empty: null=True"],
        ),
        ([migrations.RenameField("mail", "kind", "sort")], ["reads the old name"]),
        ([migrations.RenameModel("Mail", "Letter")], ["reads the old name"]),
        ([migrations.AlterModelTable("Mail", "letters")], ["reads the old name"]),
        ([migrations.RemoveField("mail", "kind")], ["reads it: take it out of the state"]),
        ([migrations.DeleteModel("Word")], ["reads it: take it out of the state"]),
        ([migrations.AddField("mail", "later", ADDED), migrations.RemoveField("mail", "later")], []),
        ([SEPARATE([], [migrations.RemoveField("mail", "kind")])], ["this release leaves it empty"]),
        ([SEPARATE([], [migrations.RemoveField("mail", "practice")])], []),
        ([SEPARATE([migrations.RemoveField("mail", "kind")], [])], ["reads it: take it out of the state"]),
        ([SEPARATE([], [migrations.DeleteModel("Word")])], []),
        ([migrations.AlterField("mail", "sent_at", models.DateTimeField())], ["may leave it empty"]),
        ([migrations.AlterField("mail", "to", models.CharField(max_length=1))], ["does not fit"]),
        ([migrations.AlterField("mail", "to", models.CharField(max_length=1000))], []),
        ([migrations.AlterField("mail", "to", models.TextField())], []),
        ([migrations.AlterField("mail", "attempts", models.TextField())], ["does not fit"]),
        ([migrations.AlterField("mail", "text", models.TextField(unique=True))], ["write it twice"]),
        ([migrations.AlterField("mail", "text", models.TextField(db_column="x"))], ["reads the old name"]),
        ([ADD_INDEX], ["locked while all its rows are read"]),
        ([migrations.AddConstraint("event", CHECK)], ["locked while all its rows are read"]),
        ([migrations.RemoveConstraint("event", CHECK.name), migrations.AddConstraint("event", CHECK)], []),
        ([migrations.RunPython(migrations.RunPython.noop)], []),
    ],
)
def test_rules_see_what_the_last_release_could_not_live_beside(
    operations: list[Operation], words: list[str]
) -> None:
    loader = MigrationLoader(None)
    tried = type("Migration", (Migration,), {"operations": operations})("9001_tried", "practices")
    found = list(faults(tried, loader.project_state(last_released()), loader.project_state(last_released())))
    assert len(found) == len(words)
    assert all(word in fault for word, fault in zip(words, found, strict=True))


MORE = """
from django.db import migrations, models

def fail(apps, schema_editor):
    raise ValueError("half way")

class Migration(migrations.Migration):
    dependencies = [("practices", "{last}")]
    operations = [migrations.AddField("practice", "later", models.TextField(null=True)){more}]
"""
FAILS = ', migrations.CreateModel("Later", [("id", models.BigAutoField(primary_key=True))]), migrations.RunPython(fail)'

pytest_database = pytest.mark.django_db(transaction=True)


class More:
    """One more migration of the application, in a package of migrations that has ours, too."""

    def __init__(self, folder: Path) -> None:
        ((_app, self.last),) = MigrationLoader(None).graph.leaf_nodes("practices")
        self.folder = folder
        folder.mkdir()
        (folder / "__init__.py").write_text(f"__path__.append({ours.__path__[0]!r})")

    def write(self, more: str) -> None:
        (self.folder / "later.py").write_text(MORE.format(last=self.last, more=more))


@pytest.fixture
def more(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> More:
    name = f"migrations_{uuid4().hex}"
    made = More(tmp_path / name)
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"practices": name}
    return made


def tables() -> tuple[set[str], list[str]]:
    """Return the columns of a table, and all tables."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, "practices_practice")
    return {column.name for column in found}, connection.introspection.table_names()


@pytest_database
def test_migration_that_fails_half_way_leaves_nothing(more: More) -> None:
    more.write(FAILS)
    before = tables()
    with pytest.raises(ValueError, match="half way"):
        call_command("migrate", verbosity=0)
    assert tables() == before
    assert "title" in before[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations WHERE name = 'later'")
        assert cursor.fetchone() == (0,)


@pytest_database
def test_migration_that_waits_for_a_lock_gives_up_and_tries_again(
    more: More, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who reads meanwhile would wait behind it."""
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite nobody waits who reads")
    more.write("")
    monkeypatch.setattr(bounds, "BOUNDS", {"lock_timeout": "100ms", "statement_timeout": "5s"})
    with psycopg.connect(database_url()) as reader:
        reader.execute("SELECT count(*) FROM practices_practice")
        monkeypatch.setattr(migrate, "PAUSE", 0)
        monkeypatch.setattr(migrate, "TRIES", 2)
        with pytest.raises(OperationalError, match="lock timeout"):
            call_command("migrate", verbosity=0)
        assert "later" not in tables()[0]
        capsys.readouterr()
        monkeypatch.setattr(migrate, "TRIES", 50)
        monkeypatch.setattr(time, "sleep", lambda _seconds: reader.commit())
        call_command("migrate", verbosity=0)
    assert capsys.readouterr().err.count("once more") == 1
    assert "later" in tables()[0]
    call_command("migrate", "practices", more.last, verbosity=0)


@pytest_database
def test_statements_are_bounded_while_it_migrates_and_no_longer(
    more: More, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no such setting")
    more.write(', migrations.RunSQL("SELECT pg_sleep(1)", "")')
    monkeypatch.setattr(bounds, "BOUNDS", {"statement_timeout": "100ms"})
    with pytest.raises(OperationalError, match="statement timeout"):
        call_command("migrate", verbosity=0)
    assert "later" not in tables()[0]
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
    call_command("migrate", unbounded=True, verbosity=0)
    assert "later" in tables()[0]
    call_command("migrate", "practices", more.last, verbosity=0)


@pytest_database
@pytest.mark.parametrize("is_left", [False, True])
def test_index_beside_waits_for_who_holds_the_table_and_is_made_anew_where_one_broke_off(
    monkeypatch: pytest.MonkeyPatch, *, is_left: bool
) -> None:
    """What breaks off is kept by PostgreSQL under its name, and used for nothing."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows no such index")
    monkeypatch.setattr(bounds, "BOUNDS", {"lock_timeout": "100ms", "statement_timeout": "5s"})
    call_command("migrate", "practices", "0023", verbosity=0)
    with psycopg.connect(database_url()) as writer:
        if is_left:
            writer.execute("CREATE INDEX edition_by_answers ON practices_edition (id)")
            writer.commit()
        writer.execute("LOCK TABLE practices_edition IN ROW EXCLUSIVE MODE")
        ends = Timer(0.5, writer.commit)
        ends.start()
        call_command("migrate", verbosity=0)
        ends.join()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indisvalid, indnatts FROM pg_index WHERE indexrelid = 'edition_by_answers'::regclass"
        )
        assert cursor.fetchone() == (True, 8)
