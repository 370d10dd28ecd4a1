"""The editors' dashboard: what waits, for how long, and who is at it?"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.admin.columns import COLUMNS, placed
from practices.admin.editorial.workdays import working_days
from practices.admin.list_filters import decisions_of
from practices.entries import undo
from practices.entries.duplicates import alike_in_their_cities
from practices.models import CoAuthor, Event, Practice, User
from practices.models.practice import PracticeQuerySet
from practices.workflow import EDITABLE, Role, Status

CLAIMANT = tuple(f"claimed_by__{name}" for name in ("email", "is_active", "is_staff", "second_step"))
"""Who reads an entry, and whether she is an editor still."""
SHOWN, FEW = 50, 5
SOON = 0.7
"""The part of the target after which an entry is called due soon."""


@dataclass(frozen=True)
class Waiting:
    """An entry that waits for this editor: since when in working days, and how that stands to the target."""

    practice: Practice
    days: int
    edition: int | None
    alike: int | None = None
    """The number of the entry of the same city that its title is like."""

    @property
    def place(self) -> str:
        return placed(self.practice)

    @property
    def tone(self) -> str:
        if self.days > settings.REVIEW_DAYS:
            return "late"
        return "soon" if self.days >= settings.REVIEW_DAYS * SOON else "fresh"

    @property
    def words(self) -> str:
        """Return the age as a sentence: the colour alone says nothing."""
        waited = ngettext("%(days)d working day", "%(days)d working days", self.days) % {"days": self.days}
        left = settings.REVIEW_DAYS - self.days
        if left < 0:
            return _("%(waited)s: late by %(days)d") % {"waited": waited, "days": -left}
        if self.tone == "soon":
            return _("%(waited)s: due in %(days)d") % {"waited": waited, "days": left}
        return _("%(waited)s: in time") % {"waited": waited}


def age(practice: Practice) -> int:
    """Return for how many working days an entry has been in its status."""
    return working_days(timezone.localdate(practice.status_since), timezone.localdate())


def _queue(person: User) -> PracticeQuerySet:
    """Return the entries that this person may decide on, oldest first."""
    entries = Practice.objects.in_status(Status.SUBMITTED)
    if not settings.ALLOW_SELF_APPROVAL:
        hers = CoAuthor.objects.filter(person=person).values("practice")
        entries = entries.exclude(contributor=person).exclude(pk__in=hers)
    return entries.order_by("status_since", "pk")


def waiting(person: User) -> list[Waiting]:
    """Return the oldest entries that this person may decide on, oldest first."""
    entries = _queue(person).select_related("city", "contributor", "claimed_by").with_edition()
    shown: Any = entries.only(*COLUMNS, "claimed_at", *CLAIMANT).prefetch_related("topics")
    found = list(shown[: SHOWN + 1])
    alike = alike_in_their_cities(found)
    return [Waiting(each, age(each), each.edition_number, alike.get(each.pk)) for each in found]


def number_waiting(person: User, *, besides: Practice) -> int:
    """Return how many other entries this person may decide on."""
    return _queue(person).exclude(pk=besides.pk).count()


def next_waiting(person: User, after: Practice | None) -> Practice | None:
    """Return the entry that comes after one in a person's queue, without those that colleagues read.

    After the last one comes the first again; None when nothing else waits.
    """
    colleagues = User.objects.acting_as_editors().exclude(pk=person.pk)
    free = _queue(person).exclude(claimed_by__in=colleagues).only("pk")
    if after is None:
        return free.first()
    since, others = after.status_since, free.exclude(pk=after.pk)
    later = others.filter(Q(status_since__gt=since) | Q(status_since=since, pk__gt=after.pk))
    return later.first() or others.first()


def left() -> QuerySet[Practice]:
    """Return what a contributor would have to go on with, had she not closed her account; the oldest first."""
    waiting = Practice.objects.in_status(*EDITABLE[Role.CONTRIBUTOR]).left()
    return waiting.only("title", "status", "status_since").order_by("status_since", "pk")[:SHOWN]


def decided(person: User) -> QuerySet[Event]:
    """Return what an editor did last that editors alone do, the latest first."""
    made = decisions_of(person).select_related("practice")
    return made.only("at", "move", "practice__title", "practice__trashed_at")[:FEW]


def desk(person: User) -> dict[str, Any]:
    """Return what the desk shows: what needs this person, what colleagues have, and how many there are of each."""
    found = waiting(person)
    has_more, found = len(found) > SHOWN, found[:SHOWN]
    return {
        "mine": [each for each in found if each.practice.claimant in {None, person}],
        "theirs": [each for each in found if each.practice.claimant not in {None, person}],
        "has_more": has_more,
        "left": list(left()),
        "decided": list(decided(person)),
        "target": settings.REVIEW_DAYS,
        "counts": counts(),
        "undoable": undo.last_undoable(person),
    }


def counts() -> list[tuple[Status, int, str]]:
    """Return each status with its number of entries and the address of their list."""
    found = dict(Practice.objects.order_by().values_list("status").annotate(number=Count("pk")))
    entries = reverse("admin:practices_practice_changelist")
    return [
        (status, found.get(status.value, 0), f"{entries}?status__exact={status.value}") for status in Status
    ]
