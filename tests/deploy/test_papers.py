"""Do the papers of a release say what is so: each property names its test, no line of the standard is left out, the bill names each pin?"""

import fcntl
import json
import re
import subprocess
import tarfile
import tomllib
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from catalogue.env import ROOT
from tests import ready

SECURITY, ASVS = ROOT / "SECURITY.md", ROOT / "docs" / "asvs.md"
FILE = re.compile(r"`((?:tests|practices|catalogue|deploy|bin)/[\w./-]+|\w+\.(?:md|toml))`")
LEVEL_1 = """
1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.5.1 2.1.1 2.2.1 2.2.2 2.3.1 3.2.1 3.2.2 3.3.1 3.4.1 3.4.2 3.5.1 3.5.2 3.5.3
4.1.1 4.4.1 5.2.1 5.2.2 5.3.1 5.3.2 6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.3.1 6.3.2 6.4.1 6.4.2
7.2.1 7.2.2 7.2.3 7.2.4 7.4.1 7.4.2 8.1.1 8.2.1 8.2.2 8.3.1 9.1.1 9.1.2 9.1.3 9.2.1 10.4.1 10.4.2 10.4.3 10.4.4 10.4.5
11.3.1 11.3.2 11.4.1 12.1.1 12.2.1 12.2.2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 15.3.1
"""
"""The numbers of ASVS 5.0.0 at level 1, all 70, in their order."""
PINNED = re.compile(r"^([a-z0-9.-]+)==([^ ;]+)", re.MULTILINE)


def rows(page: Path, head: str) -> list[list[str]]:
    """Return the rows of the table that begins with this head."""
    below = page.read_text().split(f"| {head} ", 1)[1].splitlines()[2:]
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in takewhile(lambda line: line.startswith("|"), below)
    ]


def test_every_property_names_a_test_that_there_is() -> None:
    properties = rows(SECURITY, "what holds")
    assert [holds for holds, *_, proved in properties if "`tests/" not in proved] == []
    assert len(properties) >= 15


def test_every_line_of_level_1_is_answered_in_its_order() -> None:
    answers = rows(ASVS, "number")
    assert [number for number, *_ in answers] == LEVEL_1.split()
    assert [number for number, *_, how, proved in answers if not (how and FILE.search(proved))] == []


@pytest.mark.parametrize("page", [SECURITY, ASVS], ids=lambda page: str(page.name))
def test_files_that_are_named_are_there(page: Path) -> None:
    named = set(FILE.findall(page.read_text()))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


@pytest.fixture
def tools() -> Iterator[None]:
    """Let no other test of this run make the folder of tools meanwhile."""
    with (ready.folder() / "papers").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@pytest.mark.thorough
@pytest.mark.usefixtures("tools")
def test_bill_of_materials_names_each_pin_with_its_digests(tmp_path: Path) -> None:
    """The tool has it pass the schema of CycloneDX, or fails."""
    done = subprocess.run([ROOT / "bin" / "papers", "sbom"], capture_output=True, text=True, check=True)
    bill = json.loads(done.stdout)
    pins = PINNED.findall((ROOT / "requirements.txt").read_text())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert sorted((part["name"], part["version"]) for part in bill["components"]) == sorted(pins)
    digests = [part["externalReferences"][0].get("hashes") for part in bill["components"]]
    assert all(digests)


@pytest.mark.thorough
@pytest.mark.usefixtures("tools")
def test_release_holds_the_code_its_bill_and_their_digests(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    subprocess.run([ROOT / "bin" / "papers", "release", "HEAD", folder], capture_output=True, check=True)
    name = f"catalogue-{tomllib.loads((ROOT / 'pyproject.toml').read_text())['project']['version']}"
    files = {f"{name}.cdx.json", f"{name}.tar.gz"}
    assert {path.name for path in folder.iterdir()} == files | {"SHA256SUMS"}
    assert json.loads((folder / f"{name}.cdx.json").read_text())["bomFormat"] == "CycloneDX"
    with tarfile.open(folder / f"{name}.tar.gz") as code:
        names = set(code.getnames())
    assert {f"{name}/{file}" for file in ("upgrade", "run", "requirements.txt", "CHANGELOG.md")} <= names
    checked = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    done = subprocess.run(checked, cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [f"{file}: OK" for file in sorted(files)]


@pytest.mark.thorough
@pytest.mark.usefixtures("tools")
def test_who_cannot_be_asked_for_holes_is_not_taken_for_a_no() -> None:
    done = subprocess.run([ROOT / "bin" / "papers", "audit"], capture_output=True, text=True, check=False)
    assert ("Not asked:" in done.stderr) == (done.returncode == 2), done.stdout
    assert done.returncode in {0, 2}, done.stdout  # 1: a hole is known
