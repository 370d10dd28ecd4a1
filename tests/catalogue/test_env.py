"""Is the environment read as it is meant: the file, the database, the release?"""

import os
from pathlib import Path

import pytest

from catalogue import databases, env
from catalogue.env import SettingRefused


def test_database_of_our_own_is_sqlite_that_waits_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "")
    own = databases.default_database(Path("/data/100% own #1/catalogue.sqlite3"))
    assert (own["ENGINE"], own["NAME"]) == (databases.SQLITE, "/data/100% own #1/catalogue.sqlite3")
    assert own["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_database_url_has_the_last_word_on_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://me:p%40ss@db/catalogue?connect_timeout=9&sslmode=require")
    found = databases.default_database(Path("own"))
    assert (found["HOST"], found["NAME"], found["USER"], found["PASSWORD"]) == (
        "db",
        "catalogue",
        "me",
        "p@ss",
    )
    assert found["OPTIONS"] == databases.SILENCE | {"connect_timeout": 9, "sslmode": "require"}


def test_file_fills_what_the_environment_leaves_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "given", {})
    monkeypatch.setattr(os, "environ", {"SITE_NAME": "Ours"})
    (tmp_path / ".env").write_text(
        "# note\n\n  # indented\nSITE_NAME=Theirs\n TIME_ZONE = 'Europe/Oslo' \nDEBUG=\n"
    )
    env.load(tmp_path / ".env")
    assert os.environ == {"SITE_NAME": "Ours", "TIME_ZONE": "Europe/Oslo", "DEBUG": ""}


def test_file_may_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {})
    env.load(tmp_path / ".env")
    assert os.environ == {}


def test_file_with_a_line_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# settings\nDEBUG\n")
    with pytest.raises(SettingRefused, match=r"^\.env, line 2: write NAME=value"):
        env.load(tmp_path / ".env")


@pytest.mark.parametrize(
    ("name", "cure"),
    [("SITE_ULR", "Did you mean SITE_URL?"), ("debug", "Did you mean DEBUG?"), ("XYZ", "See .env.example")],
)
def test_unknown_name_in_the_file_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, cure: str) -> None:
    monkeypatch.setattr(env, "given", {name: ".env, line 3"})
    with pytest.raises(SettingRefused) as refused:
        env.refuse_unknown()
    assert str(refused.value).startswith(f".env, line 3: there is no setting {name}. {cure}")


def test_release_is_the_same_on_every_host_and_another_for_other_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def host(name: str, content: str, at: int) -> str:
        for folder in ("catalogue", "practices", "templates", "static"):
            (tmp_path / name / folder).mkdir(parents=True)
        page = tmp_path / name / "templates" / "home.html"
        page.write_text(content)
        os.utime(page, (at, at))
        monkeypatch.setattr(env, "ROOT", tmp_path / name)
        return env.release_id()

    first, second, changed = host("first", "<h1>", 1), host("second", "<h1>", 2), host("third", "<h2>", 1)
    assert (first == second, first == changed) == (True, False)
