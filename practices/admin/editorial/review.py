"""The page to decide on an entry: what changed, what is missing, what was said."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from practices import permissions
from practices.admin.editorial import dashboard
from practices.admin.entry import readonly
from practices.admin.entry.comment_form import CommentForm
from practices.admin.entry.expected_version import version
from practices.admin.entry.step_form import StepForm
from practices.admin.entry.summary import address, before_submitted, notes
from practices.admin.entry.tasks import FormError
from practices.admin.entry.transitions import Moves, is_repeated
from practices.admin.sites import signed_in
from practices.answers import codec, completeness
from practices.entries import claims
from practices.entries.actions import Missing, MoveRefused, Stale, Unsure
from practices.entries.duplicates import similar
from practices.models import Comment, Practice
from practices.workflow import MOVES, Requirement

DECISIONS = ("approve", "return", "reject")


class Review(Moves):
    def get_urls(self) -> list[Any]:
        site = self.admin_site
        return [
            path("<int:pk>/review/", site.admin_view(self.review_view), name="practices_practice_review"),
            path(
                "<int:pk>/claim/",
                site.admin_view(require_POST(self.claim_view)),
                name="practices_practice_claim",
            ),
            *super().get_urls(),
        ]

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show all that bears on a decision; a POST decides, and leads back to the desk."""
        practice = self.found(request, pk)
        if request.method != "POST":
            return self.review_page(request, practice)
        name = request.POST.get("move", "")
        if name not in DECISIONS or not permissions.can_make(request.user, practice, MOVES[name]):
            raise PermissionDenied
        return self.decide(request, practice, name)

    def decide(self, request: HttpRequest, practice: Practice, name: str) -> HttpResponse:
        note, expected_version = (
            request.POST.get("note", "").replace("\0", ""),
            version(request.POST.get("seen", "")),
        )
        person = signed_in(request)
        try:
            moved = self.moved(practice, name, by=person, expected_version=expected_version, note=note)
        except Stale as stale:
            if not is_repeated(person, stale.practice, name, expected_version + 1, note):
                return self.review_page(
                    request, stale.practice, status=HTTPStatus.CONFLICT, note=note, stale=True
                )
            moved = stale.practice
        except Unsure as refusal:
            form = StepForm(MOVES[name], practice, request.POST)
            return self.move_page(request, practice, MOVES[name], form, refusal=refusal)
        except MoveRefused as refusal:
            status = 400 if permissions.is_open(practice, MOVES[name]) else HTTPStatus.CONFLICT
            form_errors = [FormError("id_note", str(refusal))] if isinstance(refusal, Missing) else []
            return self.review_page(
                request, practice, status=status, note=note, refusal=refusal, form_errors=form_errors
            )
        self.say_moved(request, moved)
        return redirect("admin:index")

    def comment_again(self, request: HttpRequest, practice: Practice, form: CommentForm) -> HttpResponse:
        """Show a comment that is not kept, with the reason."""
        return self.review_page(request, practice, status=HTTPStatus.BAD_REQUEST, comment_form=form)

    def claim_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put one's name at an entry, or take the name off."""
        practice = self.found(request, pk)
        door = claims.release if "release" in request.POST else claims.claim
        try:
            door(practice, by=signed_in(request))
        except MoveRefused as refusal:
            messages.warning(request, str(refusal))
        if "review" in request.POST:
            return redirect(address(practice, "review", self.admin_site.name))
        return redirect(reverse("admin:index"))

    def review_page(
        self, request: HttpRequest, practice: Practice, *, status: int | None = None, **shown: Any
    ) -> HttpResponse:
        request.current_app = site = self.admin_site.name
        person = signed_in(request)
        prefetch_related_objects([practice], "partner_cities", "topics")
        open_moves = {move.name: move for move in permissions.open_moves(person, practice)}
        decisions = [open_moves[name] for name in DECISIONS if name in open_moves]
        earlier = before_submitted(practice)
        context = {
            **self.admin_site.each_context(request),
            "title": str(practice),
            "opts": self.opts,
            "practice": practice,
            "edition": practice.edition if practice.has_edition else None,
            "at_once": [move for move in decisions if Requirement.NOTE not in move.needs],
            "with_note": [move for move in decisions if Requirement.NOTE in move.needs],
            "is_own": practice.was_written_by(person.pk),
            "age": dashboard.Waiting(practice, dashboard.age(practice), None),
            "compared": readonly.compared(readonly.changes(practice)),
            "earlier": earlier,
            "since_earlier": readonly.compared(readonly.since(practice, earlier)),
            "sections": readonly.sections(codec.encoded(practice)),
            "issues": completeness.issues(practice),
            "unlinked": completeness.unlinked(practice),
            "similar": similar(practice, person=person),
            "notes": notes(practice),
            "comments": self.comments_of(request, practice),
            "comment_form": CommentForm(),
            "can_claim": permissions.can_decide(person, practice) and practice.status == "submitted",
            "can_comment_internally": permissions.can_decide(person, practice),
            "entry_address": address(practice, "change", site),
            "review_address": address(practice, "review", site),
            "claim_address": address(practice, "claim", site),
            "comment_address": address(practice, "remark", site),
            "cities_address": address(practice, "cities", site)
            if permissions.can_link_cities(person, practice)
            else "",
            "history_address": address(practice, "history", site),
            "note": "",
            **shown,
        }
        page = "admin/practices/practice/review.html"
        return TemplateResponse(request, page, context, status=status)

    def review_address(self, practice: Practice) -> str:
        return address(practice, "review", self.admin_site.name)

    def straight(self, request: HttpRequest, practice: Practice) -> list[str]:
        """Offer to submit and approve in one go; the four-eyes rule holds: never with one's own entry."""
        person = signed_in(request)
        may = permissions.can_decide(person, practice) and permissions.can_move(person, practice, "submit")
        return ["straight"] if may and practice.contributor_id else []

    def comments_of(self, request: HttpRequest, practice: Practice) -> list[Comment]:
        person = signed_in(request)
        found = practice.comments.select_related("by")
        return [each for each in found if permissions.can_see_comment(person, each)]
