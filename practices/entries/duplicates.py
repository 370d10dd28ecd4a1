"""The possible duplicates of an entry: a hint by likeness of titles; it never blocks.

Contributors are shown what is on line and their own; editors what others still write, too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.db.models.functions import Left

from practices import permissions
from practices.models import Edition, Practice, User
from practices.models.edition import EditionQuerySet
from practices.text import COMPARED, fold
from practices.workflow import Status

EMPTY = frozenset({""})

CANDIDATES = 200
"""How many titles are compared at most, of each kind: of the same place, of the same topics, and not on line."""
NOT_PUBLISHED = [status for status in Status if status != Status.PUBLISHED]
SHOWN = 3
LIKE = 0.7
"""From which likeness on a title is shown. Measured on the pairs of `tests/similar_titles.txt`."""
LONG_WORD = 4
BEGINS = Left("title", COMPARED)
"""What is read of a title: a list of them may be long, and each of any length."""


@dataclass(frozen=True)
class Similar:
    """An entry with a title like this one's; it has an `edition` here when that is what looks alike."""

    title: str
    practice: Practice
    edition: Edition | None
    likeness: float
    is_same_city: bool = False


def similar(practice: Practice, *, person: User) -> list[Similar]:
    """Return the entries that look most like this one, likest first, at most `SHOWN`."""
    title = fold(practice.title)
    if not title:
        return []
    on_line = [
        Similar(
            each.begins, each.practice, each, likeness(title, fold(each.begins)), _shares_city(each, practice)
        )
        for each in _on_line(practice)
    ]
    written = [
        Similar(each.begins, each, None, likeness(title, fold(each.begins)), _shares_city(each, practice))
        for each in _written(practice, person)
    ]
    found = {each.practice.pk: each for each in (*written, *on_line) if each.likeness >= LIKE}
    return sorted(found.values(), key=lambda each: (-each.likeness, each.practice.pk))[:SHOWN]


def alike_on_line(title: str, country: str, *, person: User) -> str:
    """Return the title on line in a country that looks most like a typed one, or nothing; a person's own are none."""
    typed, words = fold(title[:COMPARED]), _long_words(title[:COMPARED])
    if not (country and words):
        return ""
    rows = (
        Edition.objects.in_countries(country).filter(words).exclude(practice__in=Practice.objects.of(person))
    )
    begun = rows.newest_first().values_list(BEGINS, flat=True)[:CANDIDATES]
    best, said = max(((likeness(typed, fold(each)), each) for each in begun), default=(0, ""))
    return said if best >= LIKE else ""


def alike_in_their_cities(practices: Sequence[Practice]) -> dict[int, int]:
    """Return of those entries that look like another of the same city, on line or among them, the number of the likest.

    One query for all of them: a list shows it where `similar` would ask for each.
    """
    cities = {each.city_id for each in practices if each.city_id}
    on_line = Edition.objects.filter(city__in=cities).newest_first().annotate(begins=BEGINS)
    rows = on_line.values_list("city", "practice", "begins")[: CANDIDATES * SHOWN]
    others: list[tuple[int | None, int, str]] = [(city, pk, fold(title)) for city, pk, title in rows]
    others += [(each.city_id, each.pk, fold(each.title)) for each in practices]
    alike = {}
    for each in practices:
        title = fold(each.title)
        near = [
            (likeness(title, other), -pk)
            for city, pk, other in others
            if title and city == each.city_id and city and pk != each.pk
        ]
        best, number = max(near, default=(0, 0))
        if best >= LIKE:
            alike[each.pk] = -number
    return alike


def _shares_city(other: Edition | Practice, practice: Practice) -> bool:
    return practice.city_id is not None and other.city_id == practice.city_id


def likeness(one: str, other: str) -> float:
    """Return how alike two folded titles are, from 0 to 1, by the threes of signs that they share (Dice)."""
    ours, theirs = _threes(one), _threes(other)
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


@lru_cache(2**9)  # the titles of an import that share a word come again and again
def _threes(title: str) -> frozenset[str]:
    padded = [f"  {word} " for word in title.split()]
    return frozenset(word[start : start + 3] for word in padded for start in range(len(word) - 2)) or EMPTY


def _written(practice: Practice, person: User) -> Iterable[Any]:
    """Return working copies that a person may read: her own; an editor's are those of the same country or author."""
    others = (
        Practice.objects.exclude(pk=practice.pk).only("status", "contributor", "city").annotate(begins=BEGINS)
    )
    if permissions.is_editor(person):
        others = others.in_status(*NOT_PUBLISHED)
        near = Q(country=practice.country.code or "")
        if practice.contributor_id:
            near |= Q(contributor=practice.contributor_id)
        return others.filter(near)[:CANDIDATES]
    return others.of(person)[:CANDIDATES]


def _on_line(practice: Practice) -> Iterable[Any]:
    """Give editions of the same city, and those of the same country or a common topic that share a long word."""
    rows = Edition.objects.exclude(practice=practice.pk).select_related("practice").newest_first()
    rows = rows.only("practice__slug", "first_published_at", "city").annotate(begins=BEGINS)
    if practice.city:
        yield from rows.in_cities(practice.city.slug)[:CANDIDATES]
    if words := _long_words(practice.title):
        yield from _near(rows.filter(words), practice)[:CANDIDATES]


def _near(rows: EditionQuerySet, practice: Practice) -> EditionQuerySet:
    slugs = [topic.slug for topic in practice.topics.all()]
    return rows.about(*slugs) if slugs else rows.in_countries(practice.country.code or "")


def _long_words(title: str) -> Q | None:
    words = sorted((word for word in fold(title).split() if len(word) >= LONG_WORD), key=len, reverse=True)
    return reduce(or_, (Q(sort_title__contains=word) for word in words[:4]), Q()) if words else None
