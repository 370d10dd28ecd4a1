"""When is a mail tried again, when has it failed, and what is kept of it?"""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import IntegrityError
from django.utils import timezone

from practices.mail import outbox
from practices.models import Mail
from practices.models.mail import State
from tests.builders import make_mail

pytestmark = pytest.mark.django_db


def test_delays_double_from_a_minute_and_make_48_hours() -> None:
    assert outbox.DELAYS[:4] == [1, 2, 4, 8]
    assert sum(outbox.DELAYS) == 48 * 60


def test_last_attempt_is_the_last() -> None:
    mail = make_mail(attempts=len(outbox.DELAYS) - 1)
    for state in (State.WAITING, State.FAILED):
        mail.attempts += 1
        Mail.objects.update(attempts=mail.attempts)
        outbox._note_error(mail, ConnectionRefusedError("refused"))  # noqa: SLF001
        assert Mail.objects.get().state == state
    assert Mail.objects.get().last_error == "ConnectionRefusedError: refused"


def test_headers_are_fixed_and_say_that_a_machine_wrote() -> None:
    mail = make_mail(subject="Sent back: Skibet på reisen", language="nb")
    assert outbox.send_next() is True
    (sent,) = django_mail.outbox
    message = sent.message()
    assert {
        name: message[name] for name in ("Message-ID", "Auto-Submitted", "Content-Language", "Subject")
    } == {
        "Message-ID": mail.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": "nb",
        "Subject": "Sent back: Skibet på reisen",
    }
    assert message["From"] == "Intercultural good practices <noreply@localhost>"
    assert message["Date"].datetime == mail.created_at.replace(microsecond=0)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_mail_that_waited_longest_goes_first_and_none_before_its_time() -> None:
    now = timezone.now()
    for subject, minutes in (("second", -1), ("later", 1), ("first", -2)):
        make_mail(subject=subject, next_attempt_at=now + timedelta(minutes=minutes))
    assert [outbox.send_next() for _ in range(3)] == [True, True, False]
    assert [mail.subject for mail in django_mail.outbox] == ["first", "second"]


def test_wrong_address_fails_at_once_and_holds_nobody_up() -> None:
    wrong, right = make_mail(to="två@city.example\nBcc: x@evil.example"), make_mail()
    while outbox.send_next():
        pass
    assert {mail.pk: mail.state for mail in Mail.objects.all()} == {
        wrong.pk: State.FAILED,
        right.pk: State.SENT,
    }


def test_error_that_nobody_foresaw_is_a_try_and_ends_as_failed(caplog: pytest.LogCaptureFixture) -> None:
    odd, right = make_mail(to='"'), make_mail()  # Python's own parser of addresses fails over it
    while outbox.send_next():
        pass
    odd.refresh_from_db()
    assert (odd.state, odd.attempts, odd.last_error) == (
        State.WAITING,
        1,
        "IndexError: list index out of range",
    )
    assert Mail.objects.get(pk=right.pk).state == State.SENT
    assert f"Mail {odd.pk} (returned) could not be written" in caplog.text
    for _ in outbox.DELAYS:
        Mail.objects.filter(pk=odd.pk).update(next_attempt_at=timezone.now())
        outbox.send_next()
    odd.refresh_from_db()
    assert odd.state == State.FAILED


def test_mail_of_a_kind_that_a_newer_release_wrote_goes_out_once() -> None:
    make_mail(kind="of_tomorrow")
    assert (outbox.send_next(), outbox.send_next(), len(django_mail.outbox)) == (True, False, 1)
    assert Mail.objects.get().state == State.SENT


@pytest.mark.parametrize("error", [ValueError, IntegrityError])
def test_mail_of_which_no_event_can_be_kept_is_sent_once(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(mail: Mail) -> None:
        raise error(mail.kind)

    monkeypatch.setattr(outbox, "_record", fail)
    mail = make_mail()
    assert (outbox.send_next(), outbox.send_next(), len(django_mail.outbox)) == (True, False, 1)
    assert Mail.objects.get().state == State.SENT
    assert f"Mail {mail.pk} (returned) was sent, and no event of it could be kept" in caplog.text


def test_mail_that_two_saw_is_claimed_by_one() -> None:
    first, second = make_mail(), Mail.objects.get()
    assert [outbox._claim(first), outbox._claim(second)] == [True, False]  # noqa: SLF001


def test_late_answer_counts_for_a_mail_that_was_given_up() -> None:
    mail = make_mail(failed_at=timezone.now())
    outbox._sent(mail)  # noqa: SLF001
    assert Mail.objects.get().state == State.SENT


def test_retry_starts_failed_mails_anew_and_leaves_the_others() -> None:
    long_ago = timezone.now() - timedelta(days=3)
    failed = make_mail(failed_at=long_ago, attempts=13, next_attempt_at=long_ago)
    make_mail(attempts=2)
    make_mail(sent_at=long_ago, text="", html="")
    assert outbox.retry(Mail.objects.all()) == 1
    again = Mail.objects.get(pk=failed.pk)
    assert (again.state, again.attempts) == (State.WAITING, 0)
    assert sorted(mail.attempts for mail in Mail.objects.all()) == [0, 0, 2]


@pytest.mark.parametrize("column", ["sent_at", "failed_at"])
def test_rows_are_forgotten_after_30_days(column: str) -> None:
    now = timezone.now()
    make_mail(**{column: now - timedelta(days=31)}, text="", html="")
    kept = make_mail(**{column: now - timedelta(days=29)}, text="", html="")
    waiting = make_mail(created_at=now - timedelta(days=31))
    assert outbox.delete_old_mails() == 1
    assert set(Mail.objects.all()) == {kept, waiting}


@pytest.mark.parametrize("columns", [("sent_at", "failed_at"), ("sent_at",)])
def test_sent_mail_has_not_failed_and_keeps_no_text(columns: tuple[str, ...]) -> None:
    with pytest.raises(IntegrityError):
        make_mail(**dict.fromkeys(columns, timezone.now()))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (smtplib.SMTPDataError(554, b"No \xff"), "554 No \N{REPLACEMENT CHARACTER}"),
        (smtplib.SMTPRecipientsRefused({"x@y": (550, b"No such person")}), "550 No such person"),
        (smtplib.SMTPServerDisconnected("gone"), "SMTPServerDisconnected: gone"),
        (OSError("x" * 900), f"OSError: {'x' * 491}"),
    ],
)
def test_error_is_told_in_words(error: Exception, words: str) -> None:
    assert outbox.error_text(error) == words


def test_mail_shows_its_subject() -> None:
    assert str(make_mail(subject="Sent back")) == "Sent back"
