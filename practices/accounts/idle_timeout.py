"""The idle timeout of editors: half an hour after the last request, and twelve hours whatever they do.

When she was last here stands in a signed cookie: written on every answer, it would otherwise make each GET change the
database.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from practices.accounts.rate_limits import SKEW

SEEN, SALT = "seen", "practices.sessions.seen"


@dataclass(frozen=True)
class Stay:
    """How many seconds are left, and whether they are the last: nothing lengthens the twelve hours."""

    left: int
    is_last: bool

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def remaining(request: HttpRequest) -> Stay:
    """Return what is left since this editor was last here."""
    return _stay(request, _last_seen(request))


def anew(request: HttpRequest) -> Stay:
    """Return what is left once this request is answered."""
    return _stay(request, timezone.now().timestamp())


def _stay(request: HttpRequest, seen: float) -> Stay:
    now = timezone.now().timestamp()
    latest = (
        now + SKEW.total_seconds()
    )  # what is later was written by a clock that ran ahead, and is good for nothing
    began = request.session.get("signed_in_at", now)  # not by our own door: tests and shells only
    idle, longest = max(began, seen) + settings.EDITOR_IDLE, began + settings.EDITOR_LONGEST
    left = int(min(idle, longest) - now) if max(began, seen) < latest else -1
    return Stay(left, longest <= idle)


def _last_seen(request: HttpRequest) -> float:
    try:
        name, at = signing.loads(request.COOKIES.get(_cookie(), ""), salt=SALT)
    except (signing.BadSignature, ValueError):
        return 0
    return float(at) if name == _name(request) else 0


def see(request: HttpRequest, response: HttpResponse) -> None:
    """Note that this editor was here now."""
    response.set_cookie(
        _cookie(),
        signing.dumps([_name(request), timezone.now().timestamp()], salt=SALT),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _name(request: HttpRequest) -> str:
    return signing.Signer(salt=SALT).signature(request.session.session_key or "")


def _cookie() -> str:
    return settings.HOST_COOKIE + SEEN
