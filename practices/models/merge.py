"""The merges of two cities or two topics: which one went into which, and what does it take to undo that?"""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.old_slug import slug_kinds

if TYPE_CHECKING:
    from practices.models.user import User

UNDO_WITHIN = timedelta(days=1)


class Merge(models.Model):
    """One row that went into another, `target`; only `practices.entries.merging` writes it.

    `gone` holds its columns, by which it can come back, and `moved` the keys of the rows that named it, by what they are.
    """

    kind = models.CharField(max_length=20, choices=slug_kinds)
    target = models.PositiveBigIntegerField()
    gone = models.JSONField()
    moved = models.JSONField()
    by: models.ForeignKey["User", "User"] = models.ForeignKey(
        "practices.User", models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return str(self.gone["name"])
