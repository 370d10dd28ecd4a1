"""What the site keeps in a process: all of it is of one database, at one moment."""

from django.core.cache import caches

from practices.entries.files import readers
from practices.models import per_version
from practices.public.page_cache import shown_files
from practices.search import city_names


def forget() -> None:
    """Forget kept pages, names, and which pictures are on line."""
    caches["pages"].clear()
    per_version.forget_versions()
    city_names.forget_names()
    readers.forget_on_line()
    shown_files.forget_shown()
