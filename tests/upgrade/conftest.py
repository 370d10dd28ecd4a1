"""A repository with releases, and a clone of it."""

import shutil
from pathlib import Path

import pytest

from catalogue.env import ROOT
from tests.clone import Origin, git
from tests.upgrade.hollow import OURS, PYTHON, Hollow, write


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a repository with two releases."""
    first = tmp_path_factory.mktemp("first")
    for part in OURS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, first / part)
    for name in ("manage.py", "practices/part", "practices/management/commands/check_server.py"):
        write(first / name, "old")
    made = Origin(tmp_path_factory.mktemp("origin") / "origin", first)
    folder = made.folder
    write(folder / "gone", "old")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=0.1.0")
    git(folder, "tag", "v0.1.0")
    new = dict.fromkeys(("practices/part", "practices/later", "added/file"), "new")
    files: dict[str, str | None] = {**new, "gone": None}
    made.release("99.0.0", files, beside="0.1.0")
    made.release("99.1.0-rc1", files)
    made.release("0.0.9", files)
    made.release("98.0.0", files, beside="0.1.1")
    return folder


@pytest.fixture
def hollow(origin: Path, tmp_path: Path) -> Hollow:
    folder = tmp_path / "site"
    git(origin, "clone", "--quiet", str(origin), str(folder))
    write(folder / ".venv" / "bin" / "python", PYTHON, 0o755)
    (folder / ".venv" / "lib" / "python3").mkdir(parents=True)
    return Hollow(folder)
