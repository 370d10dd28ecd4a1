"""The migrations of this release, and which of them are not applied."""

from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def not_applied() -> frozenset[tuple[str, str]]:
    """Return what is not applied, by application and name. Raises `django.db.Error` when the database is away."""
    return _all() - MigrationRecorder(connection).applied_migrations().keys()


@cache
def _all() -> frozenset[tuple[str, str]]:
    """Return the migrations of this release, which no process reads twice."""
    return frozenset(MigrationLoader(None).graph.nodes)
