"""The taking in of files that people bring to entries and to pages, and the forgetting of those that nothing names any more.

A row is written before its bytes are kept, so that no bytes lie in the storage of which no row tells, and waits for the worker
once they are there; when they go, the row goes first. Nobody adds the row of a file while somebody deletes its bytes.
"""

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.answers.codec import Answers
from practices.answers.uploaded import (
    FILE_FIELDS,
    IN_SNAPSHOTS,
    QUESTIONS_OF_FILES,
    FileRow,
    all_rows,
    digests,
    named_by_content,
)
from practices.entries import quota
from practices.models import Edition, Event, PagePicture, Practice, Snapshot, Upload, User, brought_files
from practices.models.page_picture import OWNERS
from practices.models.upload import MOST_TRIES, BroughtFile, Readiness
from practices.question_kinds import Kind
from practices.uploads import checking, storage
from practices.uploads.exceptions import FileRefused, StorageUnavailable
from practices.uploads.kinds import DOCUMENT_KINDS
from practices.workflow import TAKE_DOWN

log = logging.getLogger(__name__)

type File = Any
"""A file as Django gives one that was sent."""
type Place = dict[str, Any]
"""Where a file is brought, as the columns of its row."""

MOST_BROUGHT = 100
"""Files of an entry, with those that nothing names, and pictures of a person that are on no page: the disk is everybody's."""
TOO_MANY: dict[type[BroughtFile], str | Promise] = {
    Upload: gettext_lazy("This entry has had too many files for now. Try again in two weeks."),
    PagePicture: gettext_lazy("You have added many pictures that are on no page. Try again in two weeks."),
}
TRIES = 2
FILES = 60_163
"""The advisory lock, together with a digest, of whoever adds the row of a file or deletes its bytes."""
UNNAMED_DAYS, UNTOLD_DAYS = 15, 30
"""For how long files are kept that no text names, as words that were kept of somebody signed out may still name them; and for how
long bytes of which no row tells.
"""


def receive(practice: Practice, file: File, *, by: User, picture: bool = True) -> Upload:
    """Take in a picture, or else a document, for an entry and return its row; the entry says nothing of it yet.

    Raises `FileRefused` for what is none of ours, `StorageUnavailable`.
    """
    row: Upload = _received(Upload, {"practice": practice}, file, by, picture=picture)
    return row


def receive_for_page(file: File, *, by: User) -> PagePicture:
    """Take in a picture for the page of a city or topic and return its row, which is nobody's yet; raises as `receive` does."""
    row: PagePicture = _received(PagePicture, dict.fromkeys(OWNERS) | {"by": by}, file, by, picture=True)
    return row


def _received(model: type[BroughtFile], place: Place, file: File, by: User, *, picture: bool) -> Any:
    checked = checking.check(file, picture=picture)
    digest = storage.sha256_of(file)
    _refuse_too_many(model, place, digest, by)
    _refuse_tried(digest)
    storage.refuse_without_room(checked.size)
    facts = {
        "kind": checked.kind.name,
        "size": checked.size,
        "width": checked.width or 0,
        "height": checked.height or 0,
        "at": timezone.now(),
        "by": by,
        "name": file.name or "",
    }
    for _time in range(TRIES):
        same = model.objects.filter(**place, file=digest)
        if _is_ready(same, digest, facts) or _has_kept(same, place, file, digest, facts):
            return same.get()
    raise StorageUnavailable(_("This file was taken away while you added it. Add it once more."))


def _is_ready(same: QuerySet[Any], digest: str, facts: dict[str, Any]) -> bool:
    """Say whether a file was brought to a place before and can be shown: then only who brought it last is noted.

    The store is asked first, whatever is known of the file: for one that says nothing nobody waits as long as `storage.store` does.
    """
    ready = same.filter(readiness=Readiness.READY)
    is_whole = storage.is_kept if facts["kind"] in DOCUMENT_KINDS else storage.has_renditions
    return is_whole(digest) and bool(ready.update(at=facts["at"], by=facts["by"]))


def _has_kept(same: QuerySet[Any], place: Place, file: File, digest: str, facts: dict[str, Any]) -> bool:
    """Keep a file under its row; say no when somebody took the row away meanwhile, and maybe the bytes.

    What is brought at the same time is counted one after another.
    """
    with _alone_with(digest):
        quota.lock_counted(facts["by"])
        _refuse_too_many(same.model, place, digest, facts["by"])
        row, is_new = same.get_or_create(
            **place, file=digest, defaults=facts | {"readiness": Readiness.STORING}
        )
    own = same.model.objects.filter(pk=row.pk)
    try:
        storage.store(file, digest)
    except BaseException:
        if is_new:
            own.filter(readiness=Readiness.STORING).delete()
        raise
    next_step = Readiness.READY if facts["kind"] in DOCUMENT_KINDS else Readiness.WAITING
    return bool(own.update(**facts, readiness=next_step))


