"""What is a link of a mail still good for? If nothing, why: unknown, expired, used, or replaced by a newer one."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from enum import StrEnum
from typing import Any

from allauth.account.models import EmailConfirmation
from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.crypto import salted_hmac

from practices.models import User

RESET_SALT = "practices.accounts.links.reset"


class Fault(StrEnum):
    """Why a link does nothing any more."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"
    REPLACED = "replaced"


# Confirming an address: a row for each mail; the database holds only a digest of what stands in the link.


def new_key() -> str:
    return secrets.token_urlsafe(32)


def kept(key: str) -> str:
    """Return what the database keeps of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def confirmation(key: str) -> tuple[Any, Fault | None]:
    """Return the `EmailConfirmation` of a link and what is wrong with it; (None, UNKNOWN) when there is none."""
    found = EmailConfirmation.objects.filter(key=kept(key)).select_related("email_address__user").first()
    return (found, _confirmation_fault(found)) if found else (None, Fault.UNKNOWN)


def _confirmation_fault(found: Any) -> Fault | None:
    if found.email_address.verified:
        return Fault.USED
    if EmailConfirmation.objects.filter(email_address=found.email_address_id, pk__gt=found.pk).exists():
        return Fault.REPLACED
    lasts = timedelta(days=settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS)
    return Fault.EXPIRED if (found.sent or found.created) + lasts <= timezone.now() else None


# Setting a new password: nothing is kept but the number of the newest mail; the link carries the rest, signed.


def reset_key(person: User) -> str:
    """Return the signed part of a link to set a new password; the links of earlier mails are void from now on."""
    person.reset_number += 1
    person.save(update_fields=["reset_number"])
    return signing.dumps([person.pk, person.reset_number, _state(person)], salt=RESET_SALT)


def resettable(key: str) -> tuple[User | None, Fault | None]:
    """Return whose password a link may set, or what is wrong with the link."""
    try:
        number, reset_number, state = signing.loads(key, salt=RESET_SALT)
    except signing.BadSignature:
        return None, Fault.UNKNOWN
    person = User.objects.filter(pk=number, is_active=True).first()
    if person is None:
        return None, Fault.UNKNOWN
    if not hmac.compare_digest(state, _state(person)):
        return None, Fault.USED
    if reset_number != person.reset_number:
        return None, Fault.REPLACED
    return (person, None) if _is_fresh(key) else (None, Fault.EXPIRED)


def _is_fresh(key: str) -> bool:
    try:
        signing.loads(key, salt=RESET_SALT, max_age=settings.PASSWORD_RESET_TIMEOUT)
    except signing.SignatureExpired:
        return False
    return True


def _state(person: User) -> str:
    """Return a digest that changes with the password and the address: both make earlier links void."""
    return salted_hmac(RESET_SALT, f"{person.password}|{person.email}", algorithm="sha256").hexdigest()
