"""The outbox: which mail goes out now, and what became of it?

A mail goes out at least once. Whoever sends it first claims its row for a while; a sender that is killed loses the claim
by time, and the mail is due again. A server that took it and never said so gets it again, with the same Message-ID. No
transaction is open while a server is talked to.
"""

import logging
import smtplib
from contextlib import suppress
from datetime import timedelta
from email.header import Header
from email.message import EmailMessage
from email.policy import Policy
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from practices.mail.kinds import FAREWELL, KINDS
from practices.models import AuditEvent, Mail, User
from practices.models.database_errors import DATABASE_AWAY
from practices.models.mail import MailQuerySet

log = logging.getLogger(__name__)

CLAIM = timedelta(minutes=10)
"""For how long a row is one sender's: longer than every patience with a mail server together."""
DELAYS = [*(2**step for step in range(11)), 833]
"""Minutes between attempts: doubled from 1 on, and 48 hours in all; then the mail has failed."""
LONGEST_ERROR = 500
PERMANENT = 500
ENCODED = "=?"
"""How words begin that stand encoded in a header (RFC 2047)."""
FORESEEN = (OSError, ValueError)
"""Every SMTPException is an OSError."""


class Literal(str):
    """A subject whose words are read as they stand: else a title `=?utf-8?q?...?=` would be decoded on its way.

    It is what the email package takes for a header that is parsed already: it has a `name`, and folds itself.
    """

    __slots__ = ()
    name = "Subject"

    def fold(self, *, policy: Policy) -> str:
        encoded = Header(str(self), "utf-8", header_name=self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {encoded}{policy.linesep}"


class OutboxMessage(EmailMultiAlternatives):
    """A row as it is handed to the mail server."""

    def __init__(self, mail: Mail) -> None:
        headers = {
            "Message-ID": mail.message_id,
            "Date": format_datetime(mail.created_at),
            "Auto-Submitted": "auto-generated",
            "Content-Language": mail.language,
        }
        super().__init__(mail.subject, mail.text, None, [mail.to], headers=headers)
        self.attach_alternative(mail.html, "text/html")

    def message(self, **given: Any) -> EmailMessage:
        written: EmailMessage = super().message(**given)
        if ENCODED in self.subject:
            del written["Subject"]
            written["Subject"] = Literal(self.subject)
        return written


def send_next() -> bool:
    """Send the mail that has been due for longest; say whether there was one."""
    mail = Mail.objects.due(timezone.now()).order_by("next_attempt_at", "pk").first()
    if mail is None:
        return False
    if _claim(mail):
        _send(mail)
    return True


def _claim(mail: Mail) -> bool:
    now = timezone.now()
    ours = _claimed(mail).due(now).update(attempts=F("attempts") + 1, next_attempt_at=now + CLAIM)
    mail.attempts += 1
    return bool(ours)


def _claimed(mail: Mail) -> MailQuerySet:
    return Mail.objects.waiting().filter(pk=mail.pk, attempts=mail.attempts)


def _send(mail: Mail) -> None:
    connection = mailers.default
    try:
        connection.open()
        connection.send_messages([OutboxMessage(mail)])
    except DATABASE_AWAY:  # its claim ends by itself, and it is due again
        raise
    except Exception as error:
        if not isinstance(error, FORESEEN):
            log.exception("Mail %s (%s) could not be written", mail.pk, mail.kind)
        _note_error(mail, error)
    else:
        _sent(mail)
    finally:
        with suppress(OSError):
            connection.close()


@transaction.atomic
def _sent(mail: Mail) -> None:
    """Note that a server took the mail, whoever has the claim by now, and forget its text; of a farewell, all."""
    row = Mail.objects.filter(pk=mail.pk, sent_at=None)
    if mail.kind == FAREWELL:
        row.delete()
    elif row.update(sent_at=timezone.now(), failed_at=None, text="", html="", last_error=""):
        _keep(mail)
    log.info("Mail %s (%s) sent", mail.pk, mail.kind)


def _keep(mail: Mail) -> None:
    """Keep as an event that the mail was sent; whatever forbids that, nobody gets it once more."""
    try:
        with transaction.atomic():
            _record(mail)
    except DATABASE_AWAY:
        raise
    except Exception:
        log.exception("Mail %s (%s) was sent, and no event of it could be kept", mail.pk, mail.kind)


def _record(mail: Mail) -> None:
    kind = KINDS.get(mail.kind)  # a newer release, which was gone back from, may have written others
    reader = User.objects.filter(email=mail.to).first() if kind and kind.is_recorded else None
    if reader:
        AuditEvent.objects.record(mail.kind, by=None, about=reader)


def _note_error(mail: Mail, error: Exception) -> None:
    if _is_permanent(error) or mail.attempts > len(DELAYS):
        _fail(mail, error_text(error))
    else:
        wait = timedelta(minutes=DELAYS[mail.attempts - 1])
        _claimed(mail).update(next_attempt_at=timezone.now() + wait, last_error=error_text(error))
        log.warning("Mail %s (%s) put off for %s", mail.pk, mail.kind, wait)


def _is_permanent(error: Exception) -> bool:
    """Say whether trying again is no use: the mail or its address is wrong, not the server or its configuration."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, answer in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= PERMANENT
    return isinstance(error, ValueError)


def _fail(mail: Mail, why: str) -> None:
    if _claimed(mail).update(failed_at=timezone.now(), last_error=why):
        log.error("Mail %s (%s) has failed", mail.pk, mail.kind)


def error_text(error: Exception) -> str:
    """Return what a server or the network said, for people."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _said(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"[:LONGEST_ERROR]


def _said(code: int, answer: bytes | str) -> str:
    said = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return f"{code} {said}"[:LONGEST_ERROR].replace("\0", "")


def retry(mails: QuerySet[Mail]) -> int:
    """Let failed mails be sent again, with all attempts anew; return how many there were."""
    return (
        mails.filter(failed_at__isnull=False)
        .order_by()
        .update(failed_at=None, attempts=0, next_attempt_at=timezone.now())
    )


def delete_old_mails() -> int:
    """Remove the rows of mails that were sent or have failed MAIL_DAYS ago; return how many."""
    before = timezone.now() - timedelta(days=settings.MAIL_DAYS)
    old = Mail.objects.filter(sent_at__lt=before) | Mail.objects.filter(failed_at__lt=before)
    return old.delete()[0]
