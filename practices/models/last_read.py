"""The last read texts: which text of an entry did an editor have before her when she last dealt with it?"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.practice import Practice
from practices.models.user import User


class LastRead(models.Model):
    """The text that an editor last read where she decides.

    Only `practices.admin.editorial.last_read` writes one. It is a convenience, no history: it goes with the words of an entry and
    with its person's account.
    """

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="last_reads")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    answers = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("last read text")
        verbose_name_plural = _("last read texts")
        constraints = [models.UniqueConstraint(fields=["practice", "person"], name="last_read_once")]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.at:%Y-%m-%d %H:%M}"
