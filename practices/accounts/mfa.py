"""The second step of signing in: a code of an app, or one of ten that were written down; each once.

Its rows, its stage at sign-in and the square code for the app are allauth's; decision 53 says why codes are not.
"""

import base64
import hashlib
import hmac
import secrets
import struct
import time
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from practices.accounts import lifecycle
from practices.mail import notify
from practices.models import AuditEvent, User

STEP, DIGITS = 30, 6  # seconds and digits of a code (RFC 6238)
DRIFT = 1  # steps that a phone's clock may be early or late
SECRET_BYTES = 20
CODES, GROUPS, GROUP = 10, 3, 4
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without signs that look alike
ROUNDS = 200_000
TOTP, RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES


def new_secret() -> str:
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def code_at(secret: str, step: int) -> str:
    """Return the code of a step of 30 seconds since 1970 (RFC 4226, section 5.3)."""
    made = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), "sha1")
    at = made[-1] & 0x0F
    number = struct.unpack(">I", made[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def _step_of(secret: str, code: str, *, after: int = 0) -> int | None:
    """Return the step that a code belongs to, if that is about now and later than `after`."""
    now = int(time.time()) // STEP
    for step in range(now - DRIFT, now + DRIFT + 1):
        if step > after and hmac.compare_digest(code_at(secret, step).encode(), _tidy(code).encode()):
            return step
    return None


def _tidy(code: str) -> str:
    """Return a code as it was given out: people type blanks and hyphens between the groups."""
    return "".join(sign for sign in code.lower() if sign.isalnum())


@transaction.atomic
def turn_on(person: User, secret: str, code: str) -> list[str] | None:
    """Ask for a second step from now on, if the code is the app's; return the recovery codes, else None.

    What a person changes of her second step raises `Overtaken` when another change came first.
    """
    lifecycle.lock_account(person)
    step = _step_of(secret, code)
    if step is None:
        return None
    AuditEvent.objects.record("second_step_on", by=person, about=person)
    notify.send("second_step_on", to=person)
    return give(person, secret, last_step=step)


@transaction.atomic
def give(person: User, secret: str, *, last_step: int = 0) -> list[str]:
    """Ask for the codes of this secret from now on, later than `last_step`; return the recovery codes."""
    _set(person, second_step=True)
    Authenticator.objects.create(user=person, type=TOTP, data={"secret": secret, "last_step": last_step})
    return _give_recovery_codes(person)


@transaction.atomic
def turn_off(person: User, *, by: User | None) -> None:
    """Let a person sign in with her password alone; `by` is None where the operator does it."""
    lifecycle.lock_account(person)
    _set(person, second_step=False)
    AuditEvent.objects.record("second_step_off", by=by, about=person)
    notify.send("second_step_off", to=person)


def _set(person: User, *, second_step: bool) -> None:
    Authenticator.objects.filter(user=person).delete()
    person.second_step = second_step
    person.save(update_fields=["second_step"])


@transaction.atomic
def new_codes(person: User, *, instead_of: int) -> list[str]:
    """Return ten new recovery codes in place of those of a number: they are void then.

    Raises `Overtaken` when these are not hers any more: others, made a moment ago, would be void before they were used.
    """
    lifecycle.lock_account(person)
    if instead_of != codes_number(person):
        raise lifecycle.Overtaken
    AuditEvent.objects.record("new_codes", by=person, about=person)
    notify.send("new_codes", to=person)
    Authenticator.objects.filter(user=person, type=RECOVERY).delete()
    return _give_recovery_codes(person)


def _give_recovery_codes(person: User) -> list[str]:
    """Make ten codes; only digests of them are kept."""
    codes = [
        "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
        for _ in range(CODES)
    ]
    salt = secrets.token_hex(16)
    digests = [_digest(code, salt) for code in codes]
    Authenticator.objects.create(user=person, type=RECOVERY, data={"salt": salt, "digests": digests})
    return codes


def codes_number(person: User) -> int:
    """Return the number of a person's set of recovery codes; 0 when she has none."""
    return Authenticator.objects.filter(user=person, type=RECOVERY).values_list("pk", flat=True).first() or 0


def codes_left(person: User) -> int:
    """Return how many recovery codes a person has not used yet."""
    kept = Authenticator.objects.filter(user=person, type=RECOVERY).first()
    return len(kept.data["digests"]) if kept else 0


@transaction.atomic
def use(person: User, code: str) -> bool:
    """Say whether a code is good, and use it up: the row is locked, so of two at once only one is.

    That a recovery code was used is recorded and mailed: it opens the account without the phone.
    """
    held = {each.type: each for each in Authenticator.objects.select_for_update().filter(user=person)}
    for kind, use_up in ((TOTP, _use_app), (RECOVERY, _use_written)):
        if kind in held and use_up(held[kind].data, code):
            held[kind].last_used_at = timezone.now()
            held[kind].save()
            if kind == RECOVERY:
                AuditEvent.objects.record("code_used", by=person, about=person)
                notify.send("code_used", to=person, context={"count": len(held[kind].data["digests"])})
            return True
    return False


def _use_app(data: dict[str, Any], code: str) -> bool:
    step = _step_of(data["secret"], code, after=data["last_step"])
    if step is None:
        return False
    data["last_step"] = step
    return True


def _use_written(data: dict[str, Any], code: str) -> bool:
    if len(_tidy(code)) != GROUPS * GROUP or (digest := _digest(code, data["salt"])) not in data["digests"]:
        return False
    data["digests"].remove(digest)
    return True


def _digest(code: str, salt: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", _tidy(code).encode(), salt.encode(), ROUNDS).hex()
