"""Does the operators' guide lead from SQLite to PostgreSQL as it is written?"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from catalogue.env import ROOT
from practices.exports.archives import catalogue
from tests.builders import make_user, published, submitted
from tests.exports.archives.elsewhere import in_file, manifest, on_server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


def commands(heading: str) -> list[str]:
    """Return the commands of the first block beneath a heading of the guide."""
    text = (ROOT / "docs" / "operators.md").read_text()
    found = re.search(rf"^### {heading}\n.*?^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert found
    return found[1].splitlines()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="it ends on PostgreSQL: run bin/with-postgres")
def test_three_commands_lead_from_sqlite_to_postgresql(tmp_path: Path) -> None:
    published(contributor=make_user())
    submitted(title="A ship that waits", contributor=make_user())
    whole = catalogue.export_catalogue(tmp_path / "out", lambda *_said: None)
    before = in_file(tmp_path)
    before.manage("import_catalogue", f"{tmp_path / 'out'}")
    steps = commands("From SQLite to PostgreSQL")
    assert len(steps) == 3
    with on_server() as after:
        for step in steps:
            command = (
                step.replace("/var/backups/practices/move", str(tmp_path / "move"))
                .replace("postgres://practices:secret@localhost/practices", after.url)
                .replace(".venv/bin/python", sys.executable)
            )
            environment = os.environ | {
                "DATABASE_URL": before.url,
                "DJANGO_SETTINGS_MODULE": "tests.settings",
            }
            subprocess.run(command, shell=True, cwd=ROOT, env=environment, check=True)  # noqa: S602  as people do
        after.manage("export_catalogue", f"{tmp_path / 'again'}")
    assert manifest(tmp_path / "again")["digest"] == whole.digest
