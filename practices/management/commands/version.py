"""Say which release this is, and what it runs on: what to write into a report of a fault."""

import platform
from typing import Any

import django
from django.conf import settings
from django.core.management import BaseCommand
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader

from practices.worker.commit import commit


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        said = {"release": settings.VERSION, "commit": commit() or "none", "build": settings.RELEASE}
        said |= {"Django": django.get_version(), "Python": platform.python_version()}
        try:
            loader = MigrationLoader(connection)
            number = ".".join(map(str, connection.get_database_version()))
        except Error:
            said["database"] = f"{connection.display_name}, which does not answer"
        else:
            waiting = len(loader.graph.nodes.keys() - loader.applied_migrations.keys())
            ours = [name for app, name in sorted(loader.applied_migrations) if app == "practices"]
            said["database"] = f"{connection.display_name} {number}"
            said["migrations"] = f"{ours[-1] if ours else 'none'}, {waiting or 'none'} waiting"
        for name, value in said.items():
            self.stdout.write(f"{name:<11} {value}")
