"""Is there one version, and does everything that shows one show that?"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from catalogue import env
from catalogue.env import ROOT
from practices.worker.commit import commit
from tests.catalogue.test_command_line import manage

HEADS = re.findall(r"(?m)^## (.*)$", (ROOT / "CHANGELOG.md").read_text())
SECTION = re.compile(r"(\d+\.\d+\.\d+) \((\d{4}-\d\d-\d\d)\)")


def test_changes_that_are_not_released_stand_above_the_release_that_this_is() -> None:
    assert HEADS[0] == "Unreleased"
    sections = [SECTION.fullmatch(head) for head in HEADS[1:]]
    assert all(sections)
    versions = [section[1] for section in sections if section]
    assert versions[0] == settings.VERSION == env.version()
    assert versions == sorted(
        versions, key=lambda each: [int(part) for part in each.split(".")], reverse=True
    )


def test_release_is_supported_as_it_is_shown() -> None:
    series = settings.VERSION.rpartition(".")[0]
    assert f"| {series} | yes |" in (ROOT / "SECURITY.md").read_text()


def test_no_release_leaves_a_later_one_beside_it() -> None:
    beside = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["catalogue"]["beside"]
    assert SECTION.fullmatch(f"{beside} (2026-01-01)")


@pytest.mark.django_db
def test_version_says_what_runs_and_that_all_migrations_are_in(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("version")
    said = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert said["release"] == settings.VERSION
    assert said["build"] == settings.RELEASE
    assert said["Python"] == ".".join(map(str, sys.version_info[:3]))
    assert said["database"].startswith(f"{connection.display_name} ")
    last = max(path.stem for path in (ROOT / "practices" / "migrations").glob("0*.py"))
    assert said["migrations"] == f"{last}, none waiting"


@pytest.mark.long
def test_version_counts_what_waits_and_is_not_the_one_of_django(tmp_path: Path) -> None:
    code, said, _errors = manage("version", DATABASE_URL=f"sqlite:///{tmp_path}/new.sqlite3")
    assert (code, said.splitlines()[0]) == (0, f"release     {settings.VERSION}")
    assert re.search(r"\nmigrations  none, \d+ waiting\n$", said)


@pytest.mark.long
def test_version_is_said_while_the_database_is_away() -> None:
    code, said, _errors = manage("version", DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing")
    assert (code, said.splitlines()[-1]) == (0, "database    PostgreSQL, which does not answer")


def test_commit_is_of_the_clone_that_it_lies_in_and_of_no_other(tmp_path: Path, settings: Settings) -> None:
    """An unpacked release may lie within the clone of something else."""
    settings.BASE_DIR = tmp_path / "app"
    settings.BASE_DIR.mkdir()
    person = ["-c", "user.name=Tests", "-c", "user.email=tests@city.example"]

    def git(*words: str) -> str:
        return subprocess.check_output(["git", *person, *words], cwd=tmp_path, text=True).strip()

    git("init", "--quiet")
    git("commit", "--quiet", "--allow-empty", "--message=Something else")
    assert commit() == ""
    settings.BASE_DIR = tmp_path
    assert commit() == git("rev-parse", "--short=10", "HEAD")
