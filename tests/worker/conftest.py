"""Databases for a site to start with, made once."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from catalogue.env import ROOT
from tests import ready
from tests.worker.started import KEY, MANAGE


@pytest.fixture(scope="session")
def database() -> Path:
    """Return one with its tables alone: the worker verifies whatever there is from its first second on."""
    return ready.file_with_tables()


@pytest.fixture(scope="session")
def prepared() -> Path:
    """Return one that has all that a start brings."""
    return ready.once("prepared.sqlite3", prepare)


def prepare(path: Path) -> None:
    shutil.copy(ready.file_with_tables(), path)
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "SECRET_KEY": KEY,
        "DATABASE_URL": f"sqlite:///{path}",
    }
    subprocess.run([*MANAGE, "prepare"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
