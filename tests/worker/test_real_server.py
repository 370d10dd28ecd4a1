"""Do the real server and the mail worker go on whatever dies, and end together whatever tells them to?"""

import http.client
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

from tests.tree import until
from tests.worker.started import MANAGE, Started, running, started

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("waits")]

TERM, INT, HUP = signal.SIGTERM, signal.SIGINT, signal.SIGHUP
REPLACED, ENDED = 5, 15  # seconds that are promised
LOADS = 4.5
"""Seconds; granian by itself ends an old process 3.5 after it started the new one."""


# It goes on


def has_gone(site: Started, process: int) -> bool:
    return process not in site.served_by()


def one_server_process_is_killed(site: Started) -> None:
    one, other = sorted(site.served_by())
    server, worker = site.server(), site.worker()
    os.kill(one, signal.SIGKILL)
    until(lambda: len(site.served_by() - {one}) == 2, REPLACED)
    assert [site.get() for _ in range(20)] == [200] * 20
    assert (site.server(), site.worker(), other in site.served_by()) == (server, worker, True)


def mail_worker_is_killed(site: Started) -> None:
    worker, server, served_by = site.worker(), site.server(), site.served_by()
    os.kill(worker, signal.SIGKILL)
    until(lambda: site.worker() not in {0, worker}, REPLACED)
    assert (site.server(), site.served_by(), site.get()) == (server, served_by, 200)
    assert "The mail worker has ended (-9) and is started again." in site.said()


def all_are_told_to_load_the_site_anew(site: Started) -> None:
    served_by, worker, answers = site.served_by(), site.worker(), []

    def is_renewed() -> bool:
        answers.append(
            site.get() or site.get()
        )  # once more, as a proxy does: see tcp_migrate_req in operators.md
        return not served_by & site.served_by() and site.worker() not in {0, worker}

    tell_all(site, HUP)
    until(is_renewed)
    assert set(answers) == {200}
    until(lambda: len(site.served_by()) == 2)


def server_is_killed_whole(site: Started) -> None:
    server, served_by, worker = site.server(), site.served_by(), site.worker()
    os.kill(server, signal.SIGKILL)
    until(lambda: site.server() not in {0, server}, REPLACED)
    until(lambda: site.get() == 200)
    assert (served_by & set(site.all()), site.worker()) == (set(), worker)


def server_processes_are_killed_again_and_again(site: Started) -> None:
    """Granian takes that for a loop and ends: then the supervisor starts it anew."""
    worker = site.worker()
    for _ in range(3):
        one = min(until(site.served_by))
        os.kill(one, signal.SIGKILL)
        until(partial(has_gone, site, one), REPLACED)
    until(lambda: len(site.served_by()) == 2)
    until(lambda: site.get() == 200)
    assert site.worker() == worker


def test_site_goes_on_whatever_dies_or_is_renewed(tmp_path: Path, database: Path) -> None:
    """One site, as a start is dear: each finds it whole again."""
    with running(tmp_path, database) as site:
        one_server_process_is_killed(site)
        mail_worker_is_killed(site)
        all_are_told_to_load_the_site_anew(site)
        server_is_killed_whole(site)
        until(lambda: len(site.served_by()) == 2)
        server_processes_are_killed_again_and_again(site)
        tell_main(site, TERM)
        until(site.has_ended, ENDED)


SLOW = """
import sys, time
from pathlib import Path

class Slow:
    def find_spec(self, name, path=None, target=None):
        if name == "catalogue.rsgi" and Path({flag!r}).exists():
            time.sleep({seconds})

sys.meta_path.insert(0, Slow())
"""


def test_hangup_ends_no_process_before_the_new_one_has_loaded_the_site(
    tmp_path: Path, database: Path
) -> None:
    flag = tmp_path / "slow"
    (tmp_path / "sitecustomize.py").write_text(SLOW.format(flag=str(flag), seconds=LOADS))
    with started(tmp_path, database, PYTHONPATH=str(tmp_path)) as site:
        until(site.is_up)
        served_by = until(lambda: site.served_by() if len(site.served_by()) == 2 else set())
        flag.touch()
        tell_main(site, HUP)
        answers = set()
        while served_by & site.served_by():
            answers.add(site.get() or site.get())
            time.sleep(0.05)
        assert answers == {200}


