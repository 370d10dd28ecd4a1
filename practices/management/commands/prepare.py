"""Make the database ready to serve: tables, cities and topics, and examples in a new catalogue of our own."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command
from django.db import transaction

from practices.health import disk, migrations
from practices.models import Practice

EXAMPLES = [settings.BASE_DIR / "fixtures" / name for name in ("practices.json", "more_practices.json")]
NO_EXAMPLES = """SITE_URL is https and the database is empty: examples, and accounts whose passwords are printed, would go
on line. Make the first admin, .venv/bin/python manage.py createsuperuser, and start again; or set DATABASE_URL."""


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        disk.refuse_closed_database()
        if settings.READ_ONLY:
            if migrations.not_applied():
                raise CommandError("Migrations are not applied, and READ_ONLY=1: run manage.py migrate.")
            return
        call_command("migrate", verbosity=0)
        call_command("load_cities")
        if settings.OWN_DATABASE and not (Practice.all_objects.exists() or get_user_model().objects.exists()):
            if settings.SITE_URL.startswith("https:"):
                raise CommandError(NO_EXAMPLES)
            with transaction.atomic():  # a first start that is broken off leaves nothing half done
                for path in EXAMPLES:
                    call_command("import_practices", str(path), publish=True)
                call_command("make_example_people")
