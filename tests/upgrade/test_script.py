"""Does `./upgrade` lead to another release and back, whatever fails or cuts it off, while people read and write?"""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clone import git
from tests.upgrade.hollow import NEW, OLD, Hollow, write


@pytest.mark.long
def test_upgrade_does_one_thing_after_the_other_and_back(hollow: Hollow) -> None:
    code, said = hollow.call("./upgrade")
    assert (code, hollow.stands(), hollow.changed()) == (0, NEW, "")
    assert said.splitlines()[-1] == "==== 0.1.0 has become 99.0.0. The way back: ./upgrade --back ===="
    asked = [line for line in hollow.asked() if not line.startswith("-m pip")]
    (backup,) = [line for line in asked if line.startswith("manage.py backup ")]
    assert re.fullmatch(r"manage\.py backup \.upgrade/before-99\.0\.0-\d{8}T\d{6}Z\.tar\.zst", backup)
    assert asked == [
        "new check --deploy --database default",
        backup,
        "new migrate --noinput --verbosity 0",
        "new load_cities",
        "new check_server",
    ]
    code, said = hollow.call("./upgrade", "--back")
    assert (code, hollow.stands(), hollow.changed()) == (0, OLD, "")
    assert said.splitlines()[-1].startswith("==== 99.0.0 has become 0.1.0 again.")
    assert git(hollow.folder, "symbolic-ref", "HEAD") == "refs/heads/main"
    assert hollow.call("./upgrade", "--back")[1] == "Not done: there is nothing to go back to.\n"
    assert hollow.call("./upgrade", "v99.0.0")[0] == 0
    assert hollow.call("./upgrade") == (0, "...  code\n==== This is v99.0.0 already. ====\n")
    assert hollow.stands() == NEW


@pytest.mark.sampled("migrate-migrations", "collectstatic-static files")
@pytest.mark.long
@pytest.mark.parametrize(
    ("fails", "step"),
    [
        ("check", "settings and database"),
        ("backup", "backup"),
        ("migrate", "migrations"),
        ("load_cities", "migrations"),
        ("check_server", "a first answer of 99.0.0, on a port of its own"),
        ("collectstatic", "static files"),
    ],
)
def test_step_that_fails_leaves_all_as_it_was(hollow: Hollow, fails: str, step: str) -> None:
    code, said = hollow.call("./upgrade", FAILS=fails, STATIC_ROOT=str(hollow.folder.parent / "static"))
    assert (code, hollow.stands(), hollow.changed()) == (1, OLD, "")
    assert f"a fault of {fails}\nNot upgraded: {step} failed, see above. 0.1.0 goes on as before" in said
    assert not (hollow.folder / ".upgrade" / "new").exists()
    assert hollow.call("./upgrade")[0] == 0
    assert hollow.stands() == NEW


