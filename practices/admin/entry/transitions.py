"""The pages of moves: each move of the table has an address of its own, with a page that says what it does."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _

from practices import permissions
from practices.admin.entries import EntryAdmin
from practices.admin.entry import readonly
from practices.admin.entry.step_form import StepForm, asked
from practices.admin.entry.summary import ONWARD, address
from practices.admin.sites import signed_in
from practices.answers import completeness
from practices.entries import actions
from practices.entries.actions import Incomplete, Missing, MoveRefused, Stale
from practices.models import Practice, User
from practices.workflow import MOVES, Move


class Moves(EntryAdmin):
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.move_view)
        name = "practices_practice_move"
        return [path("<int:pk>/move/<slug:name>/", view, name=name), *super().get_urls()]

    def move_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        practice, move = self.found(request, pk), MOVES.get(name)
        if move is None:
            raise Http404
        if not permissions.can_make(request.user, practice, move):
            raise PermissionDenied
        if request.method != "POST":
            return self.move_page(request, practice, move, StepForm(move, practice))
        form = StepForm(move, practice, request.POST)
        form.is_valid()
        return self.make(request, practice, move, form)

    def make(self, request: HttpRequest, practice: Practice, move: Move, form: StepForm) -> HttpResponse:
        """Make the move; a refusal shows the page again with what was typed, a repetition what the first press did."""
        person = signed_in(request)
        try:
            moved = self.moved(practice, move.name, by=person, expected_version=form.version, **form.words)
        except (Stale, MoveRefused) as refusal:
            current = self.found(request, practice.pk)
            if is_repeated(person, current, move.name, form.version + 1, form.words.get("note", "")):
                return self.after_move(request, current)
            return self.refused(request, current, move, form, refusal)
        return self.after_move(request, moved)

    def refused(
        self, request: HttpRequest, practice: Practice, move: Move, form: StepForm, refusal: Exception
    ) -> HttpResponse:
        if isinstance(refusal, Stale):
            again = StepForm(move, practice, {**request.POST.dict(), "seen": practice.version})
            return self.move_page(request, practice, move, again, stale=True)
        if isinstance(refusal, Incomplete):
            return self.move_page(request, practice, move, form, refusal=refusal, issues=refusal.issues)
        if isinstance(refusal, Missing) and refusal.field in form.fields:
            form.add_error(refusal.field, str(refusal))
        return self.move_page(request, practice, move, form, refusal=refusal)

    def moved(
        self, practice: Practice, name: str, *, by: User, expected_version: int, **words: Any
    ) -> Practice:
        """Make a move through its door, and return the entry as it is now."""
        return actions.move(practice, name, by=by, expected_version=expected_version, **words)

    def after_move(self, request: HttpRequest, practice: Practice) -> HttpResponse:
        """Say what a move has made of the entry."""
        self.say_moved(request, practice)
        return redirect(address(practice, "change", self.admin_site.name))

    def say_moved(self, request: HttpRequest, practice: Practice) -> None:
        said = _("“%(title)s” is now: %(status)s.") % {
            "title": practice,
            "status": practice.get_status_display(),
        }
        if undo := self.undo_address(request, practice):
            said = format_html('{} <a href="{}">{}</a>', said, undo, _("Undo"))
        messages.success(request, said)

    def undo_address(self, request: HttpRequest, practice: Practice) -> str:
        """Return where the last move can be undone; the contributors' site has no such page."""
        return ""

    def move_page(
        self, request: HttpRequest, practice: Practice, move: Move, form: StepForm, **shown: Any
    ) -> HttpResponse:
        """Show what a move does and what it needs, or why it cannot be made."""
        request.current_app = site = self.admin_site.name
        is_open = permissions.is_open(practice, move)
        doubts = completeness.doubts(practice) if form.asks_assent and is_open else None
        context = {
            **self.admin_site.each_context(request),
            "title": move.label,
            "subtitle": str(practice),
            "opts": self.opts,
            "practice": practice,
            "move": move,
            "form": form,
            "is_open": is_open,
            "move_address": address(practice, "move", site, move.name),
            "doubts": doubts,
            "issues": doubts.issues if doubts else [],
            "asks": bool(asked(move, practice)),
            "unlinked": completeness.unlinked(practice),
            "changes": readonly.changes(practice) if move.effect in ONWARD else [],
            "entry_address": address(practice, "change", site),
            "typed": "\n\n".join(filter(None, map(request.POST.get, ("note", "reason")))),
            **shown,
        }
        is_conflict = "stale" in shown or not is_open
        return TemplateResponse(
            request,
            "admin/practices/practice/move.html",
            context,
            status=HTTPStatus.CONFLICT if is_conflict else None,
        )


def is_repeated(person: User, practice: Practice, name: str, version: int, note: str = "") -> bool:
    """Say whether a person's own move with these words was the last thing that happened, and made this version.

    So a double press, a reload and a retry are answered as the first press was.
    """
    last = practice.events.first()
    made = (practice.version, last.move, last.actor_id, last.note) if last else ()
    return made == (version, name, person.pk, note.strip())
