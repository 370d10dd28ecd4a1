"""The upload of a Word file: it becomes a draft with every answer that was found, and a report on each question.

The draft is made by the door that the add form uses. What of the file answers nothing waits in the session with the
report, so that it can be copied; the file itself is not kept.
"""

from dataclasses import asdict, dataclass, field
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from practices.admin.contribute.check_answers import checked_sections
from practices.admin.entry.entry_of_address import with_entry
from practices.admin.entry.form import NewPracticeForm
from practices.admin.entry.save import add_entry
from practices.admin.expected_version import key
from practices.admin.sites import signed_in
from practices.answers import codec, completeness
from practices.answers.codec import TYPED
from practices.answers.completeness import Issue
from practices.entries.actions import MoveRefused
from practices.entries.takedown.outside import UPLOADED
from practices.imports.places import likeliest
from practices.imports.tables import Unreadable
from practices.imports.word.filled import Filled, read_filled
from practices.imports.word.meaning import Meaning, meaning_of
from practices.models import Practice
from practices.question_kinds import Section
from practices.template import BY_FIELD, WRITTEN

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin

MOST_MEGABYTES = 2.5
"""Of a file; with the rest of its form it stays below `settings.BODY_BYTES`."""


class WordFileForm(forms.Form):
    """The file, and the key of this one form: sent twice, it makes one entry."""

    file = forms.FileField(
        label=gettext_lazy("Word file (.docx)"),
        help_text=format_lazy(
            gettext_lazy(
                "The form of the template, or a text with its headings. At most {size} MB: leave pictures out."
            ),
            size=MOST_MEGABYTES,
        ),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".docx"}),
        error_messages={"required": gettext_lazy("Choose the Word file on your computer.")},
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput, initial=uuid4)


class UploadedForm(NewPracticeForm):
    """The answers of a file, as if they had been typed into the form."""

    questions = WRITTEN


@dataclass
class UploadReport:
    """What became of a file: of which entry, which questions the draft answers from it, what was not understood, and what is left over."""

    practice: int
    file: str
    found: list[str]
    notes: dict[str, str]
    left: list[str] = field(default_factory=list)
    guessed: str = ""
    pictures: int = 0


def upload_view(request: HttpRequest, *, admin: "EntryAdmin") -> HttpResponse:
    """Show where to choose the file; a POST makes a draft of it and leads to the report."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, WordFileForm(), admin=admin)
    form = WordFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, admin=admin)
    try:
        return _made(request, form, admin=admin)
    except Unreadable as why:
        form.add_error("file", str(why))
        return _page(request, form, admin=admin)
    except MoveRefused as refusal:
        form.add_error("file", str(refusal))
        return _page(request, form, admin=admin, status=HTTPStatus.TOO_MANY_REQUESTS)


def _page(
    request: HttpRequest, form: WordFileForm, *, admin: "EntryAdmin", status: int | None = None
) -> HttpResponse:
    return admin.page(
        request, "admin/contribute/upload.html", status=status, title=_("Upload a Word file"), form=form
    )


def _made(request: HttpRequest, form: WordFileForm, *, admin: "EntryAdmin") -> HttpResponse:
    sent, person = form.cleaned_data["file"], signed_in(request)
    if sent.size > MOST_MEGABYTES * 2**20:
        raise Unreadable(
            _("It is larger than %(size)s MB. Leave the pictures out, and upload it again.")
            % {"size": MOST_MEGABYTES}
        )
    raw = sent.read()
    filled = read_filled(raw)
    meaning = meaning_of(filled)
    answered = entry_form(meaning, uuid5(key(form.cleaned_data["key"]), sha256(raw).hexdigest()))
    practice, is_kept = add_entry(answered, by=person, contributor=admin.contributor_of(person))
    if not is_kept:
        messages.warning(
            request, _("You uploaded this file before and have written in its entry since: here it is.")
        )
    request.session[UPLOADED] = asdict(_report(practice, sent.name, filled, meaning))
    return redirect(admin.address(practice, "uploaded"))


def entry_form(meaning: Meaning, once: UUID | None) -> UploadedForm:
    """Return the form with the answers, read as the site reads it; of several cities of a name, with the likeliest."""
    sent = meaning.sent.copy()
    sent["key"] = str(once or uuid4())
    form = UploadedForm(sent)
    form.is_valid()
    for several in [*form.city.several, *form.partners.several]:
        sent[several.radio_name] = likeliest(several)
    form = UploadedForm(sent)
    if not form.is_valid():
        for name in form.errors:
            reason = _("It is not in the draft: %(reason)s") % {"reason": form.errors[name][0]}
            meaning.leave(BY_FIELD[name], reason.replace("%", "%%"), str(sent.get(name, "")))
    return form


def _report(practice: Practice, file: str, filled: Filled, meaning: Meaning) -> UploadReport:
    named = {*filled.texts, *(name for name, values in filled.boxes.items() if values)}
    said = codec.said(practice)
    kept = {name for name in said if not codec.is_empty(said[name] or said[TYPED.get(name, name)])}
    return UploadReport(
        practice=practice.pk,
        file=file,
        found=[question.field for question in WRITTEN if question.field in named & kept],
        notes=meaning.notes,
        left=meaning.left,
        guessed=filled.guessed,
        pictures=filled.pictures,
    )


@with_entry
@require_safe
def uploaded_view(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> HttpResponse:
    """Show what was read of a file, question by question, and what of it fits nowhere, as long as the session lasts."""
    report = report_of(request, practice)
    if report is None:
        return redirect(admin.entry_address(practice))

    def page(section: Section) -> str:
        return admin.form_address(practice, section)

    issues = [*_noted(report), *completeness.issues(practice)]
    return admin.page(
        request,
        "admin/contribute/uploaded.html",
        practice,
        title=_("What was read of your file"),
        report=report,
        asked=len(WRITTEN),
        left="\n\n".join(report.left),
        sections=checked_sections(practice, issues, page),
    )


def report_of(request: HttpRequest, practice: Practice) -> UploadReport | None:
    """Return what is known of the file that an entry was made of, if it was the last one of this session."""
    kept: dict[str, Any] = request.session.get(UPLOADED) or {}
    return UploadReport(**kept) if kept.get("practice") == practice.pk else None


def _noted(report: UploadReport) -> list[Issue]:
    """Return the notes on what was not understood, and on what no heading named."""
    notes = dict(report.notes)
    if report.guessed:
        notes[report.guessed] = _(
            "No heading says so: it is what stands at the top of your file. Is it right?"
        )
    return [
        Issue(name, BY_FIELD[name].label, note, completeness.Flaw.DOUBTFUL) for name, note in notes.items()
    ]
