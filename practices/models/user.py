"""The people who may sign in: contributors, editors (`is_staff`) and admins (`is_superuser`)."""

import re
import unicodedata
from contextlib import suppress
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from practices.models.place import City

LONGEST_ADDRESS = 254  # RFC 5321; the columns take no more
LONGEST_PASSWORD = 128
CLOSED_HOST = "@account.invalid"
_ATOM = r"(?:\\?[-!#$%&'*+/=?^_`{}|~0-9a-z])+"
NEEDLESSLY_QUOTED = re.compile(rf'"{_ATOM}(?:\\?\.{_ATOM})*"')


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def acting_as_editors(self) -> QuerySet["User"]:
        """Keep those who have an editor's rights now, as `User.acts_as_editor` says of one."""
        return self.filter(is_active=True, is_staff=True, second_step=True)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=mailbox(username or ""))


class User(AbstractBaseUser):
    """A person with an account, known by an e-mail address in lower case.

    `city_typed` holds a city that is not in the list, as it was typed. `reset_number` counts the mails that were asked
    for to set a new password: only the link of the newest works. `second_step` says that signing in needs a code too,
    `limit_lifted` that an editor lets her add and submit as much as she likes.
    """

    email = models.EmailField(
        _("e-mail"), unique=True, error_messages={"unique": _("This address has an account.")}
    )
    city = models.ForeignKey(City, models.PROTECT, null=True, blank=True, related_name="people")
    country = CountryField(_("country"), blank=True)
    city_typed = models.CharField(_("city, as typed"), max_length=200, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("editor"), default=False)
    is_superuser = models.BooleanField(_("admin"), default=False)
    second_step = models.BooleanField(_("signs in in two steps"), default=False, editable=False)
    reset_number = models.PositiveIntegerField(default=0, editable=False)
    limit_lifted = models.BooleanField(default=False, editable=False)
    date_joined = models.DateTimeField(_("since"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("email",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_superuser=False) | models.Q(is_staff=True),
                name="admins_are_editors",
            ),
        ]

    def __str__(self) -> str:
        """Return her address; what stands in place of one that is gone is for no eyes."""
        return gettext("closed account %(number)d") % {"number": self.pk} if self.is_closed else self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = mailbox(self.email)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.email = mailbox(self.email)

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(None if raw_password is None else composed_password(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        if raw_password is None or len(raw_password) > LONGEST_PASSWORD:
            return False
        return super().check_password(composed_password(raw_password))

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session must know: any change of password, address or rights ends all sessions."""
        rights = (self.is_active, self.is_staff, self.is_superuser, self.second_step)
        value = "|".join([self.password, self.email, *map(str, rights)])
        return salted_hmac("practices.User.session", value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def acts_as_editor(self) -> bool:
        """Say whether a person has an editor's rights now: without a second step she has a contributor's."""
        return self.is_active and self.is_staff and self.second_step

    @property
    def is_closed(self) -> bool:
        """Say whether its owner has closed the account: no mail reaches its address any more."""
        return self.email.endswith(CLOSED_HOST)

    @property
    def is_blocked(self) -> bool:
        """Say whether an admin has blocked the account."""
        return not (self.is_active or self.is_closed)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Answer Django's own question; rights here are functions in `practices.permissions`."""
        return self.is_active and self.is_superuser

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff


def mailbox(address: str) -> str:
    """Return an address in one spelling, by which limits and accounts know a mailbox.

    It is in lower case, without quotes that say nothing (RFC 5321, 4.1.2), its host as it is looked up. What is too long
    stays as it is.
    """
    address = address.strip().lower()
    local, at, host = address.rpartition("@")
    if not at or len(address) > LONGEST_ADDRESS:
        return address
    if NEEDLESSLY_QUOTED.fullmatch(local):
        local = local[1:-1].replace("\\", "")
    with suppress(UnicodeError):
        host = host.encode("idna").decode("ascii")
    return f"{local}@{host}"


def composed_password(password: str) -> str:
    """Return a password in one spelling: keyboards write "é" as one sign or as two (NIST SP 800-63B-4, 3.1.1.2).

    Raises `ValueError` for one that is too long: the work grows with the square of the length in some Pythons.
    """
    if len(password) > LONGEST_PASSWORD:
        raise ValueError("A password this long is refused before it is looked at.")
    return unicodedata.normalize("NFC", password)
