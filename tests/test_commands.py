"""Do `./run`, `./check` and what they share do what they say, on the real scripts?"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from urllib.request import urlopen

import pytest

from catalogue.env import ROOT
from practices.worker.commands import server_command
from practices.worker.listening import free_address
from tests.ports import free_port

FAKE_PYTHON = """#!/bin/sh
echo "$*" >>"$LOG"
case " $* " in *" ${FAILS:-none} "*) echo "a fault of $FAILS"; exit 1 ;; esac
"""
NO_ROOT = "#!/bin/sh\necho 1000\n"
PROGRAMS = (
    *("git", "strace", "ip", "systemd-analyze"),
    *("varnishd", "nginx", "caddy", "redis-server", "age", "gpg", "zstd", "clamd"),
)
PARTS = ("run", "check", "bin", ".ci", "requirements.txt", "requirements-test.txt", ".env.example")
WHOLE = (*PARTS, "manage.py", "pyproject.toml", "catalogue", "practices", "templates", "static", "fixtures")
SECONDS = 60


def copy(folder: Path, parts: tuple[str, ...]) -> Path:
    for part in parts:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part)  # with what is compiled, which takes seconds
        else:
            shutil.copy(source, folder / part)
    return folder


def script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def clean() -> dict[str, str]:
    """Return an environment that chooses no setting."""
    return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}


# The scripts around a Python that only notes what it is asked to do


@pytest.fixture
def hollow(tmp_path: Path) -> Path:
    copy(tmp_path, PARTS)
    script(tmp_path / ".venv" / "bin" / "python", FAKE_PYTHON)
    script(tmp_path / "fake" / "id", NO_ROOT)
    return tmp_path


def call(folder: Path, *command: str, **extra: str) -> tuple[int, str]:
    environment = clean() | {"LOG": str(folder / "log")} | extra
    environment["PATH"] = f"{folder / 'fake'}:{environment['PATH']}"
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def log(folder: Path) -> list[str]:
    return (folder / "log").read_text().splitlines()


def test_bootstrap_installs_only_what_changed(hollow: Path) -> None:
    for _ in range(2):
        assert call(hollow, "bin/bootstrap", "requirements.txt")[0] == 0
    with (hollow / "requirements.txt").open("a") as pins:
        pins.write("# changed\n")
    assert call(hollow, "bin/bootstrap", "requirements.txt")[0] == 0
    installs = [line for line in log(hollow) if line.startswith("-m pip install")]
    wanted = "-m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt"
    assert installs == [wanted, wanted]


def test_bootstrap_tries_again_after_a_failure(hollow: Path) -> None:
    assert call(hollow, "bin/bootstrap", "requirements.txt", FAILS="--require-hashes")[0] == 1
    assert call(hollow, "bin/bootstrap", "requirements.txt") == (
        0,
        "Installing requirements.txt (less than a minute)\n",
    )


def test_run_writes_a_key_once_and_for_its_owner_only(hollow: Path) -> None:
    (hollow / ".env").write_text("TIME_ZONE=Europe/Oslo\n")
    for _ in range(2):
        assert call(hollow, "./run")[0] == 0
    lines = (hollow / ".env").read_text().splitlines()
    assert [line.partition("=")[0] for line in lines] == ["TIME_ZONE", "SECRET_KEY"]
    assert (hollow / ".env").stat().st_mode & 0o777 == 0o600


def test_run_writes_nothing_when_the_environment_has_a_key(hollow: Path) -> None:
    assert call(hollow, "./run", SECRET_KEY="given")[0] == 0
    assert not (hollow / ".env").exists()
    assert log(hollow)[-1] == "manage.py start"


def test_run_is_not_ended_by_a_hangup_while_it_starts(hollow: Path) -> None:
    """`systemctl reload` sends one, and takes an end by it for a good one."""
    script(hollow / ".venv" / "bin" / "python", FAKE_PYTHON + 'case "$*" in *start) kill -HUP $$ ;; esac\n')
    assert call(hollow, "./run", SECRET_KEY="given")[0] == 0
    assert log(hollow)[-1] == "manage.py start"


def test_check_names_every_failure_and_runs_the_rest(hollow: Path) -> None:
    code, output = call(hollow, "./check", "--fast", FAILS="mypy")
    assert code == 1
    assert "a fault of mypy\nFAILED  types" in output
    assert "==== FAILED: types (9 passed, " in output.splitlines()[-1]
    assert (
        "-m pytest -q -n 3 --dist loadgroup -m not browser and not servers and not long and not thorough"
        in log(hollow)
    )


def test_check_says_that_all_is_well(hollow: Path) -> None:
    code, output = call(hollow, "./check", "--fast")
    assert (code, output.splitlines()[-1].partition("(")[0]) == (0, "==== all 10 passed ")


@pytest.mark.parametrize(("ci", "expected"), [("", 0), ("true", 1)])
def test_check_says_loudly_what_did_not_run(hollow: Path, ci: str, expected: int) -> None:
    for name in PROGRAMS:
        script(hollow / "fake" / name, "#!/bin/sh\n")
    code, output = call(
        hollow, "./check", CI=ci, CHROMIUM="/no/such/browser", TEST_DATABASE_URL="postgres://there"
    )
    assert "NOT RUN tests in the browser. To run them: sudo apt-get install" in output
    assert output.splitlines()[-1].startswith("==== 14 passed, NOT RUN: tests in the browser (")
    assert code == expected


def test_check_refuses_an_option_it_does_not_know(hollow: Path) -> None:
    assert call(hollow, "./check", "--quick") == (
        2,
        "Usage: ./check [--fast|--all|--faults|--soak MINUTES]\n",
    )


@pytest.mark.parametrize(("words", "chosen"), [(("--faults",), "faults"), (("--soak", "3"), "soak")])
def test_check_does_faults_alone(hollow: Path, words: tuple[str, ...], chosen: str) -> None:
    script(hollow / "fake" / "strace", "#!/bin/sh\n")
    script(hollow / "fake" / "ls", "#!/bin/sh\n")
    assert call(hollow, "./check", *words)[0] == 0
    asked = [line for line in log(hollow) if line.startswith("-m pytest")]
    assert asked == [f"-m pytest -q -s -n 0 -m {chosen} tests/faults"]


def test_forge_runs_the_same_check(hollow: Path) -> None:
    code, output = call(hollow, ".ci/run", FAILS="mypy", TEST_DATABASE_URL="postgres://there")
    assert (code, output.splitlines()[-1][:18]) == (1, "==== FAILED: types")


def test_forge_is_red_when_a_part_cannot_run(hollow: Path) -> None:
    for name in PROGRAMS:
        script(hollow / "fake" / name, "#!/bin/sh\n")
    code, output = call(hollow, ".ci/run", CHROMIUM="/no/such/browser", TEST_DATABASE_URL="postgres://there")
    assert (code, output.splitlines()[-1][:31]) == (1, "==== 14 passed, NOT RUN: tests ")


# The whole catalogue, as a newcomer starts it


def start(folder: Path, port: int) -> tuple[subprocess.Popen[str], list[str]]:
    """Start `./run` and return it with what it said until it served."""
    environment = clean() | {"ADDR": f"127.0.0.1:{port}"}
    process = subprocess.Popen(["./run"], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said: list[str] = []
    for line in process.stdout:
        said.append(line.rstrip())
        if line.startswith("The catalogue is at"):
            break
    return process, said


def stop(process: subprocess.Popen[str]) -> int:
    process.send_signal(signal.SIGTERM)
    with process:
        return process.wait(timeout=SECONDS)


def get(address: str) -> int:
    """Return the status of an address, once something answers there."""
    for _ in range(SECONDS * 10):
        try:
            with urlopen(address) as response:  # noqa: S310  our own server
                status: int = response.status
                return status
        except OSError:
            time.sleep(0.1)
    return 0


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "newcomer"
    folder.mkdir()
    copy(folder, WHOLE)
    (folder / ".venv").symlink_to(sys.prefix)
    yield folder
    shutil.rmtree(folder)


LINK = f"http://localhost/accounts/confirm/{'x=' * 60}/"
WRITE = (
    "from practices.models import Mail; Mail.objects.create(kind='returned', to='you@city.example',"
    f" language='en-gb', subject='Sent back', text='Né\\n{LINK}', html='<p>', message_id='<1@localhost>')"
)


@pytest.mark.long
def test_run_serves_prints_accounts_once_and_mails_and_stops_when_told(newcomer: Path) -> None:
    port = free_port()
    process, first = start(newcomer, port)
    statuses = [
        get(f"http://127.0.0.1:{port}{address}") for address in ("/readyz", "/", "/static/admin/css/base.css")
    ]
    taken = subprocess.run(
        ["./run"], cwd=newcomer, env=clean() | {"ADDR": str(port)}, capture_output=True, check=False
    )
    assert (stop(process), statuses) == (0, [200, 200, 200])
    assert f"Cannot listen on 127.0.0.1, port {port}".encode() in taken.stderr
    assert f"ADDR=127.0.0.1:{port + 1} ./run".encode() in taken.stderr

    key = (newcomer / ".env").read_text()
    again, second = start(newcomer, port)
    try:
        assert get(f"http://127.0.0.1:{port}/livez") == 200
        assert second == [f"The catalogue is at http://127.0.0.1:{port}/ (Ctrl-C stops it)"]
        shown, children = mail_shown(newcomer, again)
    finally:
        code = stop(again)
    assert shown[-6:] == [
        *("To: you@city.example", "Subject: Sent back", "Message-ID: <1@localhost>", ""),
        *("Né", LINK),
    ]
    assert (code, [has_ended(child) for child in children]) == (0, [True, True])
    assert (newcomer / "catalogue.sqlite3").stat().st_mode & 0o777 == 0o600
    free_address("127.0.0.1", port)  # nothing listens any more
    assert ((newcomer / ".env").read_text(), "@" in "".join(first)) == (key, True)


def mail_shown(folder: Path, process: subprocess.Popen[str]) -> tuple[list[str], list[str]]:
    """Write a mail; return what is printed of it, and the processes under the one that runs."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", WRITE]
    subprocess.run(command, cwd=folder, env=clean(), check=True)
    shown = list(takewhile(lambda line: line != "-" * 79, map(str.rstrip, process.stdout or [])))
    return shown, Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def has_ended(process: str) -> bool:
    return not Path(f"/proc/{process}").exists()


@pytest.mark.long
def test_start_says_in_one_line_that_the_database_does_not_answer() -> None:
    nowhere = {"DATABASE_URL": f"postgres://a:b@127.0.0.1:{free_port()}/x", "ADDR": str(free_port())}
    command = [sys.executable, "manage.py", "start"]
    refused = subprocess.run(
        command, cwd=ROOT, env=dict(os.environ) | nowhere, capture_output=True, text=True, check=False
    )
    assert refused.stderr.startswith("Not done: the database does not answer; look at DATABASE_URL.")
    assert refused.returncode == 1


def test_server_is_asked_for_what_the_settings_say() -> None:
    assert server_command("::1", 8001, 3) == [sys.executable, "-m", "catalogue.serve", "::1", "8001", "3"]
