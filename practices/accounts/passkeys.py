"""The passkeys: a second step that no false site can ask for, beside the codes of an app.

The rows are allauth's, as it writes them itself; what browsers and keys say to each other is read by fido2. That is loaded
when the first passkey is asked for, as it takes 21 MB. A challenge travels signed in the page, so that a GET keeps nothing,
and is good for as long as no passkey of hers was used since it was made: once.
"""

import json
import struct
import time
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone

from practices.accounts import lifecycle
from practices.accounts.rate_limits import SKEW
from practices.mail import notify
from practices.models import AuditEvent, User

SALT, AGE = "practices.passkeys", 10 * 60
MOST = 10
LONGEST_NAME, LONGEST_CREDENTIAL = 60, 20_000
KIND = Authenticator.Type.WEBAUTHN
RESPONSE = ("attestationObject", "authenticatorData", "clientDataJSON", "signature")
UNREADABLE = (
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
"""What fido2 raises when a browser sends something else than it should."""


def passkeys_of(person: User) -> list[Any]:
    """Return a person's passkeys, the oldest first."""
    return list(Authenticator.objects.filter(user=person, type=KIND).order_by("pk"))


def to_add(person: User) -> dict[str, str]:
    """Return what a page asks a browser for a new passkey: the options, and the challenge signed."""
    from fido2.webauthn import (  # noqa: PLC0415  see above
        PublicKeyCredentialUserEntity,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options, state = _server().register_begin(
        PublicKeyCredentialUserEntity(**get_adapter().get_public_key_credential_user_entity(person)),
        _credentials(passkeys_of(person)),
        ResidentKeyRequirement.DISCOURAGED,
        UserVerificationRequirement.PREFERRED,
    )
    return {"options": _as_json(options), "state": _signed("add", person, state)}


def to_ask(person: User) -> dict[str, str]:
    """Return what a page asks a browser for one of a person's passkeys; nothing when she has none."""
    held = passkeys_of(person)
    if not held:
        return {}
    from fido2.webauthn import UserVerificationRequirement  # noqa: PLC0415  see above

    options, state = _server().authenticate_begin(_credentials(held), UserVerificationRequirement.PREFERRED)
    return {"options": _as_json(options), "state": _signed("use", person, state)}


@transaction.atomic
def add_passkey(person: User, name: str, *, state: str, credential: str) -> bool:
    """Keep a passkey that her browser has just made; False when it is none, or not for her. Raises `Overtaken`."""
    lifecycle.lock_account(person)
    made = _read(credential)
    try:
        challenge, _at = _challenge("add", person, state)
        key = _server().register_complete(challenge, made).credential_data
        is_good = type(key.public_key).__name__ != "UnsupportedKey"
    except UNREADABLE:
        return False
    held = passkeys_of(person)
    if not is_good or len(held) >= MOST or key.credential_id in _ids(held):
        return False
    Authenticator.objects.create(user=person, type=KIND, data={"name": name, "credential": made})
    AuditEvent.objects.record("passkey_added", by=person, about=person)
    notify.send("passkey_added", to=person, context={"name": name})
    return True


@transaction.atomic
def rename(person: User, number: int, name: str) -> None:
    lifecycle.lock_account(person)
    for key in Authenticator.objects.filter(user=person, type=KIND, pk=number):
        key.data["name"] = name
        key.save(update_fields=["data"])
        AuditEvent.objects.record("passkey_renamed", by=person, about=person)


@transaction.atomic
def remove(person: User, number: int) -> None:
    lifecycle.lock_account(person)
    for key in Authenticator.objects.filter(user=person, type=KIND, pk=number):
        key.delete()
        AuditEvent.objects.record("passkey_removed", by=person, about=person)
        notify.send("passkey_removed", to=person, context={"name": key.data["name"]})


@transaction.atomic
def use_passkey(person: User, *, state: str, credential: str) -> bool:
    """Say whether a passkey of hers has signed the challenge of a page, and use that up: her rows are locked."""
    held = list(Authenticator.objects.select_for_update().filter(user=person, type=KIND).order_by("pk"))
    try:
        challenge, made_at = _challenge("use", person, state)
        used = _server().authenticate_complete(challenge, _credentials(held), _read(credential)).credential_id
    except UNREADABLE:
        return False
    latest = time.time() + SKEW.total_seconds()
    before = [at for key in held if (at := key.data.get("challenged_at", 0)) <= latest]
    if not max(before, default=0) < made_at <= latest:
        return False
    key = held[_ids(held).index(used)]
    key.data["challenged_at"] = made_at
    key.last_used_at = timezone.now()
    key.save()
    return True


def _server() -> Any:
    """Return who speaks with the browsers of this site, and of no other."""
    from fido2.server import Fido2Server  # noqa: PLC0415  see above
    from fido2.webauthn import PublicKeyCredentialRpEntity  # noqa: PLC0415  see above

    address = _address()
    site = PublicKeyCredentialRpEntity(name=settings.SITE_NAME, id=urlsplit(address).hostname)
    return Fido2Server(site, verify_origin=lambda origin: origin == address)


def _address() -> str:
    """Return the address of the site; passkeys belong to names, so a trial on this machine is one of localhost."""
    return settings.SITE_URL.replace("http://127.0.0.1", "http://localhost", 1)


def _credentials(held: list[Any]) -> list[Any]:
    return [key.wrap().authenticator_data.credential_data for key in held]


def _ids(held: list[Any]) -> list[bytes]:
    return [each.credential_id for each in _credentials(held)]


def _as_json(options: Any) -> str:
    return json.dumps(dict(options), default=dict)


def _read(credential: str) -> dict[str, Any]:
    """Return what a browser says of a passkey, texts alone: of a number fido2 would make as many bytes."""
    try:
        sent = json.loads(credential[:LONGEST_CREDENTIAL])
        told = {name: sent[name] for name in ("id", "rawId", "type")}
        response = {name: sent["response"][name] for name in RESPONSE if name in sent["response"]}
    except (LookupError, RecursionError, TypeError, ValueError):
        return {}
    if not all(isinstance(each, str) for each in (*told.values(), *response.values())):
        return {}
    return told | {"response": response, "clientExtensionResults": {}}


def _signed(what: str, person: User, state: dict[str, Any]) -> str:
    return signing.dumps([what, person.pk, dict(state), time.time()], salt=SALT)


def _challenge(what: str, person: User, state: str) -> tuple[dict[str, Any], float]:
    """Return the challenge of a page, and when it was made; raises `ValueError` for one of another page or person."""
    try:
        wanted, owner, challenge, made_at = signing.loads(state, salt=SALT, max_age=AGE)
    except signing.BadSignature as error:
        raise ValueError("no challenge of ours") from error
    if (wanted, owner) != (what, person.pk):
        raise ValueError("the challenge of another page")
    return challenge, made_at
