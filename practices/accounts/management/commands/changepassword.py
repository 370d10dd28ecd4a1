"""Django's `changepassword`, which tells the account's owner as the site does, and lets its devices be forgotten."""

import getpass
from typing import Any

from django.contrib.auth.management.commands.changepassword import Command as ChangePassword

from practices.accounts import lifecycle
from practices.models import User


class Command(ChangePassword):
    def handle(self, *args: Any, **options: Any) -> str | None:
        said = super().handle(*args, **options)
        lifecycle.note_password(User.objects.get(email=options["username"] or getpass.getuser()), by=None)
        return said
