"""Can nobody but the owner of a key read a backup that was encrypted for it, with the programs that operators have?"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from catalogue.env import ROOT
from practices.backup.encryption import command_for, ending
from practices.backup.refusals import BackupRefused
from tests.builders import published
from tests.exports.archives.elsewhere import Elsewhere

AGE = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
FINGERPRINT = "0123 4567 89AB CDEF 0123  4567 89AB CDEF 0123 4567"


@pytest.fixture
def owner(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder where the keys of somebody are; the path of gpg's socket must be short."""
    folder = Path(tempfile.mkdtemp(prefix="key-"))
    monkeypatch.setenv("GNUPGHOME", str(folder))
    yield folder
    subprocess.run(["gpgconf", "--kill", "all"], check=False, capture_output=True)
    shutil.rmtree(folder, ignore_errors=True)


def age_key(owner: Path) -> str:
    subprocess.run(["age-keygen", "-o", owner / "KEYFILE"], check=True, capture_output=True)
    done = subprocess.run(["age-keygen", "-y", owner / "KEYFILE"], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def gpg_key(owner: Path) -> str:
    how = ["--batch", "--passphrase", "", "--quick-gen-key", "owner@city.example", "default", "default"]
    subprocess.run(["gpg", *how], check=True, capture_output=True)
    listed = ["gpg", "--with-colons", "--list-keys"]
    done = subprocess.run(listed, check=True, capture_output=True, text=True)
    return next(line.split(":")[9] for line in done.stdout.splitlines() if line.startswith("fpr:"))


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("make_key", "tail"), [(age_key, ".age"), (gpg_key, ".gpg")])
def test_backup_is_read_with_the_key_alone_as_the_refusal_tells(
    make_key: object, tail: str, owner: Path, tmp_path: Path, target: Elsewhere
) -> None:
    assert callable(make_key)
    published(title="A secret ship")
    key = make_key(owner)
    call_command("backup", "--keep", str(tmp_path), "--encrypt-to", key)
    (file,) = tmp_path.iterdir()
    assert file.name.endswith(f".tar.zst{tail}")
    said = target.refused("restore", str(file))
    assert "This is encrypted." in said
    tool, _pipe, ours = said.partition("`")[2].rstrip("`.").partition(" | ")
    assert ours == "manage.py restore -"
    words = [{"KEYFILE": f"{owner}/KEYFILE", "FILE": str(file)}.get(word, word) for word in tool.split()]
    environment = os.environ | {"DATABASE_URL": target.url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    with subprocess.Popen(words, stdout=subprocess.PIPE) as decrypting:
        restoring = [sys.executable, "manage.py", "restore", "-", "--verify"]
        found = subprocess.check_output(
            restoring, cwd=ROOT, env=environment, stdin=decrypting.stdout, text=True
        )
    assert "is the same." in found
    assert b"A secret ship" not in file.read_bytes()
    shutil.rmtree(owner)
    assert subprocess.run(words, check=False, capture_output=True).returncode != 0


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key", [AGE[:-1] + "q", FINGERPRINT])
def test_key_that_nobody_knows_leaves_nothing(key: str, owner: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="does not encrypt: "):
        call_command("backup", str(tmp_path / "site.tar.zst"), "--encrypt-to", key)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_missing_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("practices.backup.encryption.command_for", lambda _key: ["age-that-is-not-here"])
    with pytest.raises(CommandError, match="There is no age-that-is-not-here here: `apt-get install"):
        call_command("backup", str(tmp_path / "site.tar.zst"), "--encrypt-to", AGE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "key", ["owner@city.example", "DEADBEEF", "--output", "age1", "AGE-SECRET-KEY-1QQ", "-"]
)
def test_key_must_be_named_whole(key: str) -> None:
    """A name is whoever's who gives it to a key; a short fingerprint can be made to fit."""
    with pytest.raises(BackupRefused, match="is no key to encrypt to"):
        command_for(key)


def test_ending_tells_the_program() -> None:
    assert [ending(key) for key in ("", AGE, FINGERPRINT, "ssh-ed25519 AAAAC3Nza owner")] == [
        "",
        ".age",
        ".gpg",
        ".age",
    ]
