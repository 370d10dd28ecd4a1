"""The way of a mail to a mail server, so that the sender knows whether it may have arrived."""

import smtplib
from collections.abc import Callable
from typing import Any, cast

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend


class _Watched(smtplib.SMTP):
    """A connection that says so right before the whole text leaves: the last moment at which nothing can arrive."""

    note_delivery_attempt: Callable[[], object] | None = None
    patience: float = 60

    def send(self, s: Any) -> None:
        """Send a command (a `str`) or the whole text (`bytes`)."""
        if isinstance(s, bytes) and self.note_delivery_attempt:
            try:
                self.note_delivery_attempt()
            except BaseException:
                self.close()  # QUIT would be read as the first line of the text
                raise
            if self.sock:
                self.sock.settimeout(self.patience)
        super().send(s)


class _WatchedSSL(_Watched, smtplib.SMTP_SSL):
    pass


class Backend(EmailBackend):
    """Django's SMTP, with `EmailMessage.note_delivery_attempt` called before the text leaves.

    `patience` is for how many seconds the server may think about the whole text: many scan it before they answer, and
    giving up too early doubles mails. `timeout` is for every other step.
    """

    def __init__(self, *, patience: float = 60, **options: Any) -> None:
        super().__init__(**options)
        self.patience = patience

    @property
    def connection_class(self) -> type[_Watched]:
        return _WatchedSSL if self.use_ssl else _Watched

    def _send(self, email_message: EmailMessage) -> bool:
        connection = cast("_Watched", self.connection)
        connection.note_delivery_attempt = getattr(email_message, "note_delivery_attempt", None)
        connection.patience = self.patience
        return bool(super()._send(email_message))  # type: ignore[misc]  # Django's own, not in the stubs
