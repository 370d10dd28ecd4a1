"""What a verification looks at, and what it finds: which row differs from what, and what is to be done?"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from practices.models import City, Edition, Practice


@dataclass(frozen=True)
class Finding:
    """What differs. `key` is the row that the check's `mend` mends; 0 where nothing but a person can."""

    what: str
    says: str
    cure: str
    key: int = 0

    def __str__(self) -> str:
        return f"{self.what}: {self.says}. {self.cure}"


@dataclass
class Portion:
    """Some rows by their keys, from above `after` to `last`, each kind read when it is asked for.

    Where all portions are of one moment, `held_back` takes what is compared at their end.
    """

    after: int = 0
    last: int = 0
    counted: Counter[str] = field(default_factory=Counter)
    held_back: dict[int, int] | None = None

    def of(self, rows: QuerySet[Any], column: str = "pk") -> QuerySet[Any]:
        return rows.filter(**{f"{column}__gt": self.after, f"{column}__lte": self.last})

    @cached_property
    def practices(self) -> dict[int, Practice]:
        rows = Practice.all_objects.select_related("city").prefetch_related("partner_cities", "topics")
        found = {practice.pk: practice for practice in self.of(rows).order_by("pk")}
        self.counted["practices"] += len(found)
        return found

    @cached_property
    def editions(self) -> list[Edition]:
        rows = Edition.objects.prefetch_related("city", "partner_cities", "topics", "places")
        found = list(self.of(rows, "practice").order_by("practice_id"))
        for edition in found:
            edition.practice = self.practices[edition.practice_id]
        self.counted["editions"] += len(found)
        return found

    @cached_property
    def cities(self) -> list[City]:
        found = list(self.of(City.objects.all()).order_by("pk"))
        self.counted["cities"] += len(found)
        return found


type Look = Callable[[Portion], Iterator[Finding]]


@dataclass(frozen=True)
class Check:
    """What looks at a portion, and what mends rows by their keys; `is_dear` is left out of a quick verification."""

    name: str
    look: Look
    mend: Callable[[list[int]], object] | None = None
    is_dear: bool = False


@dataclass(frozen=True)
class Part:
    """The checks that look at rows of a table, `size` of them at a time; without a table, at all there is at once."""

    name: str
    checks: tuple[Check, ...]
    rows: type[Model] | None = None
    size: int = 0
    is_outside: bool = False
    """Whether it reads what is no row, and takes long: no moment of the database is held for it."""


def name_of_entry(practice: Practice) -> str:
    """Return what the operator calls an entry: its number, and its address where it has one."""
    number = _("No. %(number)d") % {"number": practice.pk}
    return f"{number} (/practices/{practice.slug}/)" if practice.slug else number
