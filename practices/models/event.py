"""The events: who moved a practice, when, from which status to which?"""

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.append_only import AppendOnlyQuerySet
from practices.models.chain import Chained
from practices.models.practice import Practice
from practices.workflow import DECISIONS, ERASE, MOVES, RECORDED, SUBMIT, UNDO, Status, moves, statuses

if TYPE_CHECKING:
    from practices.models.user import User


class EventQuerySet(AppendOnlyQuerySet):
    def standing(self) -> Self:
        """Keep what was not undone: an undo is what comes next, but for a contact that was taken out between."""
        later = Event.objects.filter(practice=OuterRef("practice"), pk__gt=OuterRef("pk")).order_by("pk")
        then = Subquery(later.exclude(move=ERASE).values("move")[:1])
        return self.alias(then=Coalesce(then, Value(""))).exclude(then=UNDO)

    def decisions(self) -> Self:
        """Keep what editors decided about submitted entries and did not take back, each with its `submitted_at`."""
        submitted = Event.objects.filter(
            practice=OuterRef("practice"), to_status=Status.SUBMITTED, move=SUBMIT, at__lte=OuterRef("at")
        )
        decided = self.filter(from_status=Status.SUBMITTED, move__in=DECISIONS).standing()
        return decided.annotate(submitted_at=Subquery(submitted.values("at")[:1])).exclude(submitted_at=None)


FILES = "files"
"""Where `Event.takedown` names files."""


class Event(Chained):
    """The record of a move; the operator at the command line and the closing of an idle account have no actor. `person` is whom it concerns.

    `takedown` says which parts of which rows were taken down, by which seals what is left of them is known, and which files went:
    `practices.entries.takedown` writes it, and `practices.verify.history` reads it.
    """

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="events")
    move = models.CharField(max_length=20, choices=moves)
    from_status = models.CharField(max_length=20, choices=statuses)
    to_status = models.CharField(max_length=20, choices=statuses)
    actor: models.ForeignKey["User | None", "User | None"] = models.ForeignKey(
        "practices.User",
        models.PROTECT,
        null=True,
        related_name="+",
    )
    person: models.ForeignKey["User | None", "User | None"] = models.ForeignKey(
        "practices.User", models.PROTECT, null=True, related_name="+"
    )
    note = models.TextField(blank=True, default="")
    at = models.DateTimeField(default=timezone.now)
    takedown = models.JSONField(null=True)

    objects: ClassVar = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(condition=models.Q(move__in=[*MOVES, *RECORDED]), name="event_move_known"),
            models.CheckConstraint(
                condition=models.Q(from_status__in=Status.values, to_status__in=Status.values),
                name="event_statuses_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.move}"

    @property
    def files_taken_down(self) -> list[str]:
        """The digests of the files that went with a takedown; one that an older release has written names none."""
        return list((self.takedown or {}).get(FILES, []))
