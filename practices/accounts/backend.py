"""The check of an address and a password: who is blocked is told so, after the right password only."""

from typing import Any, override

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _


class Backend(ModelBackend):
    """Django's own, which looks at the password first and at the account then; each try has an instance of its own."""

    is_blocked = False

    @override
    def user_can_authenticate(self, user: Any) -> bool:
        may = super().user_can_authenticate(user)
        self.is_blocked = not may
        return may

    @override
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **given: Any,
    ) -> Any:
        person = super().authenticate(request, username, password, **given)
        if self.is_blocked:
            said = _("This account is blocked: nobody can sign in with it.")
            if settings.CONTACT_EMAIL:
                said += " " + _("Write to %(contact)s to learn why.") % {"contact": settings.CONTACT_EMAIL}
            raise ValidationError(said, code="blocked")
        if person is None:
            raise PermissionDenied  # so that Django asks no other backend, which would be of the same mind
        return person