@pytest.mark.long
def test_release_that_does_not_answer_gives_way_to_the_one_before(hollow: Hollow) -> None:
    """Told to restart, the site answers only with the old code."""
    code, said = hollow.call("./upgrade", RESTART="grep -q old practices/part")
    assert (code, hollow.stands(), hollow.changed()) == (1, OLD, "")
    assert said.endswith(
        "The new release does not answer: back to the one before.\n"
        "Not done: 0.1.0 serves again, the new release did not answer: see the log of the site.\n"
    )


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("v7",), "there is no v7 here: 'git tag' lists the releases."),
        (("v0.0.9",), "0.0.9 is older than 0.1.0. ./upgrade --back leads to the release before."),
        ((".",), "this folder is a clone of git: name a tag or a commit."),
        (("--forward",), "usage: ./upgrade [--no-backup] [REF|FOLDER], or ./upgrade --back"),
        (("--back",), "there is nothing to go back to."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(hollow: Hollow, words: tuple[str, ...], why: str) -> None:
    code, said = hollow.call("./upgrade", *words)
    assert (code, said.splitlines()[-1], hollow.stands()) == (1, f"Not done: {why}", OLD)
    assert hollow.asked() == []


@pytest.mark.long
def test_own_changes_are_not_written_over(hollow: Hollow) -> None:
    write(hollow.folder / "practices" / "part", "mine")
    write(hollow.folder / "backups" / "mine", "beside the release, so it stays")
    code, said = hollow.call("./upgrade")
    assert (code, said.splitlines()[-1]) == (
        1,
        "Not done: these are not as the release has them, put them elsewhere or back: practices/part ",
    )
    git(hollow.folder, "checkout", "practices/part")
    assert hollow.call("./upgrade")[0] == 0
    assert (hollow.folder / "backups" / "mine").exists()


@pytest.mark.long
def test_switch_that_cannot_be_finished_is_gone_on_with(hollow: Hollow, tmp_path: Path) -> None:
    refuses = """#!/bin/sh\ncase "$*" in *added*) echo "no room"; exit 1 ;; esac\nexec {program} "$@"\n"""
    write(tmp_path / "fake" / "mv", refuses.format(program=shutil.which("mv")), 0o755)
    code, said = hollow.call("./upgrade", PATH=f"{tmp_path}/fake:{os.environ['PATH']}")
    assert (code, said.splitlines()[-2:]) == (
        1,
        [
            "no room",
            "The switch is not finished, see above. Mend that, and call ./upgrade again: it goes on.",
        ],
    )
    code, said = hollow.call("./upgrade")
    assert (code, hollow.stands(), hollow.changed()) == (0, NEW, "")
    assert said.startswith("Going on where the last call was cut off.")


def test_two_at_once_do_not_meet(hollow: Hollow) -> None:
    (hollow.folder / ".upgrade").mkdir()
    with subprocess.Popen(["flock", ".upgrade/lock", "sleep", "60"], cwd=hollow.folder) as other:
        while (
            subprocess.run(
                ["flock", "-n", ".upgrade/lock", "true"], cwd=hollow.folder, check=False
            ).returncode
            == 0
        ):
            pass
        said = hollow.call("./upgrade")
        other.kill()
    assert said == (1, "Not done: another ./upgrade is under way here.\n")


@pytest.mark.long
def test_release_that_takes_something_away_wants_the_site_stopped_and_its_way_back_is_the_backup(
    hollow: Hollow,
) -> None:
    write(hollow.folder / ".venv" / "bin" / "serving", "#!/bin/sh\nsleep 600\n", 0o755)
    serving = subprocess.Popen(["/bin/sh", "-c", "sleep 600; :", "manage.py", "start"], cwd=hollow.folder)
    try:
        code, said = hollow.call("./upgrade", "v98.0.0")
        assert (code, hollow.stands(), hollow.asked()) == (1, OLD, [])
        assert "98.0.0 takes away what 0.1.0 reads. Stop the site, call this again, and start it." in said
    finally:
        serving.kill()
        serving.wait()
    code, said = hollow.call("./upgrade", "v98.0.0")
    assert code == 0
    assert (
        "The way back: stop the site, ./upgrade --back, set the database aside and restore .upgrade/before-98"
        in said
    )
    code, said = hollow.call("./upgrade", "--back")
    assert (code, hollow.stands()) == (0, OLD)
    assert "manage.py restore .upgrade/before-98.0.0-" in said.splitlines()[-1]


@pytest.mark.long
def test_unpacked_release_is_taken_where_there_is_no_clone(
    origin: Path, hollow: Hollow, tmp_path: Path
) -> None:
    unpacked = tmp_path / "unpacked"
    git(origin, "clone", "--quiet", "--branch", "v99.0.0", str(origin), str(unpacked))
    shutil.rmtree(hollow.folder / ".git")
    assert "name the folder of an unpacked release" in hollow.call("./upgrade")[1]
    assert "is no unpacked release" in hollow.call("./upgrade", str(tmp_path))[1]
    code, _said = hollow.call("./upgrade", str(unpacked))
    assert (code, hollow.stands() | {"gone": ""}) == (
        0,
        NEW,
    )  # nobody knows that it was of the release before
    assert hollow.call("./upgrade", "--back")[0] == 0
    assert hollow.stands() == OLD


@pytest.mark.long
def test_site_whose_folder_cannot_be_read_is_told_by_its_command(hollow: Hollow, tmp_path: Path) -> None:
    """As systemd confines it: who reads `/proc/NUMBER/cwd` of a process in a user namespace is refused."""
    elsewhere = tmp_path / "elsewhere"
    write(elsewhere / "manage.py", "import signal\nprint(signal.sigwait([signal.SIGHUP]).name)")
    command = [str(hollow.folder / ".venv" / "bin" / "python"), "manage.py", "start"]
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])  # until it waits for it
    try:
        site = subprocess.Popen(
            command, executable=os.path.realpath(sys.executable), cwd=elsewhere, stdout=subprocess.PIPE
        )
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGHUP])
    with site:
        code, said = hollow.call("./upgrade")
        assert (code, "Nothing is served" in said) == (0, False), said
        assert site.communicate(timeout=30)[0] == b"SIGHUP\n"
