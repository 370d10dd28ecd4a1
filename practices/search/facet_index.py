"""The facet index of a version, in memory: which editions say what in each column that lists count and filter by?

An index holds each column. It is read whole once; no filter and no count of many editions asks the database for it again.
The next version has it from the last one, with what has changed since read anew. Of an edition no more is known here than its
key. What this takes and gives is told in decisions 103 and 104.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import compress
from typing import Any, NamedTuple, Self

from django.db import connection
from django.db.models import Aggregate, Count, QuerySet, Subquery, TextField, Value

from practices.choices import NOT_STATED, UNLISTED
from practices.models import Edition, LastChange, Place, version
from practices.models.edition import CHOICES, YEARS, translation_keys
from practices.models.per_version import carried_on, once_a_version
from practices.period import Period
from practices.search.engines import ENGINES

FEW, SOME = 200, 1000
"""So many editions are looked up in the database, which is less than to go through a column that is held; and so many, in all that
a version has asked for, before one is read."""
NEWEST = 1000
"""Among so many the first page of most filters is found; for later ones all are put in order."""
MOST_CHANGED = 500
"""So many editions are read anew; of more the columns are read whole."""

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
    def answers(self) -> "list[tuple[CountedAnswers, int]]":
        """How many editions here have the same answers."""
        return ANSWERS.numbers(self)

    def newest_first(self, most: int) -> list[int]:
        """Return so many keys, those of the newest editions first."""
        if self.count <= FEW:
            return list(
                Edition.objects.filter(pk__in=self.keys).newest_first().values_list("pk", flat=True)[:most]
            )
        marks, wanted = self.marks, min(most, self.count)
        for among in (NEWEST, None):
            found = [key for key in newest_keys(among) if key < len(marks) and marks[key]]
            if len(found) >= wanted:
                break
        return found[:most]

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
def newest_keys(most: int | None = None) -> Keys:
    """Return the keys of all editions or so many, of translations too, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(*Edition.objects.newest_first().values_list("pk")[:most].query.sql_with_params())
        return array("Q", [key for (key,) in cursor.fetchall()])


@once_a_version
def everything() -> Found:
    return held_columns().editions or Found.of(newest_keys())


@once_a_version
def originals() -> Found:
    return everything() - translated()


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

    @property
    def is_held(self) -> bool:
        """Whether what it says is known of all editions, and which there are."""
        return held_columns().editions is not None and self in held_columns().columns

    def counts(self, found: Found) -> bool:
        """Say whether some are counted here, or by the database: that is asked for a while before a column is read for it."""
        if found.count <= FEW or self.is_held:
            return found.count > FEW
        asked = held_columns().asked
        asked[self] += found.count
        return asked[self] > SOME

    def where(self, fits: Callable[[Answer], bool]) -> Found:
        """Return the editions with an answer that fits."""
        found = Found.of(*(keys for answer, keys in held(self).items() if fits(answer)))
        return found & editions if (editions := held_columns().editions) else found

    def counted(self, found: Found) -> Counter[Answer]:
        """Count the editions that give each answer, among those found."""
        return summed(self.numbers(found))

    def numbers(self, found: Found) -> list[tuple[Answer, int]]:
        """Return the same as pairs, of which several may have one answer, as to make keys of many answers takes time."""
        if self.counts(found):
            return [(answer, found.among(keys)) for answer, keys in held(self).items()]
        rows = self._among(found.keys).annotate(editions=Count(self.key, distinct=True))
        return [(self.read(*said), count) for *said, count in rows]

    def read_whole(self) -> dict[Answer, Keys]:
        """Return the keys of the editions that give each answer, each once; the database puts them together."""
        together = Aggregate(self.key, template=ENGINES[connection.vendor].ALL_KEYS, output_field=TextField())
        found: defaultdict[Answer, array[int]] = defaultdict(partial(array, "Q"))
        for *said, text in self.rows().order_by().values_list(*self.columns).annotate(together=together):
            found[self.read(*said)].extend(map(int, text[1:-1].split(",")))
        if self.key == "pk":
            return dict(found)
        return {answer: array("Q", dict.fromkeys(keys)) for answer, keys in found.items()}

    def read_again(self, before: Mapping[Answer, Keys], changed: set[int]) -> Mapping[Answer, Keys]:
        """Return the same, of what it was before and what some editions say now."""
        if not changed:
            return before
        kept = {**before}
        for answer, keys in before.items():
            if not changed.isdisjoint(keys):
                kept[answer] = array("Q", (key for key in keys if key not in changed))
        now = defaultdict[Answer, set[int]](set)
        for key, *said in self._among(changed, self.key):
            now[self.read(*said)].add(key)
        for answer, keys in now.items():
            kept[answer] = array("Q", keys.union(kept.get(answer, ())))
        for answer in [answer for answer, keys in kept.items() if not keys]:
            del kept[answer]
        return kept

    def _among(self, keys: Collection[int], *before: str) -> QuerySet[Any, Any]:
        rows = self.rows().filter(**{f"{self.key}__in": keys})
        return rows.order_by().values_list(*before, *self.columns)


