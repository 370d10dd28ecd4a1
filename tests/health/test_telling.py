"""Does the operator hear of what stands still, once a day each, whatever stands still?"""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from practices.health import telling
from practices.health.conditions import CONDITIONS
from practices.models import Job, LastRun, Mail, Told
from practices.models.last_run import note_run
from tests.builders import make_mail
from tests.mail_server import Server, running

pytestmark = pytest.mark.django_db(transaction=True)

OPERATOR = "operator@city.example"


@pytest.fixture(autouse=True)
def operator(settings: Settings) -> None:
    settings.OPERATOR_EMAIL = OPERATOR


@pytest.fixture
def well() -> None:
    for job in (Job.WORKER, Job.BACKUP):
        note_run(job)


def use(settings: Settings, server: Server) -> None:
    options = {"host": "127.0.0.1", "port": server.port, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": "practices.mail.smtp.Backend", "OPTIONS": options}}


def goes_silent(job: Job) -> None:
    LastRun.objects.filter(pk=job).update(at=timezone.now() - timedelta(days=3))


def a_day_passes() -> None:
    for row in Told.objects.all():
        Told.objects.filter(pk=row.pk).update(at=row.at - timedelta(days=1))


def test_operator_hears_by_a_real_server_of_all_that_stands_still(settings: Settings, well: None) -> None:
    goes_silent(Job.WORKER)
    make_mail(next_attempt_at=timezone.now() - timedelta(hours=1))
    with running() as server:
        use(settings, server)
        assert telling.tell_operator()
        (mail,) = server.taken
    assert (mail["To"], mail["Subject"]) == (OPERATOR, f"{settings.SITE_NAME}: mail worker, mails")
    assert "The mail worker has given no sign of life since " in mail.get_content()
    assert "1 mails are due and not sent" in mail.get_content()
    assert Mail.objects.waiting().count() == 1  # its own mail is none of the outbox


def test_nobody_hears_of_what_is_well_or_can_wait(settings: Settings, well: None) -> None:
    make_mail(failed_at=timezone.now())  # and no verification ever
    with running() as server:
        use(settings, server)
        assert (telling.tell_operator(), server.taken, Told.objects.count()) == (False, [], 0)


def test_each_fault_is_told_once_a_day_and_a_new_one_at_once(settings: Settings, well: None) -> None:
    with running() as server:
        use(settings, server)
        goes_silent(Job.BACKUP)
        assert [telling.tell_operator(), telling.tell_operator()] == [True, False]
        goes_silent(Job.WORKER)
        assert [telling.tell_operator(), telling.tell_operator()] == [True, False]
        a_day_passes()
        assert [telling.tell_operator(), telling.tell_operator()] == [True, False]
        subjects = [str(mail["Subject"]).partition(": ")[2] for mail in server.taken]
    assert subjects == ["backup", "mail worker, backup", "mail worker, backup"]


def test_look_that_fails_is_told_with_the_others(
    settings: Settings, well: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise FileNotFoundError(2, "No such file")

    monkeypatch.setitem(CONDITIONS, "files", fails)
    goes_silent(Job.BACKUP)
    with running() as server:
        use(settings, server)
        assert telling.tell_operator()
        (mail,) = server.taken
    assert mail["Subject"].endswith(": backup, files")
    assert "[Errno 2] No such file." in mail.get_content()


def test_mail_that_nobody_took_is_told_of_again(settings: Settings, well: None) -> None:
    goes_silent(Job.WORKER)
    with running() as server:
        use(settings, server)
    with pytest.raises(CommandError, match=r"The operator could not be told: .*refused"):
        call_command("doctor", tell=True)
    assert not Told.objects.exists()
    with running() as server:
        use(settings, server)
        call_command("doctor", tell=True)
        assert len(server.taken) == 1


def test_nobody_is_told_while_it_could_not_be_noted(settings: Settings, well: None) -> None:
    """The site is read at the operator's own wish, and `doctor --tell` of a timer would tell her every five minutes."""
    goes_silent(Job.BACKUP)
    settings.READ_ONLY = True
    with running() as server:
        use(settings, server)
        for _ in range(2):
            call_command("doctor", tell=True)
        assert (server.taken, Told.objects.count()) == ([], 0)
        settings.READ_ONLY = False
        call_command("doctor", tell=True)
        assert (len(server.taken), Told.objects.count()) == (1, 1)


def test_nobody_is_told_where_nobody_is_named(settings: Settings) -> None:
    settings.OPERATOR_EMAIL = ""
    with running() as server:
        use(settings, server)
        assert (telling.tell_operator(), server.taken) == (False, [])
