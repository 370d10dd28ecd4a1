"""The readers of a file of an entry: anybody, or who may see the entry? It follows from the texts that name it, each time anew."""

from typing import Any

from practices import permissions
from practices.answers.pictures import digests
from practices.models import Edition, Practice, Snapshot, Upload, version
from practices.models.snapshot import Takedown

MOST_KEPT = 2**14
_on_line: dict[str, set[str]] = {}
"""The files that were found to be on line at one version of the catalogue: the last that this process met."""


def is_on_line(digest: str) -> bool:
    """Say whether an edition shows a file that anybody may read: the one on line, or an old one of the same entry.

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
    entries = Upload.objects.filter(file=digest).values("practice")
    on_line = Edition.objects.filter(practice__in=entries)
    if any(digest in digests(pictures) for pictures in on_line.values_list("pictures", flat=True)):
        return True
    old = Snapshot.objects.filter(practice__in=on_line.values("practice")).exclude(edition=None)
    told = old.exclude(taken_down=Takedown.WHOLE).values_list("answers__pictures", flat=True)
    return any(digest in digests(pictures or []) for pictures in told)


def is_said_by(practice: Practice, digest: str) -> bool:
    """Say whether the working copy of an entry shows a file that was brought to it."""
    return digest in digests(practice.pictures) and practice.uploads.filter(file=digest).exists()


def is_seen_by(person: Any, digest: str) -> bool:
    """Say whether a person may see an entry to which a file was brought."""
    rows = Practice.all_objects.filter(uploads__file=digest)
    return any(
        permissions.can_see(person, each) or permissions.can_see_in_trash(person, each) for each in rows
    )