@dataclass
class HeldColumns:
    """The columns that were read, each at a count of the version or later, and all editions as the column of answers has them."""

    count: tuple[int, int]
    editions: Found | None = None
    columns: dict[Column[Any], Mapping[Any, Keys]] = field(default_factory=dict)
    asked: Counter[Column[Any]] = field(default_factory=Counter)
    """How many editions were counted by the database instead."""


@carried_on
def held_columns(last: HeldColumns | None, said: str) -> HeldColumns:
    """Return the columns that are held: those of the last version with what has changed, if that is known for certain."""
    count = version.count_of(said)
    if last is None or last.editions is None or (changed := _changed(last.count, count)) is None:
        return HeldColumns(count)
    keys, there_are = changed
    editions = last.editions | Found.of(keys)
    if editions.count != there_are:
        return HeldColumns(count)
    before = dict(last.columns)
    return HeldColumns(
        count, editions, {column: column.read_again(rows, keys) for column, rows in before.items()}
    )


def _changed(last: tuple[int, int], now: tuple[int, int]) -> tuple[set[int], int] | None:
    """Return which editions have changed since, and how many there are; None where one has gone, or all may have changed.

    Each edition that is there was there before or has changed since: so none has gone if there are as many as both together.
    """
    every = Edition.objects.order_by().values(every=Value(1)).annotate(count=Count("pk")).values("count")
    since = LastChange.objects.filter(version__gt=last[1]).annotate(count=Subquery(every))
    rows = list(since.values_list("practice__edition", "count")[: MOST_CHANGED + 1])
    keys = {key for key, _count in rows}
    if last[0] != now[0] or last[1] > now[1] or len(rows) > MOST_CHANGED or None in keys:
        return None
    return keys, rows[0][1] if rows else Edition.objects.count()


@once_a_version
def held[Answer: Hashable](column: Column[Answer]) -> Mapping[Answer, Keys]:
    """Return the keys of the editions that give each answer, each once."""
    index = held_columns()
    if column not in index.columns:
        index.columns[column] = column.read_whole()
        if column is ANSWERS:
            index.editions = Found.of(*index.columns[column].values())
    return index.columns[column]


class CountedAnswers(NamedTuple):
    """What an edition says in columns of its own that are counted."""

    period: Period
    choices: tuple[str, ...]
    language: str

    @classmethod
    def read(cls, *columns: Any) -> Self:
        after = len(YEARS)
        return cls(Period(*columns[:after]), columns[after:-1], columns[-1])


def summed[Key](rows: Iterable[tuple[Key, int]]) -> Counter[Key]:
    """Add up the counts of each value; what comes to nothing is left out."""
    found = Counter[Key]()
    for value, count in rows:
        found[value] += count
    return +found


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
