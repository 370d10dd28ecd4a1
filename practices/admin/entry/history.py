"""The history of an entry: what happened to it, and what did it say before?"""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from practices import permissions
from practices.admin.entry import comparison
from practices.admin.entry.entry_of_address import with_entry
from practices.admin.entry.summary import taken_back
from practices.admin.expected_version import read_number
from practices.admin.sites import signed_in
from practices.answers import codec, display
from practices.answers.ceilings import TooLong
from practices.answers.codec import Answers
from practices.entries import actions
from practices.entries.actions import Stale
from practices.models import Event, Practice, Snapshot, User
from practices.models.snapshot import Takedown
from practices.workflow import ERASE

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin


@with_entry
def history_view(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> HttpResponse:
    """List events and snapshots, newest first; who made them is shown to whom it may be."""
    person = signed_in(request)
    events = list(practice.events.select_related("actor", "person"))
    if not permissions.is_editor(person):
        _leave_out_notes(events)
    moves = {event.at: str(event.get_move_display()) for event in events}
    snapshots = list(practice.snapshots.select_related("by").defer("answers"))
    last = next((str(each.pk) for each in snapshots if not each.is_taken_down), "")
    return admin.page(
        request,
        "admin/practices/practice/object_history.html",
        practice,
        title=_("History"),
        events=[(event, _actor(practice, person, event)) for event in events],
        snapshots=[
            (each, _occasion(practice, person, each, moves), admin.address(practice, "snapshot", each.pk))
            for each in snapshots
        ],
        saved_by=_saved_by(practice, person),
        first=request.GET.get("first", last),
        second=request.GET.get("second", ""),
        compared=_comparison(request, practice),
    )


def _comparison(request: HttpRequest, practice: Practice) -> Any:
    """Return how two moments of an entry differ, word by word; None when the address asks for no two."""
    stood = [_stood(practice, request.GET.get(name, "")) for name in ("first", "second")]
    if stood[0] is None or stood[1] is None:
        return None
    return comparison.compared(comparison.differences(stood[0], stood[1]))


@with_entry
def snapshot_view(
    request: HttpRequest, practice: Practice, *, number: int, admin: "EntryAdmin"
) -> HttpResponse:
    """Show how an entry stood; a POST brings that back, unless it was taken down."""
    snapshot = get_object_or_404(Snapshot, practice=practice, pk=number)
    if request.method == "POST" and not snapshot.is_taken_down:
        return _bring_back(request, practice, snapshot, admin=admin)
    return snapshot_page(request, practice, snapshot, admin=admin)


def snapshot_page(
    request: HttpRequest,
    practice: Practice,
    snapshot: Snapshot,
    *,
    admin: "EntryAdmin",
    is_stale: bool = False,
) -> HttpResponse:
    """Show how an entry stood; beside how it stands now, when that changed after the page was opened."""
    return admin.page(
        request,
        "admin/entry/snapshot.html",
        practice,
        title=_("As it stood"),
        status=HTTPStatus.CONFLICT if is_stale else None,
        may_bring_back=permissions.can_edit(request.user, practice) and not snapshot.is_taken_down,
        revise_address=admin.address(practice, "move", "revise")
        if permissions.can_move(signed_in(request), practice, "revise")
        else "",
        snapshot=snapshot,
        sections=display.sections(snapshot.answers),
        history_address=admin.address(practice, "history"),
        is_stale=is_stale,
        conflict=comparison.differences(codec.encoded(practice), snapshot.answers) if is_stale else [],
    )


def _bring_back(
    request: HttpRequest, practice: Practice, snapshot: Snapshot, *, admin: "EntryAdmin"
) -> HttpResponse:
    """Make a snapshot the working copy again; what stands there now is kept in the history."""
    expected_version = read_number(request.POST.get("seen", ""))
    try:
        actions.save_answers(
            practice,
            answers_of(snapshot),
            by=signed_in(request),
            expected_version=expected_version,
            keep=True,
        )
    except Stale as stale:
        return snapshot_page(request, stale.practice, snapshot, admin=admin, is_stale=True)
    except TooLong as refusal:
        messages.error(request, _("It stays as it is now. %(why)s") % {"why": refusal})
        return snapshot_page(request, practice, snapshot, admin=admin)
    except PermissionDenied:
        if expected_version in {0, practice.version}:
            raise
        return snapshot_page(request, practice, snapshot, admin=admin, is_stale=True)
    messages.success(request, _("The working copy is as it stood then. What was there is in the history."))
    return redirect(admin.entry_address(practice))


def _leave_out_notes(events: list[Event]) -> None:
    """Leave out what an editor wrote and took back before anybody else acted on it."""
    gone = taken_back(events)
    for event in events:
        event.note = "" if event.pk in gone else event.note


def _actor(practice: Practice, person: User, event: Event) -> str:
    """Return who did it, and whom it concerns, as far as this person learns it."""
    event.practice = practice
    if event.actor is None:
        return _("Nobody: an idle account was closed") if event.move == ERASE else _("The operator")
    who = str(event.actor) if permissions.can_see_actor(person, event) else _("An editor")
    is_told = event.person_id != event.actor_id and permissions.can_see_writer(
        person, practice, event.person_id
    )
    return f"{who} → {event.person}" if event.person and is_told else who


def answers_of(snapshot: Snapshot) -> Answers:
    """Return a snapshot's answers as a working copy takes them; that of an edition says nothing of the contact."""
    answers = codec.decode(snapshot.answers)
    says_contact = codec.CONTACT[0] in snapshot.answers and not snapshot.edition
    return answers if says_contact else codec.unnamed(answers)


def _stood(practice: Practice, asked: str) -> Answers | None:
    """Return the answers at a moment that the address names: the number of a snapshot, or now."""
    if asked == "now":
        return codec.encoded(practice)
    kept = practice.snapshots.exclude(taken_down=Takedown.WHOLE)
    snapshot = kept.filter(pk=read_number(asked)).first()
    return snapshot.answers if snapshot else None


def _occasion(practice: Practice, person: User, snapshot: Snapshot, moves: dict[Any, str]) -> str:
    """Say why a text was kept, and whose doing it was; what an editor changed is marked as such."""
    who = _writer(practice, person, snapshot)
    if snapshot.at in moves:
        return _("%(move)s, %(who)s") % {"move": moves[snapshot.at], "who": who}
    if practice.was_written_by(snapshot.by_id):
        return _("as %(who)s left it before a change") % {"who": who}
    return _("as an editor (%(who)s) left it before a change") % {"who": who}


def _saved_by(practice: Practice, person: User) -> str:
    """Return who wrote the working copy as it stands, where that was not its contributor."""
    writer = practice.saved_by
    if writer is None or practice.was_written_by(writer.pk):
        return ""
    return str(writer) if permissions.is_editor(person) else _("An editor")


def _writer(practice: Practice, person: User, snapshot: Snapshot) -> str:
    if snapshot.by is None:
        return _("The operator")
    is_known = permissions.can_see_writer(person, practice, snapshot.by_id)
    return str(snapshot.by) if is_known else _("An editor")
