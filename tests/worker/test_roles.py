"""May the site, in its role of PostgreSQL, do all that people do, and nothing to the history and the tables (promise R45)?"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client
from psycopg.sql import SQL, Identifier
from pytest_django import Settings

from catalogue.env import ROOT
from practices.accounts import lifecycle
from practices.entries import actions
from practices.models import AuditEvent, Event, Job, LastRun, Practice, Snapshot, User
from practices.models.append_only import AppendOnly
from practices.worker.loop import Worker
from practices.workflow import Status
from tests import ready
from tests.builders import make_admin, make_editor, make_user, moved, published, submitted
from tests.entries.takedown.told import WORD, still_said, take, told
from tests.exports.archives.elsewhere import Elsewhere
from tests.killed import database_url

pytestmark = [
    pytest.mark.either,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite has no roles: run bin/with-postgres"
    ),
]
EXAMPLES = ROOT / "fixtures" / "practices.json"
WRITTEN_ONCE = sorted(model._meta.db_table for model in (AuditEvent, Event, Snapshot))


@dataclass
class Roles:
    """A database with its tables, and who may sign in there."""

    owner: Elsewhere
    web: Elsewhere
    worker: Elsewhere


@pytest.fixture
def roles(settings: Settings) -> Iterator[Roles]:
    """Make three roles of this test alone, and let the owner give them their rights as a migration does."""
    names = tuple(f"{name}_{uuid4().hex[:8]}" for name in ("web", "worker", "history"))
    settings.DATABASE_ROLES = names
    *signing_in, history = map(Identifier, names)
    with psycopg.connect(database_url(), autocommit=True) as server, ready.on_server(ready.template()) as url:
        for role in signing_in:
            server.execute(SQL("CREATE ROLE {} LOGIN NOINHERIT").format(role))
        server.execute(SQL("CREATE ROLE {} NOLOGIN").format(history))
        server.execute(SQL("GRANT {} TO {}, {}").format(history, *signing_in))
        scheme, _, place = url.partition("://")
        web, worker = (Elsewhere(f"{scheme}://{name}@{place.partition('@')[2]}") for name in names[:2])
        owner = Elsewhere(url)
        with owner.opened():
            call_command("migrate", verbosity=0)
        yield Roles(owner, web, worker)
        with psycopg.connect(url, autocommit=True) as there:
            for role in (*signing_in, history):
                there.execute(SQL("DROP OWNED BY {}").format(role))
        for role in (*signing_in, history):
            server.execute(SQL("DROP ROLE {}").format(role))


def test_what_people_do_is_done_in_the_role_of_the_site(roles: Roles) -> None:
    with roles.web.opened():
        editor, owner = make_editor(), make_user()
        practice = published(title="On line", contributor=owner)
        waiting = submitted(contributor=owner, title="Waiting")
        assert (practice.status, waiting.status) == (Status.PUBLISHED, Status.SUBMITTED)
        withdrawn = moved(practice, "withdraw", by=editor, note="n", reason="It ended.")
        restored = moved(withdrawn, "restore", by=editor)
        assert Client().get(f"/practices/{restored.slug}/").status_code == 200
        assert Client().get("/practices/?q=waiting").status_code == 200
        actions.trash(waiting, by=editor, expected_version=waiting.version)
        call_command("purge_trash")
        email = owner.email
        lifecycle.close_account(owner)
        assert not User.objects.filter(email=email).exists()


def test_start_asks_for_no_more_than_the_site_may(roles: Roles) -> None:
    with roles.owner.opened():
        call_command("load_cities")
    with roles.web.opened():
        call_command("prepare")


def test_lists_come_in_and_the_law_takes_words_out(roles: Roles) -> None:
    with roles.web.opened():
        call_command("import_practices", str(EXAMPLES), publish=True, verbosity=0)
        assert Practice.objects.filter(status=Status.PUBLISHED).exists()
        practice = take(told(), passage=WORD)
        assert (practice.events.filter(move="take_down").count(), still_said()) == (1, set())


def test_worker_does_its_rounds_in_its_own(roles: Roles) -> None:
    with roles.worker.opened():
        Worker(once=True).run()
        call_command("daily")
        assert set(LastRun.objects.values_list("job", flat=True)) >= {Job.WORKER}


def test_every_table_that_is_written_once_is_tried() -> None:
    written = {model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly)}
    assert written == set(WRITTEN_ONCE)


@pytest.mark.parametrize("role", ["web", "worker"])
@pytest.mark.parametrize("table", WRITTEN_ONCE)
def test_history_is_neither_changed_nor_deleted(role: str, table: str, roles: Roles) -> None:
    with roles.web.opened():
        moved(published(title="On line"), "withdraw", by=make_editor(), note="n", reason="It ended.")
        make_admin()
    where: Elsewhere = getattr(roles, role)
    with where.opened():
        for statement in ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
            refused(statement.format(table))


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE more (id int)",
        "DROP TABLE practices_practice CASCADE",
        "ALTER TABLE practices_practice ADD more int",
        "CREATE INDEX more ON practices_practice (id)",
        "DELETE FROM django_migrations",
        "UPDATE practices_lastrun SET at = now()",
        "CREATE ROLE more",
    ],
)
def test_site_changes_no_tables_and_notes_no_run(statement: str, roles: Roles) -> None:
    with roles.web.opened():
        refused(statement)


def test_who_may_not_migrate_is_told_who_does(roles: Roles) -> None:
    with roles.web.opened(), pytest.raises(CommandError, match="owner migrates"):
        call_command("migrate", "practices", "zero", verbosity=0)


def test_who_restores_gives_them_their_rights_again(roles: Roles, tmp_path: Path) -> None:
    with roles.owner.opened():
        call_command("backup", str(tmp_path / "made.tar.zst"), verbosity=0)
    with ready.on_server() as url, Elsewhere(url).opened():
        call_command("restore", str(tmp_path / "made.tar.zst"), verbosity=0)
        web, worker, _history = settings.DATABASE_ROLES
        with connections["default"].cursor() as cursor:
            asked = "SELECT has_table_privilege(%s, 'practices_event', 'INSERT'), has_table_privilege(%s, 'practices_event', 'DELETE')"
            cursor.execute(asked, [web, worker])
            assert cursor.fetchone() == (True, False)


def refused(statement: str) -> None:
    with pytest.raises(DatabaseError) as why, transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute(statement)
    assert getattr(why.value.__cause__, "sqlstate", "") == "42501"  # insufficient_privilege
