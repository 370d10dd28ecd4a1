"""The session of a request that no page has been asked for yet: is its sender signed in?"""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import parse_cookie

from practices.models.database_errors import DATABASE_AWAY


def session_of(environ: dict[str, Any]) -> str:
    """Return the key of the session of whoever is signed in and sends a request; nothing of anybody else. Asks the database."""
    key = parse_cookie(environ.get("HTTP_COOKIE", "")).get(settings.SESSION_COOKIE_NAME, "")
    if not key:
        return ""
    try:
        return key if SESSION_KEY in import_module(settings.SESSION_ENGINE).SessionStore(key) else ""
    except DATABASE_AWAY:
        return ""
