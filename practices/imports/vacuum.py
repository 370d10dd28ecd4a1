"""The vacuum after much was written at once, so that the database stays fast."""

from django.apps import apps
from django.db import connection

MUCH = 500
"""From how many entries on it is worth it."""


def vacuum() -> None:
    """Let PostgreSQL see that all may read what was written: counts are then read from indexes alone.

    It does so by itself some minutes later. Within a transaction it is not possible, and nothing is done; SQLite's
    indexes need no such thing.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return
    models = apps.get_app_config("practices").get_models(include_auto_created=True)
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {tables}")
