"""The bulk moves of the list: ticked or all that match, named and confirmed, each with a result."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from django.contrib import messages
from django.contrib.admin import action
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from practices import permissions
from practices.admin.columns import placed
from practices.admin.error_summary import FormError
from practices.admin.expected_version import is_whole_number, key, read_number
from practices.admin.sites import signed_in
from practices.answers import ceilings, completeness
from practices.answers.completeness import Doubts
from practices.answers.pictures import prefetch_uploads
from practices.entries import bulk, undo
from practices.entries.actions import MoveRefused
from practices.entries.duplicates import alike_in_their_cities
from practices.models import Batch, Practice
from practices.models.batch import UNDO_WITHIN
from practices.text import legible
from practices.workflow import TRASH, UNDOABLE, Act, Move, Requirement

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin


@dataclass(frozen=True)
class NamedEntry:
    """An entry as the page that asks names it: where it is of, what is missing or open in it, which cities nobody has linked."""

    practice: Practice
    doubts: Doubts
    unlinked: list[str]
    alike: int | None
    why_not: str

    @property
    def place(self) -> str:
        return placed(self.practice)


def _action(move: Move | Act) -> Callable[..., HttpResponse | None]:
    """Return the admin action that asks whether a move shall be made with the entries chosen."""
    is_told = not isinstance(move, Act) and Requirement.NO_CONTRIBUTOR in move.needs
    label = format_lazy("{} ({})", move.label, _lazy("without a contributor")) if is_told else move.label

    @action(description=cast("Any", label))
    def act(admin: Any, request: HttpRequest, queryset: QuerySet[Practice]) -> HttpResponse | None:
        return _confirm(request, move, queryset, admin=admin)

    act.__name__ = move.name
    return act


ACTIONS = [_action(move) for move in UNDOABLE.values()]


def is_offered_for(name: str, status: str) -> bool:
    """Say whether a list of this status, or of all, offers a move: what could be made with none of it is left out."""
    move = UNDOABLE[name]
    return isinstance(move, Act) or not status or status in move.sources


def check_numbers(request: HttpRequest) -> None:
    """Refuse a list whose ticked boxes hold what is no entry's number."""
    if not all(map(is_whole_number, request.POST.getlist(ACTION_CHECKBOX_NAME))):
        raise BadRequest


def is_across(request: HttpRequest) -> bool:
    """Say whether all that match the list were chosen, beyond those that were ticked."""
    return request.POST.get("select_across") == "1"


def _confirm(
    request: HttpRequest, move: Move | Act, chosen: QuerySet[Practice], *, admin: "EntryAdmin"
) -> HttpResponse | None:
    """Name the entries and their number, before anything is done."""
    versions = dict(chosen.values_list("pk", "version")[: bulk.MOST_ENTRIES + 1])
    if len(versions) > bulk.MOST_ENTRIES:
        said = _("At most %(most)d entries at once: narrow the list first.") % {"most": bulk.MOST_ENTRIES}
        messages.error(request, said)
        return None
    across, address = is_across(request), request.get_full_path()
    if not across:  # in the order of the list, in which the boxes stood
        ticked = map(int, request.POST.getlist(ACTION_CHECKBOX_NAME))
        versions = {pk: _seen(request, pk) for pk in ticked if pk in versions}
    return confirm_page(request, move, versions, admin=admin, across=across, list_address=address)


def confirm_page(
    request: HttpRequest,
    move: Move | Act,
    expected_versions: dict[int, int],
    *,
    admin: "EntryAdmin",
    **shown: Any,
) -> HttpResponse:
    entries = _named(expected_versions, move)
    assents = not isinstance(move, Act) and Requirement.ASSENT in move.needs
    told = {each.practice.pk: each.doubts for each in entries if assents and each.doubts}
    context = {
        "title": move.label,
        "move": move,
        "entries": entries,
        "possible": sum(not each.why_not for each in entries),
        "minutes": int(UNDO_WITHIN.total_seconds() / 60),
        "told": told,
        "seen": ",".join(f"{each.practice.pk}:{expected_versions[each.practice.pk]}" for each in entries),
        "key": uuid4(),
        "asks_note": not isinstance(move, Act) and Requirement.NOTE in move.needs,
        "asks_number": move.name == TRASH,
        "form_errors": [],
        "note": "",
        "bulk_address": admin.list_address("bulk"),
    }
    return admin.page(request, "admin/editorial/confirm.html", **context | shown)


