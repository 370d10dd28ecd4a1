"""The folders that must have room, whether they have the least that anything can be written with, and a database that may not be written."""

import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection


def folders() -> list[Path]:
    """Return where the database and the files that people add, if they are of this machine, and long bodies go."""
    found = [Path(tempfile.gettempdir())]
    if settings.MEDIA_ROOT:
        found.append(Path(settings.MEDIA_ROOT))
    if connection.vendor == "sqlite":
        found.append(Path(connection.settings_dict["NAME"]).parent)
    return [each for each in found if each.exists()]


def refuse_closed_database() -> None:
    """Raise `OperationalError` when the database does not answer, or is a file that may only be read.

    Django's checks would say of such a file that it cannot store JSON.
    """
    connection.ensure_connection()
    if connection.vendor == "sqlite" and not settings.READ_ONLY:
        with connection.cursor() as cursor:
            ((number,),) = cursor.execute("PRAGMA user_version")
            cursor.execute(f"PRAGMA user_version = {number}")


def has_room() -> bool:
    return all(shutil.disk_usage(each).free >= settings.LEAST_ROOM for each in folders())
