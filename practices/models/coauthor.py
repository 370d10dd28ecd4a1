"""The co-authors of an entry: who was asked to write with its contributor, who does, and who did once?"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.practice import Practice

if TYPE_CHECKING:
    from practices.models.user import User

INVITATION_VALID_FOR = timedelta(days=14)
"""For how long an invitation can be accepted."""


class CoAuthorQuerySet(models.QuerySet["CoAuthor"]):
    def current(self) -> Self:
        """Keep those who write now."""
        return self.filter(person__isnull=False, ended_at__isnull=True)

    def open(self) -> Self:
        """Keep the invitations that can still be accepted."""
        return self.filter(
            person__isnull=True, ended_at__isnull=True, asked_at__gt=timezone.now() - INVITATION_VALID_FOR
        )


class CoAuthor(models.Model):
    """An invitation by e-mail, and what came of it; only `practices.entries.coauthors` writes one.

    Without a person it was not accepted yet; with `ended_at` it is over: taken back, replaced by a newer one, or the
    person writes no more. The address is kept only as long as it is needed to accept.
    """

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="coauthors")
    email = models.EmailField(blank=True, default="")
    by: models.ForeignKey["User", "User"] = models.ForeignKey(
        "practices.User", models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    person: models.ForeignKey["User | None", "User | None"] = models.ForeignKey(
        "practices.User", models.PROTECT, null=True, related_name="coauthorships"
    )
    joined_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["CoAuthor"]] = CoAuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("co-author")
        verbose_name_plural = _("co-authors")
        ordering = ("asked_at", "pk")
        indexes = [models.Index(fields=["email"], name="coauthor_asked")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, joined_at__isnull=True)
                | Q(person__isnull=False, joined_at__isnull=False, email=""),
                name="coauthor_joined_without_address",
            ),
            models.UniqueConstraint(
                fields=["practice", "person"],
                condition=Q(person__isnull=False, ended_at__isnull=True),
                name="coauthor_once",
            ),
            models.UniqueConstraint(
                fields=["practice", "email"],
                condition=Q(person__isnull=True, ended_at__isnull=True),
                name="coauthor_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.email)

    @property
    def dies_at(self) -> datetime:
        return self.asked_at + INVITATION_VALID_FOR

    @property
    def is_current(self) -> bool:
        return self.person_id is not None and self.ended_at is None

    @property
    def is_open(self) -> bool:
        return self.person_id is None and self.ended_at is None and timezone.now() < self.dies_at