@contextmanager
def _alone_with(digest: str) -> Iterator[None]:
    """Let one at a time add the row of a file or delete its bytes; SQLite has one writer at a time."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [FILES, int(digest[:7], 16)])
        yield


def _refuse_too_many(model: type[BroughtFile], place: Place, digest: str, person: User) -> None:
    others = model.objects.filter(**place).exclude(file=digest)
    if others.count() >= MOST_BROUGHT:
        raise FileRefused(str(TOO_MANY[model]))
    if why := quota.why_no_file(person):
        raise FileRefused(why)


def _refuse_tried(digest: str) -> None:
    """Refuse a picture of which nothing could be made as often as it is tried; on another day it is tried anew."""
    given_up = [
        row for row in brought_files.rows_of_file(digest) if row.has_failed and row.tries >= MOST_TRIES
    ]
    if any(row.at > timezone.now() - quota.DAY for row in given_up):
        raise FileRefused(
            _(
                "This picture cannot be shown: it is broken, or takes too much to be read. Save it anew as JPEG, and add that."
            )
        )
    if given_up:
        brought_files.note_file(digest, tries=0)


def brought_to(practice: Practice) -> set[str]:
    """Return the digests of the files that were brought to an entry."""
    return set(Upload.objects.filter(practice=practice.pk).values_list("file", flat=True))


def brought_for(practice: Practice, *, picture: bool) -> set[str]:
    """Return the digests of the pictures, or else of the documents, that were brought to an entry."""
    rows = Upload.objects.filter(practice=practice.pk).values_list("file", "kind")
    return {file for file, kind in rows if (kind not in DOCUMENT_KINDS) is picture}


def refuse_foreign_files(practice: Practice, before: Answers, answers: Answers) -> None:
    """Raise `ValueError` for a file that was not brought to the entry: whoever reads it would see that of another one.

    A picture that is named as a document would be given as it came, with the place where it was taken.
    """
    for question in QUESTIONS_OF_FILES:
        new = digests(answers.get(question.field) or []) - digests(before[question.field])
        if new and not new <= brought_for(practice, picture=question.kind is Kind.PICTURES):
            raise ValueError(f"{question.field} of another entry")


def drop_unnamed(practice: Practice, among: Collection[str] | None = None) -> None:
    """Forget each file of an entry that none of its texts names any more, or of some of them, by their digests.

    The bytes go once that is written.
    """
    rows = Upload.objects.filter(practice=practice.pk)
    _drop(practice, rows if among is None else rows.filter(file__in=among))


def sweep_files(now: datetime) -> int:
    """Forget what no text names any more, and was brought long enough ago; return how many files went from the storage.

    Bytes of which no row tells go as well: something broke off between the two. Those that the law wanted away go at once.
    """
    old = Upload.objects.filter(at__lt=now - timedelta(days=UNNAMED_DAYS))
    named = _named_anywhere()
    pairs = old.values_list("practice", "file")
    for number in sorted({practice for practice, file in pairs if (practice, file) not in named}):
        with transaction.atomic():
            _drop(Practice.all_objects.locked(number), old.filter(practice=number))
    forget_files(PagePicture.objects.unneeded(now, brought_before=now - timedelta(days=UNNAMED_DAYS)))
    known = brought_files.all_digests()
    before = now - timedelta(days=UNTOLD_DAYS)
    stored = list(storage.stored_digests())
    taken_down = _taken_down()
    gone = sum(delete_unless_known(digest) for digest in stored if digest in taken_down - known)
    untold = [digest for digest in stored if digest not in known | taken_down]
    if len(untold) * 2 > len(stored):
        log.error(
            "No row tells of %d of the %d files in the store: is it another site's, or the database an old one? None of them is deleted.",
            len(untold),
            len(stored),
        )
        return gone
    return gone + sum(delete_unless_known(digest) for digest in untold if _is_old(digest, before))


def _taken_down() -> set[str]:
    """Return all files that went with takedowns; what a store that was silent in that moment has kept is still to be deleted."""
    return {file for event in Event.objects.filter(move=TAKE_DOWN) for file in event.files_taken_down}


def _named_anywhere() -> set[tuple[int, str]]:
    """Return all files that texts name, each with its entry."""
    texts = [
        rows.exclude(**{column: []}).values_list(number, column)
        for rows, number, columns in (
            (Practice.all_objects, "pk", FILE_FIELDS),
            (Edition.objects, "practice", FILE_FIELDS),
            (Snapshot.objects, "practice", IN_SNAPSHOTS),
        )
        for column in columns
    ]
    return {
        (number, each["file"]) for rows in texts for number, said in rows.iterator() for each in said or []
    }


def _is_old(digest: str, before: datetime) -> bool:
    at = storage.stored_at(digest)
    return at is not None and at < before


def _drop(practice: Practice, rows: Any) -> None:
    forget_files(rows.exclude(file__in=list(named_by(practice))))


def forget_files(rows: QuerySet[Any]) -> None:
    """Delete rows of files; the bytes go once that is written, unless another row tells of them."""
    told = list(rows.values_list("pk", "file"))
    rows.filter(pk__in=[number for number, _file in told]).delete()
    for _number, file in told:
        transaction.on_commit(partial(delete_unless_known, file), robust=True)


def named_by(practice: Practice) -> dict[str, FileRow]:
    """Return all files that any text of an entry names, by their digests: its edition, its working copy, and all that is kept of it.

    What is said of each is what is said of it last.
    """
    kept = practice.snapshots.order_by("-pk").values_list(*IN_SNAPSHOTS)
    said = [named_by_content(practice), *map(all_rows, kept)]
    if practice.has_edition:
        said.insert(0, named_by_content(practice.edition))
    return {each["file"]: each for rows in reversed(said) for each in rows}


def delete_unless_known(digest: str) -> bool:
    """Delete the bytes of a file, and all that was made of it, unless a row tells of it; say whether they went."""
    with _alone_with(digest):
        if brought_files.is_told_of(digest):
            return False
        storage.delete(digest)
    return True
