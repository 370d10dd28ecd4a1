"""The links of mails: what is one still good for? If nothing, why: unknown, expired, used, or replaced by a newer one."""

import hashlib
import hmac
import secrets
import time
from enum import StrEnum
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from practices.accounts.rate_limits import SKEW
from practices.mail import notify
from practices.models import User

RESET_SALT = "practices.links.reset"


class LinkState(StrEnum):
    """Why a link does nothing any more."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"
    REPLACED = "replaced"


# Confirming an address: a row for each mail; the database holds only a digest of what stands in the link.


def send_confirmation(kind: str, address: EmailAddress, *, to: User | str = "") -> None:
    """Send a link that confirms an address, in a mail of this kind; the links of earlier mails are void from now on."""
    path = reverse("account_confirm_email", args=[confirmation_key(address)])
    notify.send(kind, to=to or address.email, context={"path": path})


def confirmation_key(address: EmailAddress) -> str:
    key = secrets.token_urlsafe(32)
    EmailConfirmation.objects.create(email_address=address, key=kept(key), sent=timezone.now())
    return key


def kept(key: str) -> str:
    """Return what the database keeps of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def confirmation(key: str) -> tuple[Any, LinkState | None]:
    """Return the `EmailConfirmation` of a link and what is wrong with it; (None, UNKNOWN) when there is none."""
    found = EmailConfirmation.objects.filter(key=kept(key)).select_related("email_address__user").first()
    return (found, _confirmation_state(found)) if found else (None, LinkState.UNKNOWN)


def _confirmation_state(found: Any) -> LinkState | None:
    if found.email_address.verified:
        return LinkState.USED
    if EmailConfirmation.objects.filter(email_address=found.email_address_id, pk__gt=found.pk).exists():
        return LinkState.REPLACED
    return LinkState.EXPIRED if found.key_expired() else None


# Setting a new password: nothing is kept but the number of the newest mail; the link carries the rest, signed.


def reset_key(person: User) -> str:
    """Return the signed part of a link to set a new password; the links of earlier mails are void from now on."""
    person.reset_number += 1
    person.save(update_fields=["reset_number"])
    return signing.dumps([person.pk, person.reset_number, _state(person)], salt=RESET_SALT)


def resettable(key: str) -> tuple[User | None, LinkState | None]:
    """Return whose password a link may set, or what is wrong with the link."""
    try:
        number, reset_number, state = signing.loads(key, salt=RESET_SALT)
    except signing.BadSignature:
        return None, LinkState.UNKNOWN
    person = User.objects.filter(pk=number, is_active=True).first()
    if person is None:
        return None, LinkState.UNKNOWN
    if not hmac.compare_digest(state, _state(person)):
        return None, LinkState.USED
    if reset_number != person.reset_number:
        return None, LinkState.REPLACED
    return (person, None) if _is_fresh(key) else (None, LinkState.EXPIRED)


def _is_fresh(key: str) -> bool:
    """Say whether a link was made within the time that it is good for; one of a clock that ran ahead was not."""
    age = time.time() - signing.b62_decode(key.rsplit(":", 2)[1])
    return -SKEW.total_seconds() < age <= settings.PASSWORD_RESET_TIMEOUT


def _state(person: User) -> str:
    """Return a digest that changes with the password and the address: both make earlier links void."""
    return salted_hmac(RESET_SALT, f"{person.password}|{person.email}", algorithm="sha256").hexdigest()
