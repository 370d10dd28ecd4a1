"""The pictures of cities and topics: which one stands on whose page, and what is said of it?"""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from practices.models.merge import UNDO_WITHIN, Merge
from practices.models.place import City, Place
from practices.models.topic import Topic
from practices.models.upload import BroughtFile, BroughtFileQuerySet

OWNERS = ("city", "topic", "merge")


def _at_most_one(columns: tuple[str, ...]) -> models.Q:
    """Return the condition that no two of some columns are filled."""
    alone = [models.Q(**{f"{other}__isnull": True for other in columns if other != name}) for name in columns]
    condition = alone[0]
    for each in alone[1:]:
        condition |= each
    return condition


class PagePictureQuerySet(BroughtFileQuerySet):
    def on_line(self) -> Self:
        """Return those whose pages anybody reads: each topic has one, and a city that an edition names."""
        of_city = models.Exists(Place.objects.filter(city=models.OuterRef("city")))
        return self.filter(models.Q(topic__isnull=False) | of_city)

    def unneeded(self, now: datetime, *, brought_before: datetime) -> Self:
        """Return those that are nobody's and were brought before a moment, and those of merges that nobody can undo any more."""
        nobodys = models.Q(**dict.fromkeys(OWNERS), at__lt=brought_before)
        return self.filter(nobodys | models.Q(merge__at__lt=now - UNDO_WITHIN))


class PagePicture(BroughtFile):
    """The picture of a city's or topic's page; only `practices.entries.files.page_pictures` says whose it is.

    It is nobody's from the moment in which it is brought until everything that is needed is said of it. That of a row that was
    merged into one with a picture waits at the merge, which can be undone.
    `said` is what an entry says of a picture, too.
    """

    city = models.OneToOneField(City, models.CASCADE, null=True, related_name="picture")
    topic = models.OneToOneField(Topic, models.CASCADE, null=True, related_name="picture")
    merge = models.OneToOneField(Merge, models.CASCADE, null=True, related_name="picture")
    said = models.JSONField(default=dict)

    objects: ClassVar[Any] = PagePictureQuerySet.as_manager()

    class Meta(BroughtFile.Meta):
        verbose_name = _("picture of a city or topic")
        verbose_name_plural = _("pictures of cities and topics")
        constraints = [
            models.CheckConstraint(condition=_at_most_one(OWNERS), name="pagepicture_one_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.owner or ''} {self.file[:8]}"

    @property
    def owner(self) -> City | Topic | Merge | None:
        return self.city or self.topic or self.merge

    @property
    def picture(self) -> dict[str, Any]:
        """What is said of it, with its name, as an entry says it."""
        return {**self.said, "file": self.file}
