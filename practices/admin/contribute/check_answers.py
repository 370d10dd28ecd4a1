"""The pages of a submission: check the answers, agree and submit; the confirmation to keep."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices import permissions
from practices.admin.editorial.workdays import usual_days
from practices.admin.entry.entry_of_address import with_entry
from practices.admin.entry.move_form import MoveForm
from practices.admin.entry.move_pages import attempt
from practices.admin.entry.summary import last_note
from practices.admin.entry.tasks import BACK, MISSING, Pages, answer_address
from practices.admin.error_summary import FormError
from practices.answers import codec, completeness, display
from practices.answers.codec import Answers
from practices.answers.completeness import Issue
from practices.answers.display import AnswerRow
from practices.entries import readings
from practices.entries.actions import Missing
from practices.models import Practice
from practices.question_kinds import Kind, Public, Section
from practices.template import BY_FIELD
from practices.workflow import MOVES, NEXT, SUBMIT, Status

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin


@with_entry
def check_view(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> HttpResponse:
    """Show all answers before they are submitted, each with the way to change it and back; a POST submits them."""
    tried = attempt(request, practice, MOVES[SUBMIT], admin=admin)
    if tried.is_made:
        return redirect(admin.address(practice, "submitted"))
    return _check_page(request, tried.practice, tried.form, admin=admin, **tried.refused)


def _check_page(
    request: HttpRequest, practice: Practice, form: MoveForm, *, admin: "EntryAdmin", **shown: Any
) -> HttpResponse:
    move = MOVES[SUBMIT]
    is_open, is_stale = permissions.is_open(practice, move), "is_stale" in shown
    issues = completeness.issues(practice)

    def change(section: Section) -> str:
        return f"{admin.form_address(practice, section)}?{BACK}=check"

    def mend(section: Section) -> str:
        return f"{change(section)}&{MISSING}=1"

    return admin.page(
        request,
        "admin/contribute/check.html",
        practice,
        title=_("Check your answers"),
        status=HTTPStatus.CONFLICT if is_stale or not is_open else None,
        move=move,
        form=form,
        is_open=is_open,
        is_stale=is_stale,
        sections=checked_sections(practice, issues, change),
        note=last_note(practice) if practice.status == Status.RETURNED else None,
        issues=issues,
        missing=_lead_to(issues, mend),
        doubtful=_lead_to(completeness.warnings(practice), change),
        form_errors=_form_errors(admin.entry_address(practice), issues, mend, shown.get("refusal"))
        if shown
        else [],
    )


@dataclass(frozen=True)
class CheckedAnswer:
    """An answer as its readers will see it; `change` leads to its field."""

    row: AnswerRow
    change: str
    issues: list[str]
    is_hidden: bool


def checked_sections(
    practice: Practice, issues: list[Issue], page: Pages
) -> Iterator[tuple[str | Promise, list[CheckedAnswer]]]:
    """Give each section of the template with its answers, and what is to be said of each."""
    answers = codec.encoded(practice)
    for title, rows in display.sections(answers, readings.of_practice(practice)):
        yield title, [_checked(row, answers, issues, page) for row in rows]


def _checked(row: AnswerRow, answers: Answers, issues: list[Issue], page: Pages) -> CheckedAnswer:
    question = BY_FIELD[row.field]
    is_private = question.public is Public.IF_TICKED and not answers["contact_public"]
    said = [issue.message for issue in issues if issue.field == row.field]
    is_said = row.reading is not None and row.reading.text in said
    if is_said:
        row = replace(row, reading=None)
    if question.kind is Kind.TICK and not row.text:
        row = replace(row, text=_("No"))
    return CheckedAnswer(
        row=row,
        change=answer_address(question.field, page),
        issues=said,
        is_hidden=bool(row.text) and is_private,
    )


@with_entry
def submitted_view(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> HttpResponse:
    """Confirm that an entry was submitted: its number, when, and what happens next. The address can be kept."""
    event = practice.events.filter(move=SUBMIT).first()
    if event is None:
        raise Http404
    return admin.page(
        request,
        "admin/contribute/submitted.html",
        practice,
        title=_("Submitted"),
        event=event,
        waits=practice.status == Status.SUBMITTED,
        answered_within=answered_within(),
        next_step=NEXT[Status(practice.status)],
    )


def answered_within() -> str:
    """Return how long editors take: as they did of late, or as they mean to."""
    days = usual_days()
    if days is None:
        aim = settings.REVIEW_DAYS
        said = ngettext(
            "Editors mean to answer within %(days)d working day.",
            "Editors mean to answer within %(days)d working days.",
            aim,
        )
        return said % {"days": aim}
    if not days:
        return _("Editors usually answer on the same day.")
    said = ngettext(
        "Editors usually answer within %(days)d working day.",
        "Editors usually answer within %(days)d working days.",
        days,
    )
    return said % {"days": days}


def _form_errors(entry: str, issues: list[Issue], page: Pages, refusal: Exception | None) -> list[FormError]:
    """Return what keeps the answers from being submitted: each leads to its field, the licence to the tick below.

    What no answer mends leads to the entry, where it is saved.
    """
    if not issues:
        cure = "#id_licence_agreed" if isinstance(refusal, Missing) else entry
        return [FormError(cure, str(refusal))] if refusal else []
    return _lead_to(issues, page)


def _lead_to(issues: list[Issue], page: Pages) -> list[FormError]:
    return [FormError(answer_address(issue.field, page), issue.sentence) for issue in issues]
