"""The roles of a PostgreSQL database: what may the site do there, what the worker, and who takes words out of the history?

The owner migrates; nothing that runs is the owner. Who serves or works steps into the third role for a takedown, a purge
or an account that is closed, and for nothing else: `practices.models.append_only`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.core.management import CommandError
from django.db import ProgrammingError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from practices.health import migrations
from practices.models import AuditEvent, LastRun, Told, Verification
from practices.models.append_only import AppendOnly

OF_THE_WORKER = (LastRun, Told, Verification)
"""What only the worker, and whoever runs the commands, writes."""

INSUFFICIENT_PRIVILEGE = "42501"  # PostgreSQL's number
OWNER = """This role of the database may not do that. Its owner migrates: call this again with
DATABASE_URL=postgres://catalogue_owner:password@localhost/catalogue in front, see “Roles of PostgreSQL” in docs/operators.md."""


@contextmanager
def asking_for_the_owner() -> Iterator[None]:
    """Say who migrates, where somebody tries who may not. Raises `CommandError`."""
    try:
        yield
    except ProgrammingError as error:
        if getattr(error.__cause__, "sqlstate", None) != INSUFFICIENT_PRIVILEGE:
            raise
        raise CommandError(OWNER) from error


def grant() -> None:
    """Give each of `DATABASE_ROLES` its rights, and no others, on all tables, once all of them are there.

    Called by one of them, do nothing.
    """
    if connection.vendor != "postgresql" or not settings.DATABASE_ROLES or migrations.not_applied():
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone()[0] not in settings.DATABASE_ROLES:
            for statement in statements(*settings.DATABASE_ROLES):
                cursor.execute(statement)


def statements(web: str, worker: str, history: str) -> list[str]:
    """Return them in their order; the later take back what the earlier gave too much of."""
    quoted = connection.ops.quote_name
    web, worker, history = quoted(web), quoted(worker), quoted(history)
    both, everybody = f"{web}, {worker}", f"{web}, {worker}, {history}, PUBLIC"
    rows, schema = "SELECT, INSERT, UPDATE, DELETE", "IN SCHEMA public"
    written_once = _tables(*(model for model in apps.get_models() if issubclass(model, AppendOnly)))
    applied = quoted(MigrationRecorder.Migration._meta.db_table)
    return [
        f"REVOKE ALL ON ALL TABLES {schema} FROM {everybody}",
        f"REVOKE ALL ON ALL SEQUENCES {schema} FROM {everybody}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {both}, {history}",
        f"GRANT {rows} ON ALL TABLES {schema} TO {both}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES {schema} TO {both}",
        f"ALTER DEFAULT PRIVILEGES {schema} GRANT {rows} ON TABLES TO {both}",
        f"ALTER DEFAULT PRIVILEGES {schema} GRANT USAGE, SELECT ON SEQUENCES TO {both}",
        f"REVOKE UPDATE, DELETE ON {written_once} FROM {both}",
        f"REVOKE INSERT, UPDATE, DELETE ON {applied} FROM {both}",
        f"REVOKE INSERT, UPDATE, DELETE ON {_tables(*OF_THE_WORKER)} FROM {web}",
        f"GRANT SELECT ON ALL TABLES {schema} TO {history}",
        f"GRANT UPDATE ON {written_once} TO {history}",
        f"GRANT DELETE ON {_tables(AuditEvent)} TO {history}",  # sign-ins, when they are old
    ]


def _tables(*models: type[Model]) -> str:
    return ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
