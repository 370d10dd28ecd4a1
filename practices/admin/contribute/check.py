"""The pages of a submission: check the answers, agree and submit; the confirmation to keep."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices import permissions
from practices.admin.editorial.workdays import usual_days
from practices.admin.entry.found import with_entry
from practices.admin.entry.move_form import MoveForm
from practices.admin.entry.tasks import BACK, MISSING, SUBMIT
from practices.admin.entry.transitions import attempt
from practices.admin.error_summary import FormError, anchor
from practices.answers import codec, completeness, readonly
from practices.answers.completeness import Issue
from practices.entries import readings
from practices.entries.actions import Missing
from practices.models import Practice
from practices.workflow import MOVES, NEXT, Status

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
    is_open, is_stale = permissions.is_open(practice, move), "stale" in shown
    change = admin.address(practice, "change")
    issues = completeness.issues(practice)
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
        sections=readonly.sections(codec.encoded(practice), readings.of_practice(practice)),
        issues=issues,
        issues_said={issue.message for issue in issues},
        form_errors=_form_errors(change, issues, shown.get("refusal")) if shown else [],
        change=f"{change}?{BACK}=check",
        missing=f"{change}?{BACK}=check&{MISSING}=1",
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


def _form_errors(change: str, issues: list[Issue], refusal: Exception | None) -> list[FormError]:
    """Return what keeps the answers from being submitted: each leads to its field, the licence to the tick below.

    What no answer mends leads to the entry, where it is saved.
    """
    if not issues:
        place = "#id_licence_agreed" if isinstance(refusal, Missing) else change
        return [FormError(place, str(refusal))] if refusal else []
    back = f"{change}?{BACK}=check&{MISSING}=1"
    return [FormError(f"{back}#{anchor(issue.field)}", issue.sentence) for issue in issues]
