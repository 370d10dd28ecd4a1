"""The second step of signing in: a code of an app, or one of ten that were written down; each once."""

import base64
import hashlib
import hmac
import secrets
import struct
import time
from typing import Any
from urllib.parse import quote, urlencode

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from practices.models import User

STEP, DIGITS = 30, 6  # seconds and digits of a code (RFC 6238)
DRIFT = 1  # steps that a phone's clock may be early or late
SECRET_BYTES = 20
CODES, GROUPS, GROUP = 10, 3, 4
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without signs that look alike
ROUNDS = 200_000
TOTP, RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES


def new_secret() -> str:
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def address(person: User, secret: str) -> str:
    """Return the address that an app reads from a square code."""
    issuer = quote(settings.SITE_NAME)
    return f"otpauth://totp/{issuer}:{quote(person.email)}?" + urlencode(
        {"secret": secret, "issuer": settings.SITE_NAME}, quote_via=quote
    )


def code_at(secret: str, step: int) -> str:
    """Return the code of a step of 30 seconds since 1970 (RFC 4226, section 5.3)."""
    made = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), "sha1")
    at = made[-1] & 0x0F
    number = struct.unpack(">I", made[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(secret: str, code: str, *, after: int = 0) -> int | None:
    """Return the step that a code belongs to, if that is about now and later than `after`."""
    now = int(time.time()) // STEP
    for step in range(now - DRIFT, now + DRIFT + 1):
        if step > after and hmac.compare_digest(code_at(secret, step).encode(), tidy(code).encode()):
            return step
    return None


def tidy(code: str) -> str:
    """Return a code as it was given out: people type blanks and hyphens between the groups."""
    return "".join(sign for sign in code.lower() if sign.isalnum())


@transaction.atomic
def give(person: User, secret: str, *, last_step: int = 0) -> list[str]:
    """Ask for the codes of this secret from now on, later than `last_step`; return the recovery codes."""
    Authenticator.objects.filter(user=person).delete()
    Authenticator.objects.create(user=person, type=TOTP, data={"secret": secret, "last_step": last_step})
    person.second_step = True
    person.save(update_fields=["second_step"])
    return new_codes(person)


def turn_on(person: User, secret: str, code: str) -> list[str] | None:
    """Ask for a second step from now on, if the code is the app's; return the recovery codes, else None."""
    step = step_of(secret, code)
    return None if step is None else give(person, secret, last_step=step)


@transaction.atomic
def turn_off(person: User) -> None:
    Authenticator.objects.filter(user=person).delete()
    person.second_step = False
    person.save(update_fields=["second_step"])


@transaction.atomic
def new_codes(person: User) -> list[str]:
    """Return ten new recovery codes; the old ones are void, and only digests of the new ones are kept."""
    codes = [
        "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
        for _ in range(CODES)
    ]
    salt = secrets.token_hex(16)
    Authenticator.objects.filter(user=person, type=RECOVERY).delete()
    Authenticator.objects.create(
        user=person, type=RECOVERY, data={"salt": salt, "digests": [_digest(code, salt) for code in codes]}
    )
    return codes


def codes_left(person: User) -> int:
    """Return how many recovery codes a person has not used yet."""
    kept = Authenticator.objects.filter(user=person, type=RECOVERY).first()
    return len(kept.data["digests"]) if kept else 0


@transaction.atomic
def use(person: User, code: str) -> bool:
    """Say whether a code is good, and use it up: the row is locked, so of two at once only one is."""
    held = {each.type: each for each in Authenticator.objects.select_for_update().filter(user=person)}
    return _use_app(held.get(TOTP), code) or _use_written(held.get(RECOVERY), code)


def _use_app(held: Any, code: str) -> bool:
    step = step_of(held.data["secret"], code, after=held.data["last_step"]) if held else None
    if step is None:
        return False
    held.data["last_step"] = step
    held.save()
    return True


def _use_written(held: Any, code: str) -> bool:
    if not held or len(tidy(code)) != GROUPS * GROUP:
        return False
    digest = _digest(code, held.data["salt"])
    if digest not in held.data["digests"]:
        return False
    held.data["digests"].remove(digest)
    held.save()
    return True


def _digest(code: str, salt: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", tidy(code).encode(), salt.encode(), ROUNDS).hex()
