"""The readers of a file of an entry: anybody, or who may see the entry? It follows from the texts that name it, each time anew."""

from typing import Any

from practices import permissions
from practices.answers.pictures import digests
from practices.models import Edition, Practice, Snapshot, Upload
from practices.models.snapshot import Takedown


def is_on_line(digest: str) -> bool:
    """Say whether an edition shows a file that anybody may read: the one on line, or an old one of the same entry."""
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
