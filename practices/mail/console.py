"""The mails as whoever runs the site without a mail server reads them: in words, with every link whole on its line."""

from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend

SHOWN = ("From", "To", "Subject", "Message-ID")


class Backend(EmailBackend):
    """Django's console, which shows mails as they travel: with links broken over lines, and all once more as HTML."""

    def write_message(self, message: EmailMessage) -> None:
        sent = message.message()
        head = [f"{name}: {sent[name]}" for name in SHOWN]
        self.stream.write("\n".join([*head, "", str(message.body), "-" * 79, ""]))
