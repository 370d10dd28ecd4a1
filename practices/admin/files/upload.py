"""The files that came with a form: which of them are taken in, and what is said of the others?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from practices.admin.files.attachments import AttachmentsField
from practices.admin.files.fields import FilesField
from practices.admin.files.pictures import PicturesField
from practices.admin.sites import signed_in
from practices.answers.uploaded import QUESTIONS_OF_FILES, SAID_OF
from practices.entries.files.receiving import receive
from practices.models import Practice
from practices.question_kinds import Kind, Question
from practices.uploads.arriving import lost_on_arrival, were_let_go
from practices.uploads.checking import FileRefused
from practices.uploads.storage import AWAY, StorageUnavailable

FIELDS: dict[Kind, type[FilesField]] = {
    Kind.PICTURES: PicturesField,
    Kind.ATTACHMENTS: AttachmentsField,
}
"""How the kinds are asked that are answered with files."""
TAKEN: dict[Kind, Callable[[int], str]] = {
    Kind.PICTURES: lambda count: ngettext(
        "%(count)d picture was taken in: describe it below.",
        "%(count)d pictures were taken in: describe them below.",
        count,
    ),
    Kind.ATTACHMENTS: lambda count: ngettext(
        "%(count)d document was taken in: give it a title below.",
        "%(count)d documents were taken in: give each a title below.",
        count,
    ),
}
TOO_MANY = {
    Kind.PICTURES: gettext_lazy("An entry has up to %(most)d pictures; not taken: %(names)s."),
    Kind.ATTACHMENTS: gettext_lazy("An entry has up to %(most)d documents; not taken: %(names)s."),
}


MESSAGES = "told"
"""Where on the page stands what is told of what came with the form before."""


@dataclass(frozen=True)
class SentForm:
    """What was sent, with the files that were taken in among it.

    If any came, fit or not, `anchor` says where the page opens again: where the first one is described, or where
    it is told why one was not taken.
    """

    data: Any
    anchor: str = ""


def with_files(request: HttpRequest, practice: Practice) -> SentForm:
    """Take in the files that were sent, and say of each other one by its name why it was not taken."""
    added = [question for question in QUESTIONS_OF_FILES if request.FILES.getlist(question.field)]
    if were_let_go(request.META):
        said = _(
            "No file was taken: together they may have %(most)d MB. What you wrote is saved. "
            "Add fewer at a time, or smaller ones."
        )
        messages.error(request, said % {"most": settings.UPLOAD_MEGABYTES})
        return SentForm(request.POST, MESSAGES)
    if lost := lost_on_arrival(request.META):
        _say_not_kept(request, lost, AWAY)
    data = request.POST.copy()
    described = [_take_in(request, practice, question, data) for question in added]
    return SentForm(data, MESSAGES if lost or not all(described) else next(iter(described), ""))


def _take_in(request: HttpRequest, practice: Practice, question: Question, data: QueryDict) -> str:
    """Take in the files that were added to a question, as many as there is room for, and name them in what was sent.

    Returns where the first is described; nothing if one was not taken.
    """
    files: list[Any] = request.FILES.getlist(question.field)
    sent = FIELDS[question.kind].widget().value_from_datadict(data, None, question.field)
    taken = list(_taken_in(request, practice, question, files, (question.most or 0) - len(sent)))
    data.setlist(question.field, [*data.getlist(question.field), *taken])
    if taken:
        messages.success(request, TAKEN[question.kind](len(taken)) % {"count": len(taken)})
    first_asked = next(iter(SAID_OF[question.kind].words))
    return f"id_{question.field}-{taken[0]}-{first_asked}" if len(taken) == len(files) else ""


def _taken_in(
    request: HttpRequest, practice: Practice, question: Question, files: list[Any], room: int
) -> Iterator[str]:
    """Give the names of the files that were taken in; once none can be kept, no more is tried."""
    is_picture, count = question.kind is Kind.PICTURES, 0
    for number, file in enumerate(files):
        if count >= room:
            left = {"most": question.most, "names": _quoted([each.name for each in files[number:]])}
            messages.error(request, str(TOO_MANY[question.kind] % left))
            break
        try:
            digest = receive(practice, file, by=signed_in(request), picture=is_picture).file
        except FileRefused as refused:
            messages.error(request, _("“%(name)s”: %(why)s") % {"name": file.name, "why": refused})
        except StorageUnavailable as away:
            _say_not_kept(request, [each.name for each in files[number:]], away)
            break
        else:
            count += 1
            yield digest


def _say_not_kept(request: HttpRequest, names: list[str], why: object) -> None:
    said = ngettext("%(names)s was not kept. %(why)s", "%(names)s were not kept. %(why)s", len(names))
    messages.error(request, said % {"names": _quoted(names), "why": why})


def _quoted(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
