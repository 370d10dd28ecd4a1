"""The search entries: lexemes in each database's own full-text index.

`SearchEntry` is a table with a GIN index on PostgreSQL and an FTS5 table on SQLite. `manage.py rebuild_search` fills
them for editions that are there already.
"""

import sqlite3

import django.db.models.deletion
import practices.models.search
from django.db import migrations, models

POSTGRESQL = (
    # Vectors are kept apart from their rows, so that reading the keys of many rows stays cheap; they do not compress.
    "ALTER TABLE practices_searchentry ALTER lexemes SET STORAGE EXTERNAL",
    "ALTER TABLE practices_searchentry SET (toast_tuple_target = 128)",
    "CREATE INDEX practices_searchentry_lexemes ON practices_searchentry USING gin (lexemes)",
    # A fence around the index: the planner takes a look at every vector to be cheap, and it is not.
    """
    CREATE FUNCTION practices_found(wanted tsquery) RETURNS SETOF bigint
    LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000 SET enable_seqscan = off
    AS 'SELECT rowid FROM practices_searchentry WHERE lexemes @@ wanted'
    """,
)
SQLITE = """
    CREATE VIRTUAL TABLE practices_searchentry USING fts5(lexemes, {options} tokenize="ascii tokenchars '_'")
"""
CONTENTLESS_DELETE = (3, 43)
"""Since this version FTS5 can delete from a table that does not keep the texts a second time."""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.create_model(apps.get_model("practices", "SearchEntry"))
        for statement in POSTGRESQL:
            schema_editor.execute(statement)
    else:
        slim = sqlite3.sqlite_version_info >= CONTENTLESS_DELETE
        options = "content='', contentless_delete=1," if slim else ""
        schema_editor.execute(SQLITE.format(options=options))


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION practices_found(tsquery)")
    schema_editor.execute("DROP TABLE practices_searchentry")


class Migration(migrations.Migration):

    dependencies = [("practices", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="SearchEntry",
                    fields=[
                        (
                            "edition",
                            models.OneToOneField(
                                db_column="rowid",
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="practices.edition",
                            ),
                        ),
                        ("lexemes", practices.models.search.LexemesField()),
                    ],
                    options={"verbose_name": "search entry", "verbose_name_plural": "search entries"},
                ),
            ],
        ),
        migrations.RunPython(create, drop),
    ]
