"""The pages of moves: each move of the table has an address of its own, with a page that says what it does."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

from practices import permissions
from practices.admin.entry import comparison
from practices.admin.entry.entry_of_address import found_entry, with_entry
from practices.admin.entry.move_form import CHANGE_NOTE, MoveForm, asked, kept_change_note
from practices.admin.next_steps import ONWARD, decide_address, next_step_for
from practices.admin.sites import signed_in
from practices.answers import completeness
from practices.entries import undo, undoable_moves
from practices.entries.actions import Incomplete, Missing, MoveRefused, Stale
from practices.models import Practice, User
from practices.workflow import DECISIONS, MOVES, Move, Status

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin


@dataclass(frozen=True)
class MoveAttempt:
    """What came of asking for a move: the entry as it is now, the form with what was typed, what the page shows of a refusal."""

    practice: Practice
    form: MoveForm
    is_made: bool = False
    refused: dict[str, Any] = field(default_factory=dict)


@with_entry
def move_view(request: HttpRequest, practice: Practice, *, name: str, admin: "EntryAdmin") -> HttpResponse:
    """Show what a move does and asks for; a POST makes it."""
    move = MOVES.get(name)
    if move is None:
        raise Http404
    tried = attempt(request, practice, move, admin=admin)
    if tried.is_made:
        return admin.after_move(request, tried.practice)
    return move_page(request, tried.practice, move, tried.form, admin=admin, **tried.refused)


def attempt(request: HttpRequest, practice: Practice, move: Move, *, admin: "EntryAdmin") -> MoveAttempt:
    """Make a move when it was pressed; a second press has made it, too.

    Raises `PermissionDenied` when it is not this person's to make.
    """
    if not permissions.can_make(request.user, practice, move):
        raise PermissionDenied
    if request.method != "POST":
        form = MoveForm(move, practice)
        if CHANGE_NOTE in form.fields:
            form.initial[CHANGE_NOTE] = kept_change_note(request, practice)
        return MoveAttempt(practice, form)
    form, person = MoveForm(move, practice, request.POST), signed_in(request)
    form.is_valid()
    try:
        moved = undoable_moves.move_with_undo(
            practice, move.name, by=person, expected_version=form.version, **form.words
        )
    except (Stale, MoveRefused) as refusal:
        current = found_entry(request, practice.pk, admin=admin)
        if is_repeated(person, current, move.name, form.version + 1, form.words.get("note", "")):
            return MoveAttempt(current, form, is_made=True)
        if isinstance(refusal, Stale):
            form = MoveForm(move, current, {**request.POST.dict(), "seen": current.version})
        return MoveAttempt(current, form, refused=_refused(form, refusal))
    return MoveAttempt(moved, form, is_made=True)


def _refused(form: MoveForm, refusal: Exception) -> dict[str, Any]:
    """Return what the page of a move shows of a refusal."""
    if isinstance(refusal, Stale):
        return {"is_stale": True}
    if isinstance(refusal, Incomplete):
        return {"refusal": refusal, "issues": refusal.issues}
    if isinstance(refusal, Missing):
        for name, message in ((refusal.field, str(refusal)), *refusal.also):
            if name in form.fields:
                form.add_error(name, message)
    return {"refusal": refusal}


def after_move(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> HttpResponse:
    """Say what a move has made of the entry, above its form."""
    say_moved(request, practice, admin=admin)
    return redirect(admin.entry_address(practice))


def say_moved(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> None:
    """Say what a move has made of the entry; on the editors' site with the way to undo it, where there is one."""
    title: Any = practice
    if practice.status == Status.PUBLISHED:
        title = format_html('<a href="{}">{}</a>', practice.get_absolute_url(), practice)
    said = format_html(_("“{title}” is now: {status}."), title=title, status=practice.get_status_display())
    batch = undo.undoable(practice, by=signed_in(request)) if admin.has_everybodys else None
    if batch:
        undoing = render_to_string("admin/editorial/_undo.html", {"undoable": batch}, request)
        said = format_html("{} {}", said, undoing)
    if not admin.has_everybodys:
        said = format_html("{} {}", said, next_step_for(signed_in(request), practice))
    messages.success(request, said)


def move_page(
    request: HttpRequest, practice: Practice, move: Move, form: MoveForm, *, admin: "EntryAdmin", **shown: Any
) -> HttpResponse:
    """Show what a move does and what it needs, or why it cannot be made."""
    is_open = permissions.is_open(practice, move)
    person, site = signed_in(request), admin.admin_site.name
    doubts = completeness.doubts(practice) if form.asks_assent and is_open else None
    context = {
        "title": move.label,
        "move": move,
        "form": form,
        "is_open": is_open,
        "move_address": admin.address(practice, "move", move.name),
        "decide_address": decide_address(person, practice, site) if move.name in DECISIONS else "",
        "doubts": doubts,
        "issues": doubts.issues if doubts else [],
        "asks": bool(asked(move, practice)),
        "unlinked": completeness.unlinked(practice),
        "changes": comparison.unpublished_changes(practice) if move.effect in ONWARD else [],
        "typed": "\n\n".join(filter(None, map(request.POST.get, ("note", "reason")))),
    }
    status = HTTPStatus.CONFLICT if "is_stale" in shown or not is_open else None
    page = "admin/entry/move.html"
    return admin.page(request, page, practice, status=status, **context | shown)


def is_repeated(person: User, practice: Practice, name: str, version: int, note: str = "") -> bool:
    """Say whether a person's own move with these words was the last thing that happened, and made this version.

    So a double press, a reload and a retry are answered as the first press was.
    """
    last = practice.events.first()
    made = (practice.version, last.move, last.actor_id, last.note) if last else ()
    return made == (version, name, person.pk, note.strip())
