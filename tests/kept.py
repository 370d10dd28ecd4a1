"""What the site keeps in a process: all of it is of one database, at one moment."""

from django.core.cache import caches

from practices.models import once
from practices.search import city_names


def forget() -> None:
    """Forget kept pages and names."""
    caches["pages"].clear()
    once.forget_versions()
    city_names.forget_names()