@require_POST
def bulk_view(request: HttpRequest, *, admin: "EntryAdmin") -> HttpResponse:
    """Make the move with the entries that were confirmed, as they were seen."""
    move = UNDOABLE.get(request.POST.get("move", ""))
    pairs = [pair.partition(":") for pair in request.POST.get("entries", "").split(",")]
    if (
        move is None
        or len(pairs) > bulk.MOST_ENTRIES
        or not all(is_whole_number(pk) for pk, _colon, _seen in pairs)
    ):
        raise BadRequest
    entries = [(int(pk), read_number(seen)) for pk, _colon, seen in pairs]
    if move.name == TRASH and request.POST.get("number", "").strip() != str(len(entries)):
        error = FormError("id_number", _("That is not the number of entries, so nothing was done."))
        return _ask_again(request, move, dict(entries), error, admin=admin)
    note = legible(request.POST.get("note", ""))
    told = {pk: request.POST.get(f"despite-{pk}", "") for pk, _seen in entries}
    if why := ceilings.exceeds(note.strip()):
        return _ask_again(request, move, dict(entries), FormError("id_note", why), admin=admin, note=note)
    batch = bulk.move_each(
        move,
        entries,
        by=signed_in(request),
        note=note,
        despite=told if "although" in request.POST else {},
        key=key(request.POST.get("key", "")),
    )
    return redirect("admin:practices_practice_batch", batch.pk)


def _ask_again(
    request: HttpRequest,
    move: Move | Act,
    expected_versions: dict[int, int],
    error: FormError,
    *,
    admin: "EntryAdmin",
    note: str = "",
) -> HttpResponse:
    """Ask once more for what does not fit, before anything is done."""
    return confirm_page(
        request,
        move,
        expected_versions,
        admin=admin,
        across=True,
        list_address=admin.list_address("changelist"),
        form_errors=[error],
        note=note,
    )


def batch_view(request: HttpRequest, number: int, *, admin: "EntryAdmin") -> HttpResponse:
    """Show what came of each entry; a POST undoes it."""
    batch = get_object_or_404(Batch.objects.select_related("by"), pk=number)
    if request.method == "POST":
        try:
            undo.undo_batch(batch, by=signed_in(request))
        except MoveRefused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Undone. Below stands what came of it."))
        return redirect("admin:practices_practice_batch", batch.pk)
    entries, name = list(batch.entries.all()), batch.get_move_display()
    return admin.page(
        request,
        "admin/editorial/bulk.html",
        title=_("Undone: %(move)s") % {"move": name} if batch.undone_at else name,
        batch=batch,
        entries=entries,
        done=sum(entry.done for entry in entries),
        can_undo=undo.can_undo(signed_in(request), batch),
    )


def _named(keys: Iterable[int], move: Move | Act) -> list[NamedEntry]:
    """Return entries, in the order of their keys, with what an editor should know before she acts on them."""
    wanted = list(keys)
    chosen = Practice.objects.select_related("city", "edition", "claimed_by").prefetch_related(
        "topics", "partner_cities", "comments", "translation_of__edition"
    )
    found = {each.pk: each for each in chosen.filter(pk__in=wanted)}
    entries = [found[pk] for pk in wanted if pk in found]
    prefetch_uploads(entries)
    alike = alike_in_their_cities(entries) if move.name == "approve" else {}
    return [
        NamedEntry(
            each,
            completeness.doubts(each),
            completeness.unlinked(each),
            alike.get(each.pk),
            ""
            if isinstance(move, Act) or permissions.is_open(each, move)
            else permissions.why_closed(each, move),
        )
        for each in entries
    ]


def _seen(request: HttpRequest, pk: int) -> int:
    return read_number(request.POST.get(f"seen-{pk}", ""))
