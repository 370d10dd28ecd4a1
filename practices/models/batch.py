"""The bulk moves of editors: which entries, what came of each, and how did it stand before?"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.practice import Practice
from practices.workflow import moves

if TYPE_CHECKING:
    from practices.models.user import User


UNDO_WITHIN = timedelta(minutes=10)


class News(models.TextChoices):
    """What the people of an entry have yet to be told."""

    MADE = "made", _("moved")
    UNDONE = "undone", _("undone")


class Batch(models.Model):
    """A move made with many entries, or with one that can be undone, written down before it is made with any.

    Only `practices.entries.bulk` and `undo` write one. `key` is that of the page on which it was confirmed: sent twice, it makes one.
    `at` is when the last entry was moved.
    """

    move = models.CharField(max_length=20, choices=moves)
    by: models.ForeignKey["User", "User"] = models.ForeignKey(
        "practices.User", models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)
    key = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering = ("-at", "-pk")
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="batch_key_once")]

    def __str__(self) -> str:
        return f"{self.move} {self.at:%Y-%m-%d %H:%M}"

    @property
    def undo_until(self) -> datetime:
        return self.at + UNDO_WITHIN

    @property
    def done(self) -> list["BatchEntry"]:
        """The entries that it moved, without those that were skipped."""
        return [entry for entry in self.entries.all() if entry.done]


class BatchEntry(models.Model):
    """One entry of a batch: the version that was seen, what came of it at which moment, and what it takes to undo it.

    Nothing came of it yet while `at` is empty. `version` is the one that the move made; one that was skipped has none.
    `news` stands until `practices.mail.news` has written to its people.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="entries")
    practice = models.ForeignKey(Practice, models.PROTECT, related_name="+")
    title = models.TextField()
    seen = models.PositiveIntegerField()
    text = models.TextField(blank=True, default="")
    at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(null=True)
    before = models.JSONField(null=True)
    undone_at = models.DateTimeField(null=True)
    news = models.CharField(max_length=10, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("entry of a batch")
        verbose_name_plural = _("entries of batches")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["batch", "practice"], name="batch_entry_once"),
            models.CheckConstraint(
                condition=models.Q(version__isnull=True) | models.Q(at__isnull=False, before__isnull=False),
                name="batch_entry_made_can_be_undone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.text}"

    @property
    def done(self) -> bool:
        """Say whether the move was made."""
        return self.version is not None
