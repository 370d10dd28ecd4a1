"""Does every mail go out at least once, and more often only where the mail server never says that it took it?"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from practices.mail import outbox, render
from practices.mail.smtp import _Patient
from practices.models import Mail
from practices.models.mail import State
from tests.builders import make_editor, make_mail, moved, submitted
from tests.mail_server import Mood, Server, answers, die, hang, running, slow

type Use = Callable[..., None]


@pytest.fixture
def use(settings: Settings) -> Use:
    """Return what chooses the mail server, with little patience."""

    def choose(server: Server | int, **options: object) -> None:
        port = server if isinstance(server, int) else server.port
        known = {"host": "127.0.0.1", "port": port, "timeout": 10}
        settings.MAILERS = {"default": {"BACKEND": "practices.mail.smtp.Backend", "OPTIONS": known | options}}

    return choose


def try_all(times: int = 1) -> Mail:
    """Try that often, each time as if the mail were due, and return it."""
    for _ in range(times):
        Mail.objects.update(next_attempt_at=timezone.now())
        outbox.send_next()
    return Mail.objects.get()


def fate(mail: Mail) -> tuple[State, int]:
    return mail.state, mail.attempts


@pytest.mark.django_db
def test_mail_is_sent_once_and_its_text_forgotten(use: Use) -> None:
    make_mail(to="reader@city.example")
    with running() as server:
        use(server)
        mail = try_all(2)
    assert (fate(mail), mail.text, mail.html) == ((State.SENT, 1), "", "")
    assert server.counted() == {mail.message_id: 1}
    assert server.taken[0]["To"] == "reader@city.example"
    assert server.stages == ["greet", "ehlo", "mail", "rcpt", "data", "text", "quit"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "title",
    [
        "=?utf-8?q?Free_money?=",
        "=?UTF-8?B?RnJlZSBtb25leQ==?= and =?utf-8?q?more?=",
        "Ночная школа =?utf-8?q?=0ABcc:_all@city.example?= im Hafen, für alle",
        "A =?x?= b ?= =? =",
        "Plain",
        "Lesen am Kai, für alle, " + "die lesen wollen, " * 3,
    ],
)
def test_title_reaches_the_subject_as_it_was_typed(title: str, use: Use) -> None:
    practice = submitted(title=title)
    moved(practice, "approve", by=make_editor())
    mail = Mail.objects.get(kind="published")
    Mail.objects.exclude(pk=mail.pk).delete()
    with running() as server:
        use(server)
        try_all()
    (taken,) = server.taken
    assert (taken["Subject"], taken["Bcc"], taken.defects) == (mail.subject, None, [])
    assert render.on_one_line(title)[:60] in taken["Subject"]


@pytest.mark.django_db
def test_server_that_refuses_the_connection_is_tried_later(use: Use) -> None:
    make_mail()
    with running() as server:
        use(server)
    before = timezone.now()
    mail = try_all(3)
    assert fate(mail) == (State.WAITING, 3)
    assert timedelta(minutes=4) <= mail.next_attempt_at - before < timedelta(minutes=5)
    assert mail.last_error.startswith("ConnectionRefusedError")
    with running() as server:
        use(server)
        assert fate(try_all()) == (State.SENT, 4)
    assert list(server.counted().values()) == [1]


@pytest.mark.django_db
@pytest.mark.parametrize("mood", [hang, die], ids=["hangs", "dies"])
def test_server_that_never_answers_the_text_gets_it_again_until_it_does(
    use: Use, mood: Mood, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_mail()
    monkeypatch.setattr(_Patient, "patience", 0.3)
    with running(text=mood) as server:
        use(server)
        assert fate(try_all(3)) == (State.WAITING, 3)
        server.moods.clear()
        mail = try_all(2)
    assert (fate(mail), server.counted()) == ((State.SENT, 4), {mail.message_id: 4})


@pytest.mark.django_db
@pytest.mark.parametrize("stage", ["greet", "ehlo", "mail", "rcpt", "data"])
@pytest.mark.parametrize("mood", [hang, die], ids=["hangs", "dies"])
def test_server_that_fails_before_the_text_is_tried_again_without_end(
    use: Use, stage: str, mood: Mood
) -> None:
    make_mail()
    with running(**{stage: mood}) as server:
        use(server, timeout=0.2)
        assert fate(try_all(3)) == (State.WAITING, 3)
        server.moods.clear()
        assert fate(try_all()) == (State.SENT, 4)
    assert list(server.counted().values()) == [1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stage", "answer", "state"),
    [
        ("greet", "421 Busy", State.WAITING),
        ("mail", "421 Busy", State.WAITING),
        ("mail", "550 Not from you", State.WAITING),  # our configuration, not this mail
        ("rcpt", "421 Busy", State.WAITING),
        ("rcpt", "450 Grey", State.WAITING),
        ("rcpt", "550 No such person", State.FAILED),
        ("data", "451 Later", State.WAITING),
        ("text", "421 Busy", State.WAITING),
        ("text", "452 Full", State.WAITING),
        ("text", "554 No", State.FAILED),
    ],
)
def test_server_that_says_no_has_not_taken_it(use: Use, stage: str, answer: str, state: State) -> None:
    make_mail()
    with running(**{stage: answers(answer)}) as server:
        use(server)
        mail = try_all()
    assert (fate(mail), mail.text != "") == ((state, 1), True)
    assert mail.last_error.startswith(answer)


@pytest.mark.django_db
def test_slow_server_gets_it_once(use: Use) -> None:
    make_mail()
    with running(**dict.fromkeys(("ehlo", "mail", "rcpt", "data", "text", "quit"), slow)) as server:
        use(server)
        assert fate(try_all(2)) == (State.SENT, 1)
    assert list(server.counted().values()) == [1]


@pytest.mark.django_db
def test_server_may_think_longer_about_the_text_than_about_a_command(use: Use) -> None:
    make_mail()
    with running(text=slow) as server:
        use(server, timeout=0.1)
        assert fate(try_all()) == (State.SENT, 1)


@pytest.mark.django_db
def test_server_that_hangs_at_the_end_has_taken_it(use: Use) -> None:
    make_mail()
    with running(quit=hang) as server:
        use(server, timeout=0.5)
        assert fate(try_all(2)) == (State.SENT, 1)
    assert list(server.counted().values()) == [1]


def test_patience_with_the_text_ends_with_its_answer() -> None:
    with running() as server:
        server_way = _Patient("127.0.0.1", server.port, timeout=5)
        server_way.sendmail("a@city.example", ["b@city.example"], "Subject: A ship\r\n\r\nIt sails.")
        assert server_way.sock is not None
        assert server_way.sock.gettimeout() == 5
        server_way.quit()


@pytest.mark.django_db
def test_stripped_starttls_gets_neither_password_nor_mail(use: Use) -> None:
    make_mail()
    with running() as server:
        use(server, use_tls=True, username="catalogue", password="secret")
        mail = try_all(2)
    assert fate(mail) == (State.WAITING, 2)
    assert mail.last_error.startswith("SMTPNotSupportedError: STARTTLS")
    assert set(server.stages) == {"greet", "ehlo", "quit"}


@pytest.mark.django_db(transaction=True)
def test_no_web_action_talks_to_the_mail_server(use: Use) -> None:
    with running(greet=hang) as server:
        use(server)
        moved(submitted(), "approve", by=make_editor())
    assert (server.stages, Mail.objects.waiting().count()) == ([], 2)


@pytest.mark.django_db(transaction=True)
def test_four_workers_send_each_mail_once(use: Use) -> None:
    mails = [make_mail() for _ in range(12)]

    def work(number: int) -> None:
        try:
            while outbox.send_next():
                pass
        finally:
            connection.close()

    with running() as server:
        use(server, timeout=5)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(work, range(4)))
    assert server.counted() == {mail.message_id: 1 for mail in mails}
    assert Mail.objects.sent().count() == 12
