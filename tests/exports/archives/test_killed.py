"""Is nothing half-done taken for whole, when the process is killed or the disk is full, in the middle of it?"""

from pathlib import Path

import pytest

from catalogue import command_line
from practices.exports.archives import catalogue
from practices.models import Practice
from tests.builders import make_user, published
from tests.exports.archives.elsewhere import Elsewhere, in_file
from tests.killed import database_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

KILLED = """
import os, signal
from django.core.management import call_command
from practices.exports.archives import archive, catalogue

def killed(*_given, **_more):
    os.kill(os.getpid(), signal.SIGKILL)

{module}.{name} = killed
call_command({command!r}, {folder!r})
"""
FULL = """
import resource, signal
from django.core.management import CommandError, call_command

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    call_command("export_catalogue", {folder!r})
except CommandError as error:
    print(error)
"""


def killed(target: Elsewhere, command: str, folder: Path, module: str, name: str) -> int:
    given = KILLED.format(module=module, name=name, command=command, folder=str(folder))
    return target.run("shell", "--no-imports", given=given).returncode


@pytest.mark.sampled("count_on")
@pytest.mark.parametrize("name", ["count_on", "_read_again"])
def test_import_that_is_killed_leaves_an_empty_catalogue(
    tmp_path: Path, name: str, targets: list[Elsewhere]
) -> None:
    published(contributor=make_user())
    whole = catalogue.export_catalogue(tmp_path / "out", lambda *_said: None)
    target = targets[-1]
    assert killed(target, "import_catalogue", tmp_path / "out", "catalogue", name) == -9
    with target.opened():
        assert Practice.all_objects.count() == 0
        catalogue.import_catalogue(tmp_path / "out", lambda *_said: None)
        again = catalogue.export_catalogue(tmp_path / "again", lambda *_said: None)
    assert again.digest == whole.digest


@pytest.mark.alike
@pytest.mark.sampled("_manifest")
@pytest.mark.parametrize("name", ["_write_text", "_manifest"])
def test_export_that_is_killed_is_no_archive(tmp_path: Path, name: str) -> None:
    published(contributor=make_user())
    here, target = Elsewhere(database_url()), in_file(tmp_path)
    assert killed(here, "export_catalogue", tmp_path / "out", "archive", name) == -9
    assert (tmp_path / "out" / "practice.jsonl").stat().st_size > 0
    said = target.refused("import_catalogue", f"{tmp_path / 'out'}")
    assert "out is no archive, or one that was broken off: it has no manifest.json." in said
    assert Practice.objects.count() == 1


def test_full_disk_is_said_in_one_line(tmp_path: Path) -> None:
    for number in range(3):
        published(title=f"Ship {number}", contributor=make_user())
    given = FULL.format(folder=str(tmp_path / "out"))
    said = Elsewhere(database_url()).manage("shell", "--no-imports", given=given).strip()
    assert said == (
        f"{tmp_path / 'out'}: File too large. What stands there is no archive: delete it, and begin again."
    )


def test_folder_that_may_not_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SystemExit, match=r"^Not done: .*Not a directory\. Is it there") as ended:
        command_line.main(["manage.py", "export_catalogue", "--skip-checks", f"{tmp_path / 'file' / 'out'}"])
    assert "\n" not in str(ended.value)