def test_hangup_during_the_start_waits_until_it_serves(tmp_path: Path, database: Path) -> None:
    with started(tmp_path, database) as site:
        first = until(site.served_by)
        tell_main(site, HUP)
        until(site.is_up)
        until(lambda: len(site.served_by() - first) == 2)
        assert site.get() == 200


# It ends


def tell_main(site: Started, number: int) -> None:
    site.process.send_signal(number)


def tell_group(site: Started, number: int) -> None:
    os.killpg(site.process.pid, number)


def tell_all(site: Started, number: int) -> None:
    """Tell each process, as systemd tells all of a unit."""
    for process in site.all():
        with suppress(ProcessLookupError):
            os.kill(process, number)


def tell_twice(site: Started, number: int) -> None:
    tell_group(site, number)
    time.sleep(0.05)
    tell_group(site, number)


def tell_while_it_reloads(site: Started, number: int) -> None:
    tell_main(site, HUP)
    time.sleep(1)
    tell_group(site, number)


Tell = Callable[[Started, int], None]


HALVES = (
    b"GET / HT",
    b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\nlo",
)


@contextmanager
def browsers(port: int, halves: tuple[bytes, ...] = HALVES) -> Iterator[None]:
    """Hold connections open as browsers do, or people with bad intentions: idle ones, and requests half sent.

    The server waits seconds for these: not every test needs them.
    """
    with ExitStack() as stack:
        for _ in range(2):
            idle = http.client.HTTPConnection("127.0.0.1", port)
            stack.callback(idle.close)
            idle.request("GET", "/livez")
            idle.getresponse().read()
            for half in halves:
                sending = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
                sending.sendall(half)
        time.sleep(0.2)
        yield


@pytest.mark.sampled("tell_group-15-halves2", "tell_twice-15-halves5")
@pytest.mark.parametrize(
    ("tell", "number", "halves"),
    [
        (tell_main, TERM, HALVES),
        (tell_main, INT, ()),
        (tell_group, TERM, ()),
        (tell_group, INT, HALVES),
        (tell_all, TERM, ()),
        (tell_twice, TERM, HALVES),
        (tell_twice, INT, ()),
        (tell_while_it_reloads, TERM, ()),
    ],
)
def test_all_ends_when_told(
    tmp_path: Path, database: Path, tell: Tell, number: int, halves: tuple[bytes, ...]
) -> None:
    with running(tmp_path, database) as site, browsers(site.port, halves):
        tell(site, number)
        until(site.has_ended, ENDED)
        assert site.process.returncode == 0


@pytest.mark.sampled("1.5")
@pytest.mark.parametrize("after", [0.3, 0.9, 1.5, 2.5])
def test_all_ends_when_told_during_the_start(tmp_path: Path, prepared: Path, after: float) -> None:
    with started(tmp_path, prepared, *MANAGE, "start") as site:
        time.sleep(after)
        tell_group(site, TERM)
        until(site.has_ended, ENDED)
        assert site.process.returncode in {0, -TERM}


def test_all_ends_when_the_main_process_is_killed(tmp_path: Path, database: Path) -> None:
    with running(tmp_path, database) as site, browsers(site.port):
        site.process.kill()
        until(site.has_ended, ENDED)


def test_server_that_cannot_start_ends_all_with_an_error(tmp_path: Path, database: Path) -> None:
    (tmp_path / "granian.py").write_text("raise SystemExit(3)")
    with started(tmp_path, database, PYTHONPATH=str(tmp_path)) as site:
        until(site.has_ended)
        assert (site.process.returncode, "The catalogue is at" in site.said()) == (3, False)
