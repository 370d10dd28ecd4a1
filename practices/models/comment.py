"""The comments of editors on answers, to the author or among editors."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.models.practice import Practice
from practices.template import BY_FIELD

if TYPE_CHECKING:
    from practices.models.user import User


class Comment(models.Model):
    """A comment on one answer, or on the whole entry when `field` is empty.

    Only `practices.entries.comments` writes one. The words are never changed; the contributor says that she has dealt with it
    (`addressed_at`), an editor that it is settled (`resolved_at`). An internal one is read by editors only.
    """

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="comments")
    field = models.CharField(max_length=40, blank=True, default="")
    text = models.TextField()
    internal = models.BooleanField(default=False)
    by: models.ForeignKey["User", "User"] = models.ForeignKey(
        "practices.User", models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    addressed_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by: models.ForeignKey["User | None", "User | None"] = models.ForeignKey(
        "practices.User", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=models.Q(internal=False) | models.Q(addressed_at__isnull=True),
                name="comment_internal_is_no_task",
            ),
            models.CheckConstraint(
                condition=models.Q(resolved_by__isnull=True, resolved_at__isnull=True)
                | models.Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="comment_resolved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.field}"

    @property
    def is_asked(self) -> bool:
        """Whether the contributor is to answer it still."""
        return not self.internal and self.addressed_at is None and self.resolved_at is None

    @property
    def label(self) -> str | Promise:
        """Return the question that it is about."""
        return BY_FIELD[self.field].label if self.field in BY_FIELD else _("The whole entry")
