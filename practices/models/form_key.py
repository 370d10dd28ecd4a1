"""The keys of the add forms that have been sent already."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.practice import Practice
from practices.models.user import User


class FormKey(models.Model):
    """The key of one rendered add form, and the entry that was made with it: a key makes one entry."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.UUIDField()
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("form key")
        verbose_name_plural = _("form keys")
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="form_key_once")]

    def __str__(self) -> str:
        return str(self.key)
