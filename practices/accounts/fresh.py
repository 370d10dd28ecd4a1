"""The fresh password: did this person prove only a moment ago that it is she who sits there?

A browser that was left open is somebody's sign-in in the hands of whoever comes by. What gives rights away asks for the
password again, unless she has just typed it.
"""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

PROVED_AT = "proved_at"
"""What the session keeps: when a password was right."""


def prove(request: HttpRequest) -> None:
    """Note that the password was right just now."""
    request.session[PROVED_AT] = timezone.now().timestamp()


def is_fresh(request: HttpRequest) -> bool:
    """Say whether the password was right within `FRESH_SECONDS`; what a clock that jumped has noted is not."""
    proved_at: float = request.session.get(PROVED_AT, 0)
    return 0 <= timezone.now().timestamp() - proved_at <= settings.FRESH_SECONDS
