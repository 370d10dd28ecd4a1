"""The page to decide on an entry: what changed, what is missing, what was said."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from practices import permissions
from practices.admin.editorial import dashboard, last_read
from practices.admin.entry import comparison
from practices.admin.entry.coauthors import account_city
from practices.admin.entry.comments import CommentForm
from practices.admin.entry.entry_of_address import with_entry
from practices.admin.entry.move_pages import is_repeated, say_moved
from practices.admin.entry.summary import notes
from practices.admin.error_summary import FormError
from practices.admin.expected_version import read_number
from practices.admin.sites import signed_in
from practices.answers import codec, completeness, display
from practices.entries import claims, readings, undo, undoable_moves
from practices.entries.actions import Missing, MoveRefused, Stale, Unsure
from practices.entries.duplicates import similar
from practices.models import Comment, Event, Practice, ReadyNote, User
from practices.question_kinds import Kind, Question
from practices.template import of_kind
from practices.text import count_words, legible
from practices.workflow import DECISIONS, MOVES, SUBMIT, Status

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin

FEW_WORDS = 10
AND_NEXT = "approve_next"
"""What the button sends that approves an entry and opens the next one."""


@with_entry
def review_view(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> HttpResponse:
    """Show all that bears on a decision; a POST decides, and leads back to the desk."""
    if request.method != "POST":
        return review_page(request, practice, admin=admin)
    if "fill" in request.POST:
        change_note = legible(request.POST.get("change_note", ""))
        return review_page(request, practice, admin=admin, note=_note(request), change_note=change_note)
    name = "approve" if AND_NEXT in request.POST else request.POST.get("move", "")
    if name not in DECISIONS or not permissions.can_make(request.user, practice, MOVES[name]):
        raise PermissionDenied
    return _decide(request, practice, name, admin=admin)


def _decide(request: HttpRequest, practice: Practice, name: str, *, admin: "EntryAdmin") -> HttpResponse:
    person, note = signed_in(request), _note(request)
    if name == "return" and not note.strip() and practice.comments.filter(internal=False, resolved_at=None):
        note = _("Please see the remarks.")
    change_note = legible(request.POST.get("change_note", "")) if name == "approve" else ""
    typed = {"note": note, "change_note": change_note}
    despite = request.POST.get("despite", "") if name == "approve" else ""
    expected_version = read_number(request.POST.get("seen", ""))
    after = practice if {AND_NEXT, "next"} & request.POST.keys() else None
    try:
        moved = undoable_moves.move_with_undo(
            practice, name, by=person, expected_version=expected_version, despite=despite, **typed
        )
    except Stale as stale:
        moved = stale.practice
        if not is_repeated(person, moved, name, expected_version + 1, note):
            return review_page(
                request, moved, admin=admin, status=HTTPStatus.CONFLICT, is_stale=True, **typed
            )
    except Unsure as refusal:
        doubts = completeness.doubts(practice)
        return review_page(
            request, practice, admin=admin, status=HTTPStatus.OK, refusal=refusal, doubts=doubts, **typed
        )
    except MoveRefused as refusal:
        is_open = permissions.is_open(practice, MOVES[name])
        return review_page(
            request,
            practice,
            admin=admin,
            status=HTTPStatus.BAD_REQUEST if is_open else HTTPStatus.CONFLICT,
            refusal=refusal,
            form_errors=[FormError(f"id_{refusal.field}", str(refusal))]
            if isinstance(refusal, Missing)
            else [],
            **typed,
        )
    if name != "approve":
        last_read.note(moved, by=person, expected_version=moved.version)
    say_moved(request, moved, admin=admin)
    return _open_next(person, after, admin=admin) if after else redirect("admin:index")


def _note(request: HttpRequest) -> str:
    """Return the note that was written, after the ready-made one that was chosen."""
    number = read_number(request.POST.get("ready", ""))
    ready = ReadyNote.objects.filter(pk=number).values_list("text", flat=True).first() if number else ""
    written = legible(request.POST.get("note", ""))
    return "\n\n".join(filter(None, [ready, written]))


def next_view(request: HttpRequest, *, admin: "EntryAdmin") -> HttpResponse:
    """Lead to the first entry that waits; a POST leads on from an entry that was read, and is left undecided."""
    person, after = signed_in(request), None
    if request.method == "POST":
        after = Practice.objects.filter(pk=read_number(request.POST.get("after", ""))).first()
    if after and permissions.can_decide(person, after):
        last_read.note(after, by=person, expected_version=read_number(request.POST.get("seen", "")))
    return _open_next(person, after, admin=admin)


def _open_next(person: User, after: Practice | None, *, admin: "EntryAdmin") -> HttpResponse:
    """Lead to the next entry of a person's queue, and from the last one to the desk."""
    following = dashboard.next_waiting(person, after)
    return redirect(admin.address(following, "review") if following else "admin:index")


