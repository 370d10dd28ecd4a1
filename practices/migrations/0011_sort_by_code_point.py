"""Let PostgreSQL sort folded names as SQLite does, by code point, whatever the locale of its server."""

from django.db import migrations

COLUMNS = (
    ("practices_edition", "sort_title", "text"),
    ("practices_edition", "sort_place", "text"),
    ("practices_city", "sort_name", "varchar(200)"),
)


def collate(schema_editor, collation):
    if schema_editor.connection.vendor == "postgresql":
        for table, column, kind in COLUMNS:
            schema_editor.execute(f'ALTER TABLE {table} ALTER {column} TYPE {kind} COLLATE "{collation}"')


def forwards(apps, schema_editor):
    collate(schema_editor, "C")


def backwards(apps, schema_editor):
    collate(schema_editor, "default")


class Migration(migrations.Migration):

    dependencies = [
        ('practices', '0010_accounts'),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
