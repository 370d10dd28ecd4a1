"""What no model can say: how names are sorted, an index of topics that holds both columns, and the first version.

PostgreSQL sorts folded names as SQLite does, by code point, whatever the locale of its server.
"""

import time

from django.db import migrations

COLUMNS = (
    ("practices_edition", "sort_title", "text"),
    ("practices_edition", "sort_place", "text"),
    ("practices_city", "sort_name", "varchar(200)"),
)
BY_TOPIC = "CREATE INDEX edition_topics_by_topic ON practices_edition_topics (topic_id, edition_id)"


def by_code_point(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table, column, kind in COLUMNS:
            schema_editor.execute(f'ALTER TABLE {table} ALTER {column} TYPE {kind} COLLATE "C"')


def begin(apps, schema_editor):
    """Begin to count with the clock, so that an emptied or restored database does not repeat old numbers."""
    apps.get_model("practices", "Version").objects.create(pk=1, number=time.time_ns())


class Migration(migrations.Migration):

    dependencies = [("practices", "0002_search")]

    operations = [
        migrations.RunPython(by_code_point, migrations.RunPython.noop),
        migrations.RunSQL(BY_TOPIC, "DROP INDEX edition_topics_by_topic"),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
