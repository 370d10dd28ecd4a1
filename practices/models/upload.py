"""The files that people brought: who brought which one, to which entry, and is it ready to be shown?

What an entry says of a file stands in its answers, and the bytes lie in the storage, under their digest.
"""

from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.models.practice import Practice
from practices.models.user import User

DIGEST = 64
MOST_TRIES = 4
"""Times that it is tried to make a picture ready, until it is, or until it is sent again on another day."""


class Readiness(models.TextChoices):
    """How far a file is on its way to readers: its bytes are kept, then the worker makes what they see of it."""

    STORING = "storing", _("Being kept")
    WAITING = "waiting", _("Waiting")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


def readinesses() -> list[tuple[str, str | Promise]]:
    return list(Readiness.choices)


class BroughtFileQuerySet(models.QuerySet[Any]):
    def waiting(self) -> Self:
        """Return those that wait, who came first first; a file that is sent again waits behind all others."""
        return self.filter(readiness=Readiness.WAITING).order_by("at", "pk")


class BroughtFile(models.Model):
    """A file that somebody brought; the same bytes brought to two places are two rows and one file.

    `practices.models.brought_files` asks all tables of them.
    """

    file = models.CharField(max_length=DIGEST, db_index=True)
    kind = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    name = models.TextField(blank=True, default="")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    readiness = models.CharField(max_length=10, choices=readinesses, default=Readiness.WAITING)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)

    objects: ClassVar[Any] = BroughtFileQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(readiness=Readiness.WAITING), name="%(class)s_waiting"
            )
        ]

    @property
    def is_ready(self) -> bool:
        """Whether it can be shown, with the width and height that readers see."""
        return self.readiness == Readiness.READY

    @property
    def has_failed(self) -> bool:
        """Whether nothing of it can be shown."""
        return self.readiness == Readiness.FAILED


class Upload(BroughtFile):
    """A file that was brought to an entry."""

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="uploads")

    class Meta(BroughtFile.Meta):
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        constraints = [models.UniqueConstraint(fields=["practice", "file"], name="upload_once_an_entry")]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.file[:8]}"
