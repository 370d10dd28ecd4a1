"""The way of mails out of the outbox in tests: as if the time for which they are held were over."""

from typing import Any
from unittest import mock

from django.core import mail as django_mail
from django.utils import timezone

from practices.mail import outbox
from practices.models import Mail


def let_leave(**which: Any) -> None:
    """Send what waits, or some of it, with the sender of the site."""
    Mail.objects.waiting().filter(**which).update(next_attempt_at=timezone.now())
    while outbox.send_next():
        pass


def let_try(**which: Any) -> None:
    """Let the sender try each while its server is away: it may have gone, and its words are kept for the next try."""
    with mock.patch.object(outbox, "OutboxMessage", side_effect=ConnectionResetError("reset")):
        let_leave(**which)


def sent_words() -> list[tuple[str, str]]:
    """Return the two bodies of each mail that was sent, in their order."""
    return [(str(sent.body), str(sent.alternatives[0][0])) for sent in django_mail.outbox]  # type: ignore[attr-defined]
