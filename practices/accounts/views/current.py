"""The person who asks: pages that only signed-in people reach know her as a `User`."""

from typing import cast

from django.http import HttpRequest

from practices.models import User


def signed_in(request: HttpRequest) -> User:
    """Return who is signed in; the page's decorator lets nobody else in."""
    return cast("User", request.user)
