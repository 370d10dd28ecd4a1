"""An empty place that a backup goes to, of the same kind as the database of the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.exports.archives.elsewhere import Elsewhere, on_server


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Elsewhere]:
    if connection.vendor == "sqlite":
        yield Elsewhere(f"sqlite:///{tmp_path}/restored.sqlite3")
    else:
        with on_server(migrated=False) as found:
            yield found
