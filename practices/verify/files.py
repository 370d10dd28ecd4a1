"""The files that people brought: is each there that a text names, and byte for byte what it was?"""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.answers.pictures import JPEG
from practices.answers.uploaded import IN_SNAPSHOTS, all_rows, digests, named_by_content
from practices.models import PagePicture, Snapshot, Upload
from practices.models.upload import BroughtFile
from practices.uploads import storage
from practices.uploads.kinds import DOCUMENT_KINDS, WIDTHS
from practices.verify.findings import Finding, Portion, name_of_entry

WEEK = 7
AGAIN = gettext_lazy("Bring it back from a backup, or let it be uploaded once more.")


def unknown_files(portion: Portion) -> Iterator[Finding]:
    """Find entries whose texts name a file of which no row tells: working copies, what is on line, and earlier editions."""
    rows = portion.of(Upload.objects.all(), "practice").values_list("practice", "file")
    for number, digest in sorted(_named(portion) - set(rows)):
        says = _("no row tells of its file %(digest)s") % {"digest": digest}
        cure = _("Bring the row back from a backup.")
        yield Finding(name_of_entry(portion.practices[number]), says, cure)


def _named(portion: Portion) -> set[tuple[int, str]]:
    """Return the files that texts name, each with its entry."""
    texts = [(practice.pk, named_by_content(practice)) for practice in portion.practices.values()]
    texts += [(edition.practice_id, named_by_content(edition)) for edition in portion.editions]
    earlier = portion.of(Snapshot.objects.filter(edition__isnull=False), "practice")
    texts += [
        (number, all_rows(said))
        for number, *said in earlier.values_list("practice", *IN_SNAPSHOTS).iterator()
    ]
    return {(number, digest) for number, said in texts for digest in digests(said)}


def differing_files(portion: Portion) -> Iterator[Finding]:
    """Find files that are lost, or not what their names say, and pictures of which nothing can be shown.

    Each day a part of the bytes is read, and all within a week; by hand, all.
    """
    for row, says in _faulty(portion, Upload):
        what = _("file %(digest)s of No. %(number)d") % {"digest": row.file, "number": row.practice_id}
        yield Finding(what, says, str(AGAIN))


def differing_page_pictures(portion: Portion) -> Iterator[Finding]:
    """Find such pictures of cities and topics."""
    for row, says in _faulty(portion, PagePicture):
        what = _("picture %(digest)s of %(owner)s") % {"digest": row.file, "owner": row.owner or _("nobody")}
        yield Finding(what, says, str(AGAIN))


def _faulty(portion: Portion, model: type[BroughtFile]) -> Iterator[tuple[Any, str]]:
    for row in portion.of(model.objects.all()).order_by("pk"):
        portion.counted["files"] += 1
        reads = portion.held_back is not None or row.pk % WEEK == timezone.now().toordinal() % WEEK
        if says := _fault(row, reads_bytes=reads):
            yield row, says


def _fault(row: BroughtFile, *, reads_bytes: bool) -> str:
    try:
        if reads_bytes:
            with storage.open_stored(row.file) as file:
                if storage.sha256_of(file) != row.file:
                    return _("its bytes were changed")
        elif storage.stored_at(row.file) is None:
            return _("it is not in the storage")
        if row.has_failed:
            return _("nothing of it can be shown")
        if row.is_ready and row.kind not in DOCUMENT_KINDS:
            storage.open_rendition(row.file, min(WIDTHS[0], row.width), JPEG).close()
    except FileNotFoundError:
        return _("it is not in the storage")
    return ""
