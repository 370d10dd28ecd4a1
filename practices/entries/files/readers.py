"""The readers of a file: anybody, or who may see its entry? It follows from the texts and pages that have it, each time anew."""

from collections.abc import Iterator
from typing import Any

from practices import permissions
from practices.answers.uploaded import FILE_FIELDS, IN_SNAPSHOTS, FileRow, digests, named_by_content
from practices.models import Edition, PagePicture, Practice, Snapshot, Upload, version
from practices.models.snapshot import Takedown

MOST_KEPT = 2**14
_on_line: dict[str, set[str]] = {}
"""The files that were found to be on line at one version of the catalogue: the last that this process met."""


def is_on_line(digest: str) -> bool:
    """Say whether anybody may read a file.

    An edition shows it, the one on line or an old one of the same entry, or the page of a city or topic does.

    A yes is good for the version of the catalogue at which it was found, as a kept page is; a no is found anew each time.
    """
    found = _found_at(version.current())
    if digest in found:
        return True
    is_shown = _is_shown(digest)
    if is_shown and len(found) < MOST_KEPT:
        found.add(digest)
    return is_shown


def _found_at(known: str) -> set[str]:
    """Return what was found at a version; whoever still looks for another one's keeps that for herself."""
    found = _on_line.get(known)
    if found is None:
        _on_line.clear()
        found = _on_line[known] = set()
    return found


def forget_on_line() -> None:
    """Forget what was found: the database is another one, or another moment of it."""
    _on_line.clear()


def _is_shown(digest: str) -> bool:
    return said_on_line(digest) is not None or PagePicture.objects.on_line().filter(file=digest).exists()


def said_on_line(digest: str) -> FileRow | None:
    """Return what an edition that anybody may read says of a file, the one on line first; None if none shows it."""
    for rows in _answers_on_line(digest):
        if digest in digests(rows):
            return _row_of(rows, digest)
    return None


def _answers_on_line(digest: str) -> Iterator[list[FileRow]]:
    """Give the answers that are files, of the editions on line of the entries that a file was brought to, and of their old ones."""
    entries = Upload.objects.filter(file=digest).values("practice")
    on_line = Edition.objects.filter(practice__in=entries)
    for said in on_line.values_list(*FILE_FIELDS):
        yield from said
    old = Snapshot.objects.filter(practice__in=on_line.values("practice")).exclude(edition=None)
    for said in old.exclude(taken_down=Takedown.WHOLE).values_list(*IN_SNAPSHOTS):
        yield from (rows or [] for rows in said)


def _row_of(rows: list[FileRow], digest: str) -> FileRow | None:
    return next((row for row in rows if row["file"] == digest), None)


def said_by(practice: Practice, digest: str) -> FileRow | None:
    """Return what the working copy of an entry says of a file that was brought to it; None if nothing, or it was not."""
    said = _row_of(named_by_content(practice), digest)
    return said if said and practice.uploads.filter(file=digest).exists() else None


def is_seen_by(person: Any, digest: str) -> bool:
    """Say whether a person may see a file: an entry to which it was brought, or, as an editor, the picture of a city or topic."""
    if brought_within_sight_of(person, digest):
        return True
    is_of_page = permissions.can_change_cities_and_topics(person)
    return is_of_page and PagePicture.objects.filter(file=digest).exists()


def brought_within_sight_of(person: Any, digest: str) -> Upload | None:
    """Return a file as it was brought to an entry that a person may see, if there is such an entry."""
    practices = Practice.all_objects.filter(uploads__file=digest)
    for each in practices:
        if permissions.can_see(person, each) or permissions.can_see_in_trash(person, each):
            return each.uploads.get(file=digest)
    return None
