"""Make an editor and a contributor to try the catalogue with, if it has no account yet."""

import secrets
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.db import transaction
from django.urls import reverse

from practices.accounts import mfa
from practices.models import User

BYTES = 15  # 20 letters and digits

PEOPLE = (
    ("editor@programme.example", True, "approves practices"),
    ("contributor@city.example", False, "submits practices"),
)


class Command(BaseCommand):
    help = __doc__ or ""

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            return
        self.stdout.write("Two accounts to try it with; their passwords are shown only now:")
        for email, is_staff, purpose in PEOPLE:
            password = secrets.token_urlsafe(BYTES)
            person = User.objects.create_user(email, password, is_staff=is_staff)
            self.stdout.write(f"  {email}  password {password}  {purpose}")
            if is_staff:
                codes = " ".join(mfa.give(person, mfa.new_secret()))
                self.stdout.write(f"    Editors sign in in two steps. Codes, each good once: {codes}")
        self.stdout.write("An admin, who invites the others: .venv/bin/python manage.py createsuperuser")
        self.stdout.write(f"Sign in at {settings.SITE_URL}{reverse('account_login')}")
