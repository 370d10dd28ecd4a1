"""The pictures that came with a form: which of them are taken in, and what is said of the others?"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.admin.picture_fields import PicturesInput
from practices.admin.sites import signed_in
from practices.entries.files.receiving import receive
from practices.models import Practice
from practices.template import BY_FIELD
from practices.uploads.arriving import lost_on_arrival, were_let_go
from practices.uploads.checking import FileRefused
from practices.uploads.storage import AWAY, StorageUnavailable

PICTURES = BY_FIELD["pictures"]


@dataclass(frozen=True)
class SentForm:
    """What was sent, the pictures that were taken in among it, and whether there were any, fit or not."""

    data: Any
    has_files: bool = False


def with_pictures(request: HttpRequest, practice: Practice) -> SentForm:
    """Take in the pictures that were sent, and say of each other one by its name why it was not taken."""
    files: list[Any] = request.FILES.getlist(PICTURES.field)
    if were_let_go(request.META):
        said = _(
            "No picture was taken: together they may have %(most)d MB. What you wrote is saved. "
            "Add fewer at a time, or smaller ones."
        )
        messages.error(request, said % {"most": settings.UPLOAD_MEGABYTES})
    elif lost := lost_on_arrival(request.META):
        _say_not_kept(request, lost, AWAY)
    elif not files:
        return SentForm(request.POST)
    data = request.POST.copy()
    sent = PicturesInput().value_from_datadict(data, None, PICTURES.field)
    room = (PICTURES.most or 0) - len(sent)
    taken = _taken_in(request, practice, files, room)
    data.setlist(PICTURES.field, [*data.getlist(PICTURES.field), *taken])
    if taken:
        said = ngettext(
            "%(count)d picture was taken in: describe it below.",
            "%(count)d pictures were taken in: describe them below.",
            len(taken),
        )
        messages.success(request, said % {"count": len(taken)})
    return SentForm(data, has_files=True)


def _taken_in(request: HttpRequest, practice: Practice, files: list[Any], room: int) -> list[str]:
    """Return the names of the files that were taken in, as many as there is room for; once none can be kept, no more is tried."""
    taken: list[str] = []
    for number, file in enumerate(files):
        if len(taken) >= room:
            said = _("An entry has up to %(most)d pictures; not taken: %(names)s.")
            messages.error(
                request,
                said % {"most": PICTURES.most, "names": _quoted([each.name for each in files[number:]])},
            )
            break
        try:
            taken.append(receive(practice, file, by=signed_in(request)).file)
        except FileRefused as refused:
            messages.error(request, _("“%(name)s”: %(why)s") % {"name": file.name, "why": refused})
        except StorageUnavailable as away:
            _say_not_kept(request, [file.name for file in files[number:]], away)
            break
    return taken


def _say_not_kept(request: HttpRequest, names: list[str], why: object) -> None:
    said = ngettext("%(names)s was not kept. %(why)s", "%(names)s were not kept. %(why)s", len(names))
    messages.error(request, said % {"names": _quoted(names), "why": why})


def _quoted(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
