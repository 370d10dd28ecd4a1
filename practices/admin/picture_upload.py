"""The pictures that came with a form: which of them are taken in, and what is said of the others?"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.admin.sites import signed_in
from practices.entries.files.receiving import receive
from practices.models import Practice
from practices.template import BY_FIELD
from practices.uploads.arriving import were_let_go
from practices.uploads.checking import FileRefused
from practices.uploads.storage import StorageUnavailable

PICTURES = BY_FIELD["pictures"]
MOST_MEGABYTES = settings.UPLOAD_BYTES // 2**20 - 1
"""Of all files together that come with a form; the rest is for its words."""


@dataclass(frozen=True)
class SentForm:
    """What was sent, the pictures that were taken in among it, and whether there were any, fit or not."""

    data: Any
    has_files: bool = False


def with_pictures(request: HttpRequest, practice: Practice) -> SentForm:
    """Take in the pictures that were sent, and say of each other one by its name why it was not taken."""
    files: list[Any] = request.FILES.getlist(PICTURES.field)
    if were_let_go(request):
        said = _(
            "No picture was taken: together they may have %(most)d MB. What you wrote is saved. "
            "Add fewer at a time, or smaller ones."
        )
        messages.error(request, said % {"most": MOST_MEGABYTES})
        return SentForm(request.POST, has_files=True)
    if not files:
        return SentForm(request.POST)
    data = request.POST.copy()
    room = (PICTURES.most or 0) - len({*data.getlist(PICTURES.field)} - {""})
    taken = 0
    for number, file in enumerate(files):
        if taken >= room:
            _tell_of_surplus(request, files[number:])
            break
        try:
            row = receive(practice, file, by=signed_in(request))
        except FileRefused as refused:
            messages.error(request, _("“%(name)s”: %(why)s") % {"name": file.name, "why": refused})
        except StorageUnavailable as away:
            messages.error(request, _("“%(name)s” was not kept. %(why)s") % {"name": file.name, "why": away})
        else:
            data.appendlist(PICTURES.field, row.file)
            taken += 1
    if taken:
        said = ngettext(
            "%(count)d picture was taken in: describe it below.",
            "%(count)d pictures were taken in: describe them below.",
            taken,
        )
        messages.success(request, said % {"count": taken})
    return SentForm(data, has_files=True)


def _tell_of_surplus(request: HttpRequest, files: list[Any]) -> None:
    names = ", ".join(f"“{file.name}”" for file in files)
    said = _("An entry has up to %(most)d pictures; not taken: %(names)s.")
    messages.error(request, said % {"most": PICTURES.most, "names": names})
