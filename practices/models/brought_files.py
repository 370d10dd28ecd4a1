"""All tables of files that people brought: does a row tell of a file, which one waits, and whose are they?"""

from collections.abc import Collection
from datetime import datetime
from operator import attrgetter
from typing import Any

from practices.models.page_picture import PagePicture
from practices.models.upload import BroughtFile, Upload
from practices.models.user import User

TABLES_OF_FILES: tuple[type[BroughtFile], ...] = (Upload, PagePicture)


def rows_of_file(digest: str) -> list[BroughtFile]:
    """Return all rows that tell of a file."""
    return [row for model in TABLES_OF_FILES for row in model.objects.filter(file=digest)]


def first_of(digest: str, *, besides: Collection[str]) -> BroughtFile | None:
    """Return a row that tells of a file, and no other than these kinds."""
    rows = (model.objects.filter(file=digest).exclude(kind__in=besides).first() for model in TABLES_OF_FILES)
    return next(filter(None, rows), None)


def is_told_of(digest: str) -> bool:
    return any(model.objects.filter(file=digest).exists() for model in TABLES_OF_FILES)


def all_digests() -> set[str]:
    """Return all files of which rows tell."""
    return {digest for model in TABLES_OF_FILES for digest in model.objects.values_list("file", flat=True)}


def next_waiting_file(resting: Collection[str]) -> BroughtFile | None:
    """Return the file that has waited longest, but for those that rest."""
    first = [model.objects.waiting().exclude(file__in=resting).first() for model in TABLES_OF_FILES]
    return min(filter(None, first), key=attrgetter("at"), default=None)


def note_file(digest: str, *, unless: str = "", **columns: Any) -> int:
    """Write something of a file into all rows that tell of it, but for those that are in some readiness; return how many those are."""
    rows = [model.objects.filter(file=digest).exclude(readiness=unless) for model in TABLES_OF_FILES]
    return sum(each.update(**columns) for each in rows)


def number_brought_by(person: User, since: datetime) -> int:
    """Return how many files a person has brought since a moment."""
    return sum(model.objects.filter(by=person, at__gt=since).count() for model in TABLES_OF_FILES)
