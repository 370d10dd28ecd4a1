"""The folders that must have room, and whether they have the least that anything can be written with."""

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


def has_room() -> bool:
    return all(shutil.disk_usage(each).free >= settings.LEAST_ROOM for each in folders())
