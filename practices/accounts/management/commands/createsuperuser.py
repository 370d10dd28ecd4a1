"""Django's `createsuperuser`, which asks of a password from the environment what it asks of one that is typed."""

import os
from typing import Any

from django.contrib.auth.management.commands.createsuperuser import Command as CreateSuperuser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError

from practices.models import User

PASSWORD, ADDRESS = "DJANGO_SUPERUSER_PASSWORD", "DJANGO_SUPERUSER_EMAIL"


class Command(CreateSuperuser):
    def handle(self, *args: Any, **options: Any) -> str | None:
        if not options["interactive"] and PASSWORD in os.environ:
            address = options["email"] or os.environ.get(ADDRESS, "")
            try:
                validate_password(os.environ[PASSWORD], User(email=address))
            except ValidationError as refused:
                raise CommandError(f"{PASSWORD}: {' '.join(refused.messages)}") from refused
        return super().handle(*args, **options)
