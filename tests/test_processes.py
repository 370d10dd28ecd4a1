"""Do the server and the mail worker start and end as one?"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from catalogue.env import ROOT
from practices import processes

SECONDS = 20
BOTH = """
import sys
from practices import processes
processes.PAUSE, processes.REST, processes.PATIENCE = 0.05, 0.05, 0.5
server, worker = sys.argv[1:]
sys.exit(processes.run(["sh", "-c", server], ["sh", "-c", worker]))
"""
SERVER = 'trap "echo hup >>log" HUP; trap "echo server ends >>log; exit 7" TERM; echo server >>log; while :; do sleep 0.05; done'
WORKER = "echo worker $$ >>log; exec sleep 600"
DEAF = 'trap "" TERM; echo worker $$ >>log; while :; do sleep 0.05; done'


@contextmanager
def both(folder: Path, server: str, worker: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", BOTH, server, worker]
    with subprocess.Popen(command, cwd=folder, env=environment) as process:
        wait_for(lambda: {"server", "worker"} <= {line.split()[0] for line in log(folder)})
        yield process
        process.kill()


def log(folder: Path) -> list[str]:
    path = folder / "log"
    return path.read_text().splitlines() if path.exists() else []


def workers(folder: Path) -> list[int]:
    return [int(line.split()[1]) for line in log(folder) if line.startswith("worker")]


def wait_for(true: Callable[[], bool]) -> None:
    for _ in range(SECONDS * 50):
        if true():
            return
        time.sleep(0.02)
    pytest.fail("waited in vain")


def lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("worker", [WORKER, DEAF], ids=["worker", "deaf worker"])
def test_both_end_when_told(tmp_path: Path, number: int, worker: str) -> None:
    with both(tmp_path, SERVER, worker) as process:
        process.send_signal(number)
        assert process.wait(SECONDS) == 7  # the server's own code
    assert log(tmp_path)[-1] == "server ends"
    assert [lives(worker) for worker in workers(tmp_path)] == [False]


def test_worker_ends_with_the_server(tmp_path: Path) -> None:
    server = "echo server >>log; sleep 0.3; exit 3"
    with both(tmp_path, server, WORKER) as process:
        assert process.wait(SECONDS) == 3
    assert [lives(worker) for worker in workers(tmp_path)] == [False]


def test_worker_that_dies_is_started_again_and_the_server_serves_on(tmp_path: Path) -> None:
    with both(tmp_path, SERVER, WORKER) as process:
        os.kill(workers(tmp_path)[0], signal.SIGKILL)
        wait_for(lambda: len(workers(tmp_path)) == 2)
        process.terminate()
        assert process.wait(SECONDS) == 7
    assert log(tmp_path).count("server") == 1


def test_hangup_reaches_the_server_and_renews_the_worker(tmp_path: Path) -> None:
    with both(tmp_path, SERVER, WORKER) as process:
        process.send_signal(signal.SIGHUP)
        wait_for(lambda: "hup" in log(tmp_path) and len(workers(tmp_path)) == 2)
        process.terminate()
        assert process.wait(SECONDS) == 7


def test_worker_is_our_own_command() -> None:
    assert processes.worker() == [sys.executable, str(ROOT / "manage.py"), "send_mail"]
