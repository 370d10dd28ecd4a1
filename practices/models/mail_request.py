"""The mails that somebody asks for who types an address into a page that anybody may open."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Wish(models.TextChoices):
    CONFIRM = "confirm", _("the link that confirms the address, again")
    RESET = "reset", _("a new password")
    SIGN_UP = "sign_up", _("an account")


class Ask(models.Model):
    """What a stranger asked to be sent to an address; `practices.accounts.mail_requests` answers by mail and deletes the row.

    `details` is what she said of herself to get an account, by the columns of `User`.
    """

    wish = models.CharField(max_length=10)
    address = models.EmailField()
    language = models.CharField(max_length=10)
    details = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(wish__in=Wish.values), name="ask_wish_known")
        ]

    def __str__(self) -> str:
        return self.wish
