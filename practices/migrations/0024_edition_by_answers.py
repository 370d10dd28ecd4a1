"""What editions say in columns of their own is read from one index, which PostgreSQL builds while others read and write."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


BOUNDS = ("lock_timeout", "statement_timeout")
"""What bounds a migration that stops others."""


def _shown(cursor: Any, name: str) -> str:
    cursor.execute("SELECT current_setting(%s)", [name])
    (value,) = cursor.fetchone()
    return str(value)


class AddIndexBeside(AddIndexConcurrently):
    """Adds an index as long as that takes, and stops nobody: on SQLite as always.

    It waits for whoever holds the table, while nobody waits for it. What is left of one that broke off goes first: PostgreSQL keeps
    that by its name, and uses it for nothing.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            migrations.AddIndex.database_forwards(self, app_label, schema_editor, from_state, to_state)
            return
        with schema_editor.connection.cursor() as cursor:
            before = [(name, _shown(cursor, name)) for name in BOUNDS]
            try:
                for name in BOUNDS:
                    cursor.execute(f"SET {name} = 0")
                cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {self.index.name}")
                super().database_forwards(app_label, schema_editor, from_state, to_state)
            finally:
                for name, bound in before:
                    cursor.execute("SELECT set_config(%s, %s, false)", [name, bound])

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)
        else:
            migrations.AddIndex.database_backwards(self, app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("practices", "0023_attachments")]

    operations = [
        AddIndexBeside(
            "edition",
            models.Index(
                fields=[
                    "period_start",
                    "period_end",
                    "period_ongoing",
                    "outcome",
                    "evidence",
                    "cost",
                    "language",
                    "id",
                ],
                name="edition_by_answers",
            ),
        ),
    ]
