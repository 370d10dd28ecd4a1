"""The bulk moves of the list: ticked or all that match, named and confirmed, each with a result."""

from collections.abc import Callable
from typing import Any, cast, override
from uuid import uuid4

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from practices.admin.entry.expected_version import LONGEST_NUMBER, key, version
from practices.admin.entry.tasks import FormError
from practices.admin.entry.transitions import Moves
from practices.admin.sites import signed_in
from practices.answers import ceilings, completeness
from practices.answers.completeness import Doubts
from practices.entries import actions, bulk
from practices.entries.actions import MoveRefused
from practices.models import Batch, Practice, User
from practices.workflow import MOVES, RECORDED, TRASH, Act, Move, Requirement, Role

EDITORS = {Role.EDITOR, Role.SECOND_EDITOR}
EACH_FOR_ITSELF = {Requirement.REASON, Requirement.LICENCE}
"""What nobody can give for many entries at once; one note can stand for all."""
NAMED = ("title", "version", "status", "status_since")
"""What the page that asks reads of each entry."""

IN_BULK: dict[str, Move | Act] = {
    move.name: move
    for move in MOVES.values()
    if EDITORS & set(move.who) and not set(move.needs) & EACH_FOR_ITSELF
} | {TRASH: RECORDED[TRASH]}
"""What an editor may do with many entries; before they go into the trash, their number is typed."""


def _action(move: Move | Act) -> Callable[..., HttpResponse | None]:
    """Return the admin action that asks whether a move shall be made with the entries chosen."""

    @admin.action(description=cast("Any", move.label))
    def act(model_admin: Any, request: HttpRequest, queryset: QuerySet[Practice]) -> HttpResponse | None:
        page: HttpResponse | None = model_admin.confirm(request, move, queryset)
        return page

    act.__name__ = move.name
    return act


