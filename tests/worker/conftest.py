"""A database that is ready, made once."""

import os
import subprocess
from pathlib import Path

import pytest

from catalogue.env import ROOT
from tests.worker.started import KEY, MANAGE


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ready") / "site.sqlite3"
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "SECRET_KEY": KEY,
        "DATABASE_URL": f"sqlite:///{path}",
    }
    subprocess.run([*MANAGE, "prepare"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
    return path
