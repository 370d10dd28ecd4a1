"""Which entries did an editor move at once, and how did they stand before?"""

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.workflow import moves

if TYPE_CHECKING:
    from practices.models.user import User


class Batch(models.Model):
    """A move made with many entries; `entries` holds for each what came of it and what it takes to undo it.

    Only `practices.batches` writes one. `key` is that of the page on which it was confirmed: sent twice, it makes one.
    """

    move = models.CharField(max_length=20, choices=moves)
    by: models.ForeignKey["User", "User"] = models.ForeignKey(
        "practices.User", models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    entries = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)
    key = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering = ("-at", "-pk")
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="batch_key_once")]

    def __str__(self) -> str:
        return f"{self.move} {self.at:%Y-%m-%d %H:%M}"
