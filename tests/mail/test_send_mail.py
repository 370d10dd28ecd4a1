"""Does the worker send each mail when it is killed, whenever that is?"""

import signal
import subprocess
import sys

import pytest
from django.core import mail as django_mail
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from catalogue.env import ROOT
from practices.models import Mail
from practices.models.mail import State
from tests.builders import make_editor, make_mail, submitted
from tests.killed import environment
from tests.mail_server import Server, does, hang, running, take_it

SECONDS = 30
KILLED_BEFORE_IT_NOTES_THE_ANSWER = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from practices.mail import outbox
outbox._sent = lambda mail: os.kill(os.getpid(), signal.SIGKILL)
call_command("send_mail", once=True)
"""


def start(server: Server, *command: str) -> subprocess.Popen[bytes]:
    """Start a worker of our own that sends to this server."""
    given = environment(MAIL_URL=f"smtp://127.0.0.1:{server.port}")
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=given, stderr=subprocess.DEVNULL)


def ended(process: subprocess.Popen[bytes]) -> int:
    with process:
        return process.wait(SECONDS)


def make_due() -> None:
    Mail.objects.update(next_attempt_at=timezone.now())


def send(server: Server, settings: Settings) -> None:
    """Let a worker in this process send what is due to this server."""
    options = {"host": "127.0.0.1", "port": server.port}
    settings.MAILERS = {"default": {"BACKEND": "practices.mail.smtp.Backend", "OPTIONS": options}}
    call_command("send_mail", once=True)


def killed_at(stage: str, server: Server) -> None:
    """Let a worker start, and kill it when it comes to a stage."""
    workers: list[subprocess.Popen[bytes]] = []
    server.moods = {stage: does(lambda: workers[0].kill(), hang)}  # noqa: PLW0108  there is none yet
    workers.append(start(server, "manage.py", "send_mail", "--once"))
    assert ended(workers[0]) == -signal.SIGKILL
    server.moods = {}


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.sampled("greet-1", "text-2")
@pytest.mark.parametrize(("stage", "copies"), [("greet", 1), ("data", 1), ("text", 2), ("quit", 1)])
def test_killed_worker_leaves_a_mail_that_is_sent(settings: Settings, stage: str, copies: int) -> None:
    mail = make_mail()
    with running() as server:
        killed_at(stage, server)
        make_due()
        send(server, settings)
    assert (Mail.objects.get().state, server.counted()) == (State.SENT, {mail.message_id: copies})


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_worker_killed_before_it_notes_the_answer_sends_once_more(settings: Settings) -> None:
    mail = make_mail()
    with running() as server:
        assert ended(start(server, "-c", KILLED_BEFORE_IT_NOTES_THE_ANSWER)) == -signal.SIGKILL
        for _ in range(2):
            make_due()
            send(server, settings)
    assert (Mail.objects.get().state, server.counted()) == (State.SENT, {mail.message_id: 2})


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_mail_of_a_killed_worker_stays_claimed_for_a_while(settings: Settings) -> None:
    make_mail()
    with running() as server:
        killed_at("mail", server)
        send(server, settings)
        assert (server.counted(), Mail.objects.get().state) == ({}, State.WAITING)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.alike
@pytest.mark.sampled("15")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_worker_that_is_told_to_stop_ends_the_mail_in_its_hands(number: int) -> None:
    mails = [make_mail(), make_mail()]
    workers: list[subprocess.Popen[bytes]] = []
    with running(text=does(lambda: workers[0].send_signal(number), take_it)) as server:
        workers.append(start(server, "manage.py", "send_mail"))
        assert ended(workers[0]) == 0
    assert server.counted() == {mails[0].message_id: 1}
    assert [mail.state for mail in Mail.objects.order_by("pk")] == [State.SENT, State.WAITING]


@pytest.mark.django_db(transaction=True)
def test_one_round_writes_the_digest_and_sends_what_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("practices.mail.digest.is_time", lambda _: True)
    make_editor("editor@programme.example")
    submitted()
    call_command("send_mail", once=True)
    assert [mail.kind for mail in Mail.objects.sent().order_by("kind")] == ["submitted", "waiting"]
    assert len(django_mail.outbox) == 2
