"""The facet index of a version, in memory: which editions say what in each column that lists count and filter by?

An index holds each column. It is read whole once a version; no filter and no count of many editions asks the database for
it again. Of an edition no more is known here than its key. What this takes and gives is told in decision 103.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import compress
from typing import Any, NamedTuple, Self

from django.db import connection
from django.db.models import Aggregate, Count, QuerySet, TextField

from practices.choices import NOT_STATED, UNLISTED
from practices.models import Edition, Place
from practices.models.edition import CHOICES, YEARS, translation_keys
from practices.models.per_version import once_a_version
from practices.period import Period
from practices.search.engines import ENGINES

FEW = 200
"""So many editions are looked up in the database, which is less than to read whole columns."""

type Keys = Collection[int]


@dataclass(frozen=True)
class Found:
    """Some editions: for each key, counted from nought, whether its edition is among them."""

    marks: bytes

    @classmethod
    def of(cls, *keys: Keys) -> Self:
        """Return the editions that have any of these keys."""
        marks = bytearray(1 + max((max(some) for some in keys if some), default=0))
        for some in keys:
            for key in some:
                marks[key] = 1
        return cls(bytes(marks))

    @cached_property
    def count(self) -> int:
        return self.marks.count(1)

    @cached_property
    def keys(self) -> list[int]:
        return list(compress(range(len(self.marks)), self.marks))

    def among(self, keys: Keys) -> int:
        """Count those of some keys that are here; an edition that came after the marks were made is not."""
        try:
            return sum(map(self.marks.__getitem__, keys))
        except IndexError:
            return sum(self.marks[key] for key in keys if key < len(self.marks))

    @cached_property
    def answers(self) -> "Counter[CountedAnswers]":
        """How many editions here have the same answers."""
        return ANSWERS.counted(self)

    def newest_first(self) -> Iterator[int]:
        """Give the keys, those of the newest editions first."""
        if self.count <= FEW:
            return iter(Edition.objects.filter(pk__in=self.keys).newest_first().values_list("pk", flat=True))
        marks, keys = self.marks, newest_keys()
        return compress(keys, (key < len(marks) and marks[key] for key in keys))

    def __and__(self, other: Self) -> Self:
        return self._made(self._number & other._number, other)

    def __or__(self, other: Self) -> Self:
        return self._made(self._number | other._number, other)

    def __sub__(self, other: Self) -> Self:
        return self._made(self._number & ~other._number, other)

    @cached_property
    def _number(self) -> int:
        return int.from_bytes(self.marks, "little")

    def _made(self, number: int, other: Self) -> Self:
        """Return what was made of both, as long as the longer: keys beyond its end would be counted slowly."""
        return type(self)(number.to_bytes(max(len(self.marks), len(other.marks)), "little"))


NOTHING = Found(b"")


@once_a_version
def newest_keys() -> Keys:
    """Return the keys of all editions, of translations too, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(*Edition.objects.newest_first().values_list("pk").query.sql_with_params())
        return array("Q", [key for (key,) in cursor.fetchall()])


@once_a_version
def everything() -> Found:
    return Found.of(newest_keys())


@once_a_version
def translated() -> Found:
    """Return the translations of what is on line, which lists leave out."""
    return Found.of(list(translation_keys()))


class Column[Answer: Hashable]:
    """A column, or several that are read together: which editions give which answer there?"""

    def __init__(
        self, rows: Callable[[], QuerySet[Any]], key: str, *columns: str, read: Callable[..., Answer]
    ) -> None:
        self.rows, self.key, self.columns, self.read = rows, key, columns, read

    def where(self, fits: Callable[[Answer], bool]) -> Found:
        """Return the editions with an answer that fits."""
        return Found.of(*(keys for answer, keys in held(self).items() if fits(answer)))

    def counted(self, found: Found) -> Counter[Answer]:
        """Count the editions that give each answer, among those found; what comes to nothing is left out."""
        if found.count > FEW:
            return +Counter({answer: found.among(keys) for answer, keys in held(self).items()})
        rows = self.rows().filter(**{f"{self.key}__in": found.keys}).order_by().values_list(*self.columns)
        counted = Counter[Answer]()
        for *said, count in rows.annotate(editions=Count(self.key, distinct=True)):
            counted[self.read(*said)] += count
        return counted


@once_a_version
def held[Answer: Hashable](column: Column[Answer]) -> Mapping[Answer, Keys]:
    """Return the keys of the editions that give each answer, each once; the database puts them together."""
    together = Aggregate(column.key, template=ENGINES[connection.vendor].ALL_KEYS, output_field=TextField())
    found: defaultdict[Answer, array[int]] = defaultdict(partial(array, "Q"))
    for *said, text in column.rows().order_by().values_list(*column.columns).annotate(together=together):
        found[column.read(*said)].extend(map(int, text[1:-1].split(",")))
    if column.key == "pk":
        return found
    return {answer: array("Q", dict.fromkeys(keys)) for answer, keys in found.items()}


class CountedAnswers(NamedTuple):
    """What an edition says in columns of its own that are counted."""

    period: Period
    choices: tuple[str, ...]
    language: str

    @classmethod
    def read(cls, *columns: Any) -> Self:
        after = len(YEARS)
        return cls(Period(*columns[:after]), columns[after:-1], columns[-1])


def _city(city: int | None, is_unlisted: bool) -> int | str:  # noqa: FBT001  a column of a row
    return city or (UNLISTED if is_unlisted else NOT_STATED)


ANSWERS = Column(Edition.objects.all, "pk", *YEARS, *CHOICES, "language", read=CountedAnswers.read)
COUNTRIES: Column[str] = Column(Place.objects.all, "edition", "country", read=str)
CITIES: Column[int | str] = Column(Place.objects.all, "edition", "city", "is_unlisted", read=_city)
"""Cities by their keys; those of a whole country and of unlisted cities by name."""
TOPICS: Column[int] = Column(Edition.topics.through.objects.all, "edition", "topic", read=int)


@once_a_version
def about_anything() -> Found:
    """Return the editions that have a topic."""
    return TOPICS.where(lambda _topic: True)
