"""Does the worker do each kind of work in time, whatever the others are like?"""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection

from catalogue.env import ROOT
from practices.mail import outbox
from practices.models import Mail
from practices.models.mail import State
from practices.worker import loop
from practices.worker.loop import Regular, Worker
from tests.builders import make_mail
from tests.mail_server import running
from tests.served import environment
from tests.test_outage import on_postgres

SECONDS = 60
MAIL = """
from tests.builders import make_mail
make_mail(message_id="<{}@catalogue.example>")
"""


def test_regular_work_is_due_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[float] = []
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr(time, "monotonic", lambda: clock.now)
    regular = Regular(60, lambda: done.append(clock.now))
    for clock.now in (1000.0, 1000.5, 1059.9, 1060.0, 1075.0, 1400.0, 1401.0):
        regular.do_if_due()
    assert done == [1000.0, 1060.0, 1400.0]


@pytest.mark.django_db(transaction=True)
def test_work_of_each_minute_is_done_although_mails_never_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "MINUTE", 0)
    sent: list[int] = []

    def each_minute() -> None:
        sent.append(Mail.objects.sent().count())
        for _ in range(2 * (len(sent) < 4)):
            make_mail()

    monkeypatch.setattr("practices.worker.maintenance.each_minute", each_minute)
    call_command("send_mail", once=True)
    assert sent[:4] == [0, 1, 2, 3]
    assert Mail.objects.waiting().count() == 0


@pytest.mark.django_db(transaction=True)
def test_kind_of_work_that_fails_holds_no_other_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    mail = make_mail()
    monkeypatch.setattr(loop, "PIECES", (lambda: bool(1 // 0), outbox.send_next))
    call_command("send_mail", once=True)
    mail.refresh_from_db()
    assert mail.state == State.SENT
    assert "has failed" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_picture_that_takes_long_delays_no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    worker, is_rendering, is_sent = Worker(once=False), Event(), Event()

    def render() -> bool:
        is_rendering.set()
        assert is_sent.wait(SECONDS)
        return False

    def send() -> bool:
        if is_rendering.wait(0.1):
            is_sent.set()
            worker.stopped = True
        return False

    monkeypatch.setattr(loop, "PIECES", (send,))
    monkeypatch.setattr("practices.worker.rendering.render_next", render)
    worker.regular = []
    worker.run()
    assert is_sent.is_set()
    assert worker.rendered
    worker.rendered.result(SECONDS)


@pytest.mark.django_db(transaction=True)
def test_daily_work_that_takes_long_delays_no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    worker, is_sent = Worker(once=False), Event()
    seen: list[bool] = []

    def send() -> bool:
        is_sent.set()
        worker.stopped = True
        return False

    monkeypatch.setattr(loop, "PIECES", (send,))
    monkeypatch.setattr("practices.worker.rendering.render_next", lambda: False)
    monkeypatch.setattr("practices.worker.maintenance.each_minute", list)
    monkeypatch.setattr("practices.worker.maintenance.each_day", lambda: seen.append(is_sent.wait(SECONDS)))
    worker.run()
    worker.daily.shutdown()
    assert seen == [True]


def wait_for(state: Callable[[], bool]) -> bool:
    until = time.monotonic() + SECONDS
    while not (has_come := state()) and time.monotonic() < until:
        time.sleep(0.1)
    return has_come


@pytest.mark.long
@pytest.mark.either
def test_worker_outlives_the_database(tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("no file goes away from under who has it open: run bin/with-postgres")
    with on_postgres() as (url, kill, start), running() as server:
        given = environment(tmp_path, DATABASE_URL=url, MAIL_URL=f"smtp://127.0.0.1:{server.port}")
        manage, log = [sys.executable, "manage.py"], tmp_path / "worker.log"
        subprocess.run([*manage, "migrate", "--verbosity=0"], cwd=ROOT, env=given, check=True)
        shell = [*manage, "shell", "--no-imports"]
        subprocess.run(shell, cwd=ROOT, env=given, input=MAIL.format("before"), text=True, check=True)
        with log.open("wb") as said:
            worker = subprocess.Popen([*manage, "send_mail"], cwd=ROOT, env=given, stderr=said)
        try:
            assert wait_for(lambda: len(server.taken) == 1)
            kill()
            assert wait_for(lambda: "The database is away or busy" in log.read_text())
            start()
            subprocess.run(shell, cwd=ROOT, env=given, input=MAIL.format("after"), text=True, check=True)
            assert wait_for(
                lambda: "<after@catalogue.example>" in server.counted()
            )  # that before perhaps once more
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(SECONDS) == 0
        finally:
            worker.kill()
            worker.wait()
