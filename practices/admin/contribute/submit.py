"""The page to hand an entry in: check the answers, agree, submit, and keep the confirmation."""

from typing import Any, override

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from practices.admin.entry import readonly
from practices.admin.entry.step_form import StepForm
from practices.admin.entry.summary import address
from practices.admin.entry.tasks import MISSING, FormError, anchor
from practices.admin.entry.transitions import Moves
from practices.answers import codec, completeness
from practices.answers.completeness import Issue
from practices.entries.actions import Missing
from practices.models import Practice
from practices.workflow import NEXT, Move, Status

SUBMIT, BACK = "submit", "back"
"""The move that has a page of its own here, and what in a form's address leads back to it."""


class HandingIn(Moves):
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.submitted_view)
        return [path("<int:pk>/submitted/", view, name="practices_practice_submitted"), *super().get_urls()]

    @override
    def move_page(
        self, request: HttpRequest, practice: Practice, move: Move, form: StepForm, **shown: Any
    ) -> HttpResponse:
        """Show all answers before they are submitted, each with the way to change it and back."""
        response = super().move_page(request, practice, move, form, **shown)
        if move.name == SUBMIT and isinstance(response, TemplateResponse):
            change = address(practice, "change", self.admin_site.name)
            issues = completeness.issues(practice)
            response.template_name = "admin/practices/practice/check.html"
            response.context_data = (response.context_data or {}) | {
                "title": _("Check your answers"),
                "sections": readonly.sections(codec.encoded(practice)),
                "issues": issues,
                "form_errors": _form_errors(change, issues, shown.get("refusal")) if shown else [],
                "change": f"{change}?{BACK}=check",
                "missing": f"{change}?{BACK}=check&{MISSING}=1",
                "is_stale": "stale" in shown,
            }
        return response

    @override
    def after_move(self, request: HttpRequest, practice: Practice) -> HttpResponse:
        if practice.status == Status.SUBMITTED:
            return redirect(address(practice, "submitted", self.admin_site.name))
        return super().after_move(request, practice)

    def submitted_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Confirm that an entry was submitted: its number, when, and what happens next. The address can be kept."""
        practice = self.found(request, pk)
        event = practice.events.filter(move=SUBMIT).first()
        if event is None:
            raise Http404
        request.current_app = site = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "title": _("Submitted"),
            "subtitle": str(practice),
            "opts": self.opts,
            "practice": practice,
            "event": event,
            "waits": practice.status == Status.SUBMITTED,
            "next_step": NEXT[Status(practice.status)],
            "entry_address": address(practice, "change", site),
        }
        return TemplateResponse(request, "admin/practices/practice/submitted.html", context)


def _form_errors(change: str, issues: list[Issue], refusal: Exception | None) -> list[FormError]:
    """Return what keeps the answers from being submitted: each leads to its field, the licence to the tick below.

    What no answer mends leads to the entry, where it is saved.
    """
    if not issues:
        place = "#id_licence_agreed" if isinstance(refusal, Missing) else change
        return [FormError(place, str(refusal))] if refusal else []
    back = f"{change}?{BACK}=check&{MISSING}=1"
    return [FormError(f"{back}#{anchor(issue.field)}", issue.sentence) for issue in issues]
