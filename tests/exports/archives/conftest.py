"""The databases that a catalogue goes to."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection

from tests.exports.archives.elsewhere import Elsewhere, in_file, on_server


@pytest.fixture
def targets(tmp_path: Path) -> Iterator[list[Elsewhere]]:
    """Give databases of both kinds where there are both: SQLite's, then PostgreSQL's."""
    with ExitStack() as stack:
        found = [in_file(tmp_path)]
        if connection.vendor == "postgresql":
            found.append(stack.enter_context(on_server()))
        yield found