@require_POST
@with_entry
def claim_view(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> HttpResponse:
    """Put one's name at an entry, or take the name off."""
    door = claims.release if "release" in request.POST else claims.claim
    try:
        door(practice, by=signed_in(request))
    except MoveRefused as refusal:
        messages.warning(request, str(refusal))
    if "review" in request.POST:
        return redirect(admin.address(practice, "review"))
    return redirect(reverse("admin:index"))


def review_page(
    request: HttpRequest, practice: Practice, *, admin: "EntryAdmin", status: int | None = None, **shown: Any
) -> HttpResponse:
    person = signed_in(request)
    prefetch_related_objects([practice], "partner_cities", "topics")
    open_moves = {move.name: move for move in permissions.open_moves(person, practice)}
    decisions = [open_moves[name] for name in DECISIONS if name in open_moves]
    earlier, read = comparison.before_submitted(practice), last_read.read_before(practice, by=person)
    if earlier and read and read.answers == earlier.answers:
        earlier = None
    submission = _submission(practice)
    may_decide = permissions.can_decide(person, practice)
    may_link = permissions.can_link_cities(person, practice)
    told = readings.of_practice(practice)
    if practice.city_typed:  # what an editor does about it stands with the decision
        told.pop("city", None)
    context = {
        "title": str(practice),
        "subtitle": None,
        "undoable": undo.undoable(practice, by=person),
        "edition": practice.edition if practice.has_edition else None,
        "decisions": decisions,
        "can_approve": "approve" in open_moves,
        "onward_label": _("Approve although %(doubts)s, and open the next") % {"doubts": doubts}
        if (doubts := shown.get("doubts"))
        else _("Approve and open the next"),
        "is_own": practice.was_written_by(person.pk),
        "submission": submission,
        "submitted_city": account_city(submission.actor if submission else None),
        "from_city": account_city(practice.contributor),
        "is_hers": bool(may_decide and submission and submission.actor_id == person.pk),
        "colleague": practice.claimant if practice.claimant != person else None,
        "left": dashboard.number_waiting(person, besides=practice),
        "age": dashboard.Waiting(practice, dashboard.age(practice), None),
        "compared": comparison.compared(comparison.unpublished_changes(practice)),
        "last_read": read,
        "since_read": comparison.compared(comparison.changes_since(practice, read.answers if read else None)),
        "ready_notes": ReadyNote.objects.filter(is_offered=True) if decisions else [],
        "earlier": earlier,
        "since_earlier": comparison.compared(
            comparison.changes_since(practice, earlier.answers if earlier else None)
        ),
        "sections": display.sections(codec.encoded(practice), told),
        "short": [*_short(practice)] if decisions else [],
        "issues": [*completeness.issues(practice), *completeness.warnings(practice)],
        "unlinked": completeness.unlinked(practice),
        "similar": similar(practice, person=person),
        "notes": [each for each in notes(practice) if each != submission],
        "comments": (comments := _comments_of(person, practice)),
        "open_comments": [each for each in comments if each.resolved_at is None],
        "comment_form": CommentForm(initial={"field": request.GET.get("about", "")}),
        "can_claim": may_decide and practice.status == Status.SUBMITTED,
        "can_comment_internally": may_decide,
        "review_address": admin.address(practice, "review"),
        "claim_address": admin.address(practice, "claim"),
        "next_address": admin.list_address("next"),
        "comment_address": admin.address(practice, "remark"),
        "cities_address": admin.address(practice, "cities") if may_link else "",
        "history_address": admin.address(practice, "history"),
        "leads_on": "next" in request.POST,
        "note": "",
        "change_note": "",
    } | shown
    context["typed"] = "\n\n".join(filter(None, [context["note"], context["change_note"]]))
    page = "admin/editorial/review.html"
    return admin.page(request, page, practice, status=status, **context)


def _short(practice: Practice) -> Iterator[Question]:
    """Give the needed texts that are answered in so few words that they can hardly say anything."""
    for question in of_kind(Kind.TEXT):
        if question.needed and 0 < count_words(getattr(practice, question.field)) < FEW_WORDS:
            yield question


def _submission(practice: Practice) -> Event | None:
    """Return who submitted the text that waits, when, and what was answered to the editors; nothing when none waits."""
    if practice.status != Status.SUBMITTED:
        return None
    found: Event | None = practice.events.filter(move=SUBMIT).select_related("actor__city").first()
    return found


def _comments_of(person: User, practice: Practice) -> list[Comment]:
    found = practice.comments.select_related("by")
    return [each for each in found if permissions.can_see_comment(person, each)]
