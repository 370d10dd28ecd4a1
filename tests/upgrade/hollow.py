"""A folder whose Python only notes what it is asked to do, so that `./upgrade` itself is looked at."""

import os
import re
import subprocess
from pathlib import Path

from tests.clone import git

OURS = ("run", "upgrade", "bin", "requirements.txt", "pyproject.toml", ".gitignore")
PYTHON = """#!/bin/sh
echo "$PWD $*" >>"$LOG"
case " $* " in *" ${FAILS:-none} "*) echo "a fault of $FAILS"; exit 1 ;; esac
"""
OLD = {"version": "0.1.0", "part": "old", "gone": "old", "added": "", "later": ""}
NEW = {"version": "99.0.0", "part": "new", "gone": "", "added": "new", "later": "new"}


class Hollow:
    """A clone of a small release, and how it stands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LOG": str(folder.parent / "log"),
        }
        self.environment["SECRET_KEY"] = "given"

    def call(self, *words: str, **given: str) -> tuple[int, str]:
        done = subprocess.run(
            words,
            cwd=self.folder,
            env=self.environment | given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            start_new_session=True,
        )
        return done.returncode, done.stdout

    def stands(self) -> dict[str, str]:
        """Return what is there of the release before and the one after."""
        found = re.findall(r'(?m)^version = "(.*)"$', (self.folder / "pyproject.toml").read_text())
        names = ("practices/part", "gone", "added/file", "practices/later")
        texts = [path.read_text() if (path := self.folder / name).exists() else "" for name in names]
        return dict(zip(OLD, [*found, *texts], strict=True))

    def changed(self) -> str:
        return git(self.folder, "status", "--porcelain")

    def asked(self) -> list[str]:
        """Return what Python was asked for, each with the folder of the code: `new` for what lies beside."""
        path = Path(self.environment["LOG"])
        lines = path.read_text().splitlines() if path.exists() else []
        said = [
            line.partition(" ")[2].replace(f"{self.folder}/.upgrade/new/manage.py", "new") for line in lines
        ]
        return [line for line in said if not line.startswith("-c ")]


def write(path: Path, text: str, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)
