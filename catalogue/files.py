"""The settings of the files that people add: where are they kept?"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = "uploads"


def folder(database: Mapping[str, Any], base: Path) -> Path:
    """Return the folder of files: beside the SQLite file; for another database, beside `manage.py`."""
    is_file = database["ENGINE"].endswith("sqlite3")
    return (Path(database["NAME"]).parent if is_file else base) / FOLDER
