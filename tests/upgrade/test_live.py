"""Does nobody who reads or writes notice that the catalogue is upgraded, fails to be, and goes back (promise R11)?"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.db.migrations.loader import MigrationLoader

from catalogue.env import ROOT
from tests.clone import Clone, Crowd, Origin, database
from tests.tree import until

BEFORE_THE_FIRST = "faa5058"
"""What stands for the last release as long as none has a tag."""
OF_OLD_SERVERS = 20
"""Seconds for which a server from before the first release may listen to nobody, while a busy machine loads its code."""
BACKUP = [] if (ROOT / "practices" / "management" / "commands" / "backup.py").exists() else ["--no-backup"]
LATER = """
from django.db import migrations, models

def fail(apps, schema_editor):
    raise ValueError("half way")

class Migration(migrations.Migration):
    dependencies = [("practices", "{last}")]
    operations = [migrations.AddField("practice", "later", models.TextField(null=True)){more}]
"""


def later(more: str = "") -> dict[str, str | None]:
    ((_app, last),) = MigrationLoader(None).graph.leaf_nodes("practices")
    return {"practices/migrations/9001_later.py": LATER.format(last=last, more=more)}


def last_release() -> str:
    """Return the last release of the history, or what UPGRADE_FROM names; nothing where there is no history."""
    tags = ("git", "describe", "--tags", "--match=v[0-9]*", "--abbrev=0", "HEAD")
    tagged = subprocess.run(tags, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    wanted = os.environ.get("UPGRADE_FROM") or tagged or BEFORE_THE_FIRST
    known = ("git", "cat-file", "-e", f"{wanted}:manage.py")
    return wanted if subprocess.run(known, cwd=ROOT, capture_output=True, check=False).returncode == 0 else ""


@pytest.mark.long
@pytest.mark.either
@pytest.mark.thorough
@pytest.mark.skipif(
    not last_release(), reason="a clone without the history: the code of the last release is not here"
)
def test_last_release_becomes_this_one_and_serves_again_while_people_read_and_write(tmp_path: Path) -> None:
    """The old code on the old tables, on the new ones, then the new code, then the old one again."""
    first = tmp_path / "first"
    first.mkdir()
    archive = subprocess.run(
        ["git", "archive", last_release()], cwd=ROOT, capture_output=True, check=True
    ).stdout
    subprocess.run(["tar", "-x"], cwd=first, input=archive, check=True)
    made = Origin(tmp_path / "origin", first)
    made.release("99.0.0", tree=ROOT)
    with database() as url:
        clone = Clone(made.folder, tmp_path / "site", url)
        clone.fill()
        if not (has_it := (clone.folder / "upgrade").exists()):
            shutil.copy(ROOT / "upgrade", clone.folder / "upgrade")
        clone.start()
        before = clone.said("release")
        try:
            with Crowd(clone, patience=0.2 if has_it else OF_OLD_SERVERS) as crowd:
                forward = clone.call("./upgrade", *([] if has_it else ["--no-backup"]), "v99.0.0")
                went = clone.said("release")
                waiting = clone.manage("version").splitlines()[-1]
                back = clone.call("./upgrade", "--back")
                until(
                    lambda: clone.said("release") == before
                )  # which one without check_server is not waited for
            assert (forward[0], went, back[0]) == (0, "99.0.0", 0), forward[1] + back[1] + clone.log()
            assert waiting.endswith("none waiting")
            assert set(crowd.read) | set(crowd.written) == {200}, (
                crowd.read,
                crowd.written,
                crowd.troubles,
                clone.log(),
            )
            assert crowd.kept() == crowd.last
        finally:
            clone.stop()


@pytest.mark.long
@pytest.mark.either
@pytest.mark.thorough
def test_people_read_and_write_while_it_is_upgraded_fails_and_goes_back(tmp_path: Path) -> None:
    made = Origin(tmp_path / "origin")
    made.release("99.0.0", later())
    made.release("99.1.0", later(", migrations.RunPython(fail)"))
    made.release("99.2.0", {"catalogue/rsgi.py": "raise SystemExit(3)"})
    with database() as url:
        clone = Clone(made.folder, tmp_path / "site", url)
        clone.fill()
        clone.start()
        try:
            with Crowd(clone) as crowd:
                failed = [clone.call("./upgrade", *BACKUP, ref) for ref in ("v99.1.0", "v99.2.0")]
                stayed = clone.said("release")
                forward = clone.call("./upgrade", *BACKUP, "v99.0.0")
                went = clone.said("release")
                seen = sum(crowd.read.values())
                back = clone.call("./upgrade", "--back")
            assert [code for code, _said in failed] == [1, 1]
            assert "half way" in failed[0][1]
            assert "Not upgraded: a first answer of 99.2.0, on a port of its own failed" in failed[1][1]
            assert (stayed, forward[0], went, back[0]) == ("0.1.0", 0, "99.0.0", 0), forward[1] + back[1]
            assert clone.said("release") == "0.1.0"
            assert set(crowd.read) | set(crowd.written) == {200}, (
                crowd.read,
                crowd.written,
                crowd.troubles,
                clone.log(),
            )
            assert sum(crowd.read.values()) > seen > 100
            assert crowd.kept() == crowd.last
            backups = list((clone.folder / ".upgrade").glob("before-99.0.0-*"))
            assert len(backups) == (not BACKUP)
        finally:
            clone.stop()
