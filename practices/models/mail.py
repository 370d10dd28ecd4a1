"""The mails of the outbox: which are to go out, which went out, and which failed?"""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.practice import Practice


class State(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class MailQuerySet(models.QuerySet["Mail"]):
    def waiting(self) -> Self:
        return self.filter(sent_at__isnull=True, failed_at__isnull=True)

    def sent(self) -> Self:
        return self.filter(sent_at__isnull=False)

    def failed(self) -> Self:
        return self.filter(failed_at__isnull=False)

    def due(self, at: datetime) -> Self:
        return self.waiting().filter(next_attempt_at__lte=at)


class Mail(models.Model):
    """A mail in the outbox, written in the transaction of what it tells about; `practices.mail.outbox` sends it.

    The two bodies are blank once it is sent. One that tells of several entries names them in `practices`.
    """

    kind = models.CharField(_("kind"), max_length=40)
    to = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=10)
    subject = models.TextField(_("subject"))
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    practice = models.ForeignKey(
        Practice, models.PROTECT, null=True, related_name="mails", verbose_name=_("practice")
    )
    practices = models.ManyToManyField(Practice, related_name="mails_of_many")
    message_id = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True)
    failed_at = models.DateTimeField(_("failed"), null=True)
    last_error = models.TextField(_("last error"), blank=True, default="")

    objects: ClassVar[models.Manager["Mail"]] = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(sent_at__isnull=True, failed_at__isnull=True),
                name="mail_due",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(failed_at__isnull=True),
                name="mail_sent_or_failed",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(text="", html=""),
                name="mail_sent_keeps_no_text",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def state(self) -> State:
        if self.sent_at:
            return State.SENT
        return State.FAILED if self.failed_at else State.WAITING
