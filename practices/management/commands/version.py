"""Say which release this is, and what it runs on: what to write into a report of a fault."""

import platform
from typing import Any

import django
from django.conf import settings
from django.core.management import BaseCommand
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader

from catalogue import release


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        database, migrations = what_is_stored()
        said = {
            "release": settings.VERSION,
            "commit": release.commit() or "none",
            "build": settings.RELEASE,
            "Django": django.get_version(),
            "Python": platform.python_version(),
            "database": database,
            "migrations": migrations,
        }
        for name, value in said.items():
            self.stdout.write(f"{name:<11} {value}")


def what_is_stored() -> tuple[str, str]:
    """Return the database with its version, and how far it is migrated."""
    try:
        loader = MigrationLoader(connection)
        number = ".".join(map(str, connection.get_database_version()))
    except Error:
        return f"{connection.display_name} does not answer", "unknown"
    waiting = sorted(loader.graph.nodes.keys() - loader.applied_migrations.keys())
    ours = [name for app, name in sorted(loader.applied_migrations) if app == "practices"]
    last = ours[-1] if ours else "none"
    return (
        f"{connection.display_name} {number}",
        f"{last}, {len(waiting)} waiting" if waiting else f"{last}, none waiting",
    )
