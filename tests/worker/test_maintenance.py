"""Is the daily work done by the worker itself, once or twice alike, whatever else fails?"""

import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command, get_commands
from django.db import OperationalError
from django.utils import timezone

from practices.models import Mail, User
from practices.uploads.exceptions import StorageUnavailable
from practices.worker import maintenance
from tests.builders import make_mail, make_user
from tests.mail.test_send_mail import SECONDS, ended, start
from tests.mail_server import running


def never_confirmed() -> User:
    person = make_user(date_joined=timezone.now() - timedelta(days=8))
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=False)
    return person


def gone(person: User) -> bool:
    return not User.objects.filter(pk=person.pk).exists()


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_workers_do_it_when_they_start_and_two_at_once_do_no_harm() -> None:
    swept, kept = never_confirmed(), make_user()
    with running() as server:
        workers = [start(server, "manage.py", "send_mail") for _ in range(2)]
        until = time.monotonic() + SECONDS
        while not gone(swept) and time.monotonic() < until:
            time.sleep(0.1)
        time.sleep(1)
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        assert [ended(worker) for worker in workers] == [0, 0]
    assert (gone(swept), gone(kept)) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_one_round_from_a_timer_leaves_it_to_the_command() -> None:
    swept = never_confirmed()
    call_command("send_mail", once=True)
    assert not gone(swept)
    call_command("daily")
    assert gone(swept)


@pytest.mark.django_db
def test_what_fails_keeps_nothing_else_from_being_done(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    swept = never_confirmed()
    monkeypatch.setattr(maintenance, "DAILY", ("no_such_command", *maintenance.DAILY))
    with pytest.raises(CommandError, match="no_such_command"):
        call_command("daily")
    assert gone(swept)
    assert "The daily no_such_command has failed" in caplog.text


def test_all_of_it_is_ours() -> None:
    assert {get_commands().get(name.split()[0]) for name in maintenance.DAILY} <= {
        "practices",
        "practices.accounts",
    }


@pytest.mark.django_db(transaction=True)
def test_mails_leave_whatever_fails_of_each_minute(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make_mail()
    monkeypatch.setitem(maintenance.MINUTELY, "digest", lambda: 1 // 0)
    call_command("send_mail", once=True)
    assert Mail.objects.sent().count() == 1
    assert "The digest has failed" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_machine_that_lacks_something_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    (place := tmp_path / "uploads").touch()

    def read() -> None:
        place.joinpath("file").read_bytes()

    def ask() -> None:
        try:
            read()
        except OSError as error:
            raise StorageUnavailable("Files are away.") from error

    def connect() -> None:
        raise OperationalError("Connection refused\n\tIs the server running?")

    def break_off() -> None:
        raise BrokenPipeError(32, "Broken pipe")

    tried = {"digest": read, "sweep": ask, "news": connect, "look": break_off}
    monkeypatch.setattr(maintenance, "MINUTELY", tried)
    assert maintenance.each_minute() == list(tried)
    closed = f"NotADirectoryError: [Errno 20] Not a directory: '{place}/file'"
    assert [(each.getMessage(), bool(each.exc_info)) for each in caplog.records] == [
        (f"The digest has failed: {closed}", False),
        (f"The sweep has failed: {closed}", False),
        ("The news has failed: OperationalError: Connection refused Is the server running?", False),
        ("The look has failed", True),
    ]


@pytest.mark.django_db
def test_day_on_which_nothing_is_deleted_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("daily")
    assert capsys.readouterr().out == ""
    never_confirmed()
    call_command("daily")
    assert capsys.readouterr().out == "1 unconfirmed accounts deleted\n"
