"""The pictures of cities and topics: set, replaced and taken out by editors, and what becomes of them in a merge.

A picture is brought first, and nobody's (`receiving.receive_for_page`); once everything is said of it, it is put in its place.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet

from practices import permissions
from practices.answers.uploaded import SHORT, FileRow
from practices.entries.files.receiving import forget_files
from practices.models import AuditEvent, City, Merge, PagePicture, Topic, User, version
from practices.models.audit_event import UNTOLD
from practices.models.page_picture import OWNERS

type Owner = City | Topic


class PictureChanged(Exception):
    """Another picture stands there than the one of which something is said, or it is not kept any more."""


def picture_of(owner: Owner) -> PagePicture | None:
    row: PagePicture | None = PagePicture.objects.filter(**_column(owner)).first()
    return row


def waiting_for(person: User, digest: str) -> PagePicture | None:
    """Return a picture that a person brought and that is nobody's yet."""
    row: PagePicture | None = _waiting(person, digest).first()
    return row


@transaction.atomic
def set_picture(owner: Owner, said: FileRow, *, by: User) -> PagePicture:
    """Let a picture stand on the page of a city or topic with what is said of it: the one that stands there, or one that `by` brought.

    Raises `PermissionDenied`, or `PictureChanged` when it is neither.
    """
    before = _locked(owner, by=by)
    now = (
        before
        if before and before.file == said["file"]
        else _waiting(by, said["file"]).select_for_update().first()
    )
    if now is None:
        raise PictureChanged
    if before and before is not now:
        forget_files(PagePicture.objects.filter(pk=before.pk))
    words = {name: value for name, value in said.items() if name != "file"}
    if (before, now.said) != (now, words):
        now.said = words
        setattr(now, _name(owner), owner)
        now.save(update_fields=[_name(owner), "said"])
        _record(owner, by=by, before=before, after=now)
    return now


@transaction.atomic
def take_picture_out(owner: Owner, digest: str, *, by: User) -> None:
    """Take a picture off the page of a city or topic, with its bytes; raises as `set_picture` does."""
    before = _locked(owner, by=by)
    if before is None or before.file != digest:
        raise PictureChanged
    forget_files(PagePicture.objects.filter(pk=before.pk))
    _record(owner, by=by, before=before, after=None)


def picture_keys_of(owner: Owner) -> list[int]:
    return list(PagePicture.objects.filter(**_column(owner)).values_list("pk", flat=True))


def let_follow(merged: Merge, gone: Owner, target: Owner) -> None:
    """Let the picture of a row that goes stand on the other's page, or wait at the merge where that has its own; both are locked."""
    place = {"merge": merged} if picture_keys_of(target) else _column(target)
    PagePicture.objects.filter(**_column(gone)).update(**dict.fromkeys(OWNERS) | place)


def bring_back(merged: Merge, back: Owner, target: Owner) -> None:
    """Give a row that comes back its picture, wherever it is by now, unless somebody took that out; both rows are locked."""
    its_own = PagePicture.objects.filter(
        Q(merge=merged) | Q(**_column(target)), pk__in=merged.moved.get("picture", ())
    )
    its_own.update(**dict.fromkeys(OWNERS) | _column(back))


def _waiting(person: User, digest: str) -> QuerySet[PagePicture]:
    return PagePicture.objects.filter(**dict.fromkeys(OWNERS), by=person, file=digest)


def _name(owner: Owner) -> str:
    return str(owner._meta.model_name)


def _column(owner: Owner) -> dict[str, Any]:
    return {_name(owner): owner}


def _locked(owner: Owner, *, by: User) -> PagePicture | None:
    """Lock a row, as a merge does, and return its picture."""
    if not permissions.can_change_cities_and_topics(by):
        raise PermissionDenied
    type(owner)._default_manager.select_for_update().get(pk=owner.pk)
    return picture_of(owner)


def _record(owner: Owner, *, by: User, before: PagePicture | None, after: PagePicture | None) -> None:
    """Keep that a picture was changed, and which one into which, or that what is said of it was."""
    names = [row.file[:SHORT] if row else "" for row in (before, after)]
    told = [UNTOLD, UNTOLD] if names[0] == names[1] else names
    AuditEvent.objects.record(
        f"{_name(owner)}_changed", by=by, about=owner, before={"picture": told[0]}, after={"picture": told[1]}
    )
    version.invalidate_pages()