class Bulk(Moves):
    """Each row of the list carries the version that it shows: who acts on a row has seen that one.

    What can be undone for many can be undone for one.
    """

    actions: Any = [_action(move) for move in IN_BULK.values()]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        send = require_POST(self.bulk_view)
        return [
            path("bulk/", view(send), name="practices_practice_bulk"),
            path("bulk/<int:number>/", view(self.batch_view), name="practices_practice_batch"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("Select"))
    def action_checkbox(self, obj: Practice) -> SafeString:
        box = super().action_checkbox(obj)
        return format_html('{}<input type="hidden" name="seen-{}" value="{}">', box, obj.pk, obj.version)

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Practice], *args: Any, **kwargs: Any
    ) -> Any:
        """Refuse what is no entry's number; and act on what was ticked, even if the list now shows it no more."""
        if not all(_is_number(pk) for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest
        chosen = queryset if _is_across(request) else self.get_queryset(request)
        return super().response_action(request, chosen, *args, **kwargs)

    def confirm(
        self, request: HttpRequest, move: Move | Act, chosen: QuerySet[Practice]
    ) -> HttpResponse | None:
        """Name the entries and their number, before anything is done."""
        entries = list(chosen.select_related(None).only(*NAMED)[: bulk.MOST_ENTRIES + 1])
        if len(entries) > bulk.MOST_ENTRIES:
            said = _("At most %(most)d entries at once: narrow the list first.") % {"most": bulk.MOST_ENTRIES}
            self.message_user(request, said, messages.ERROR)
            return None
        across = _is_across(request)
        expected_versions = {each.pk: each.version if across else _seen(request, each.pk) for each in entries}
        address = request.get_full_path()
        return self.confirm_page(
            request, move, entries, expected_versions, across=across, list_address=address
        )

    def confirm_page(
        self,
        request: HttpRequest,
        move: Move | Act,
        entries: list[Practice],
        expected_versions: dict[int, int],
        **shown: Any,
    ) -> HttpResponse:
        told = _doubts(move, entries)
        context = {
            "title": move.label,
            "move": move,
            "entries": [(each, told.get(each.pk)) for each in entries],
            "told": told,
            "seen": ",".join(f"{pk}:{number}" for pk, number in expected_versions.items()),
            "key": uuid4(),
            "asks_note": not isinstance(move, Act) and Requirement.NOTE in move.needs,
            "asks_number": move.name == TRASH,
            "form_errors": [],
            "note": "",
            "bulk_address": reverse("admin:practices_practice_bulk"),
            **shown,
        }
        return self.bulk_page(request, "admin/practices/practice/confirm.html", context)

    def bulk_view(self, request: HttpRequest) -> HttpResponse:
        """Make the move with the entries that were confirmed, as they were seen."""
        move = IN_BULK.get(request.POST.get("move", ""))
        pairs = [pair.partition(":") for pair in request.POST.get("entries", "").split(",")]
        if (
            move is None
            or len(pairs) > bulk.MOST_ENTRIES
            or not all(_is_number(pk) for pk, _colon, _seen in pairs)
        ):
            raise BadRequest
        entries = [(int(pk), version(seen)) for pk, _colon, seen in pairs]
        if move.name == TRASH and request.POST.get("number", "").strip() != str(len(entries)):
            error = FormError("id_number", _("That is not the number of entries, so nothing was done."))
            return self.ask_again(request, move, dict(entries), error)
        note = request.POST.get("note", "").replace("\0", "")
        told = {pk: request.POST.get(f"despite-{pk}", "") for pk, _seen in entries}
        if why := ceilings.exceeds(note.strip()):
            return self.ask_again(request, move, dict(entries), FormError("id_note", why), note=note)
        batch = bulk.run(
            move,
            entries,
            by=signed_in(request),
            note=note,
            despite=told if "although" in request.POST else {},
            key=key(request.POST.get("key", "")),
        )
        return redirect("admin:practices_practice_batch", batch.pk)

    def ask_again(
        self,
        request: HttpRequest,
        move: Move | Act,
        expected_versions: dict[int, int],
        error: FormError,
        note: str = "",
    ) -> HttpResponse:
        """Ask once more for what does not fit, before anything is done."""
        named = list(Practice.objects.filter(pk__in=expected_versions).only(*NAMED))
        changelist = reverse("admin:practices_practice_changelist")
        expected_versions = {each.pk: expected_versions[each.pk] for each in named}
        return self.confirm_page(
            request,
            move,
            named,
            expected_versions,
            across=True,
            list_address=changelist,
            form_errors=[error],
            note=note,
        )

    @override
    def moved(
        self, practice: Practice, name: str, *, by: User, expected_version: int, **words: Any
    ) -> Practice:
        door = bulk.move if name in IN_BULK else actions.move
        return door(practice, name, by=by, expected_version=expected_version, **words)

    @override
    def undo_address(self, request: HttpRequest, practice: Practice) -> str:
        batch = bulk.last(practice, by=signed_in(request))
        return reverse("admin:practices_practice_batch", args=[batch.pk]) if batch else ""

    def batch_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show what came of each entry; a POST undoes it."""
        batch = get_object_or_404(Batch.objects.select_related("by"), pk=number)
        if request.method == "POST":
            try:
                bulk.undo(batch, by=signed_in(request))
            except MoveRefused as refusal:
                messages.warning(request, str(refusal))
            return redirect("admin:practices_practice_batch", batch.pk)
        entries = list(batch.entries.all())
        context = {
            "title": batch.get_move_display(),
            "batch": batch,
            "entries": entries,
            "done": sum(entry.done for entry in entries),
            "can_undo": bulk.can_undo(signed_in(request), batch),
            "undo_until": batch.at + bulk.UNDO,
        }
        return self.bulk_page(request, "admin/practices/practice/bulk.html", context)

    def bulk_page(self, request: HttpRequest, page: str, context: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        shown = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, page, shown)


def _doubts(move: Move | Act, entries: list[Practice]) -> dict[int, Doubts]:
    """Return what is missing or open in each entry, where the move asks for it."""
    if isinstance(move, Act) or Requirement.ASSENT not in move.needs:
        return {}
    chosen = Practice.objects.select_related("city").prefetch_related(
        "topics", "partner_cities", "comments", "translation_of__edition"
    )
    found = {
        each.pk: completeness.doubts(each) for each in chosen.filter(pk__in=[each.pk for each in entries])
    }
    return {pk: doubts for pk, doubts in found.items() if doubts}


def _is_number(pk: str) -> bool:
    return pk.isascii() and pk.isdecimal() and len(pk) <= LONGEST_NUMBER


def _is_across(request: HttpRequest) -> bool:
    return request.POST.get("select_across") == "1"


def _seen(request: HttpRequest, pk: int) -> int:
    return version(request.POST.get(f"seen-{pk}", ""))
