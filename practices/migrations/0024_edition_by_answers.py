"""What editions say in columns of their own is read from one index, which PostgreSQL builds while others read and write."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class AddIndexBeside(AddIndexConcurrently):
    """Adds an index as long as that takes, and stops nobody: on SQLite as always."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            migrations.AddIndex.database_forwards(self, app_label, schema_editor, from_state, to_state)
            return
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout')")
            (bound,) = cursor.fetchone()
            cursor.execute("SET statement_timeout = 0")
            try:
                super().database_forwards(app_label, schema_editor, from_state, to_state)
            finally:
                cursor.execute("SELECT set_config('statement_timeout', %s, false)", [bound])

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
