"""The way of a mail to a mail server that may think longer about a whole text than about a command."""

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend


class _Patient(smtplib.SMTP):
    patience: float = 60

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Hand over a text; what follows is waited for as long as what came before."""
        usual = self.sock.gettimeout() if self.sock else None
        try:
            return super().data(msg)
        finally:
            if self.sock:
                self.sock.settimeout(usual)

    def send(self, s: Any) -> None:
        """Send a command (a `str`), or the whole text (`bytes`), whose answer may take as long as `patience` says."""
        if self.sock and isinstance(s, bytes):
            self.sock.settimeout(self.patience)
        super().send(s)


class _PatientSSL(_Patient, smtplib.SMTP_SSL):
    pass


class Backend(EmailBackend):
    """Django's SMTP, with 60 seconds for the answer to the text; `timeout` is for every other step.

    Many servers scan a text before they answer, and giving up too early doubles mails.
    """

    @property
    def connection_class(self) -> type[_Patient]:
        return _PatientSSL if self.use_ssl else _Patient
