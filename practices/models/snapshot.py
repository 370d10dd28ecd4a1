"""The snapshots: what did the answers say at a moment?"""

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices import choices
from practices.models.chain import Chained
from practices.models.practice import Practice

if TYPE_CHECKING:
    from practices.models.user import User


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

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ("-at", "-pk")
        constraints = [models.UniqueConstraint(fields=["practice", "edition"], name="snapshot_edition_once")]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.at:%Y-%m-%d %H:%M}"
