"""The snapshots: what did the answers say at a moment?"""

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices import choices
from practices.models.chain import Chained
from practices.models.practice import Practice

if TYPE_CHECKING:
    from practices.models.user import User


class Takedown(models.TextChoices):
    """How much of a kept text was taken down by law."""

    WHOLE = "whole", _("all of it")
    PASSAGE = "passage", _("a passage")


def takedowns() -> list[tuple[str, str | Promise]]:
    return list(Takedown.choices)


class Snapshot(Chained):
    """All answers at a moment, as `practices.answers.codec` writes them.

    With an edition's number it holds the public answers, all but the contact, with their licence, and the public may read
    it, with what its editor says is new in it; without one it is nobody's but the contributor's and the editors'.
    """

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="snapshots")
    edition = models.PositiveIntegerField(null=True)
    answers = models.JSONField()
    change_note = models.TextField(blank=True, default="", db_default="")
    licence = models.CharField(max_length=20, choices=choices.licences, blank=True, default="")
    by: models.ForeignKey["User | None", "User | None"] = models.ForeignKey(
        "practices.User",
        models.PROTECT,
        null=True,
        related_name="+",
    )
    at = models.DateTimeField(default=timezone.now)
    taken_down = models.CharField(max_length=10, choices=takedowns, blank=True, default="", db_default="")
    taken_down_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ("-at", "-pk")
        constraints = [models.UniqueConstraint(fields=["practice", "edition"], name="snapshot_edition_once")]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_taken_down(self) -> bool:
        """Say whether nothing of it is left."""
        return self.taken_down == Takedown.WHOLE
