"""How are several entries moved at once? Each move that needs no words is an action, with a result per entry."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices import actions
from practices.actions import MoveRefused, Stale
from practices.admin.entry import Entries
from practices.admin.site import signed_in
from practices.forms.seen import LONGEST, version
from practices.forms.step import MAKERS
from practices.models import Practice, User
from practices.workflow import MOVES, Move, Who

EDITORS = {Who.EDITOR, Who.SECOND_EDITOR}
IN_BULK = [move for move in MOVES.values() if EDITORS & set(move.who) and not set(move.needs) & set(MAKERS)]
"""The moves that an editor may make with many entries: those that ask for no words."""


def _action(move: Move) -> Callable[..., None]:
    """Return the admin action that makes a move with each entry that was ticked."""

    @admin.action(description=cast("Any", move.label))
    def act(model_admin: Any, request: HttpRequest, queryset: QuerySet[Practice]) -> None:
        for practice in queryset:
            seen = version(request.POST.get(f"seen-{practice.pk}", ""))
            level, result = _move(practice, move, by=signed_in(request), seen=seen)
            model_admin.message_user(request, f"{practice}: {result}", level)

    act.__name__ = move.name
    return act


def _move(practice: Practice, move: Move, *, by: User, seen: int) -> tuple[int, str]:
    """Make a move with one entry, and say what came of it."""
    try:
        moved = actions.move(practice, move.name, by=by, seen=seen)
    except Stale:
        return messages.WARNING, _("skipped. It was changed after this list was shown: read it first.")
    except PermissionDenied:
        return messages.WARNING, _("skipped. Another editor has to do that.")
    except MoveRefused as refusal:
        return messages.WARNING, _("skipped. %(why)s") % {"why": refusal}
    return messages.SUCCESS, _("now %(status)s.") % {"status": moved.get_status_display().lower()}


class Bulk(Entries):
    """Each row of the list carries the version that it shows: who acts on a row has seen that one."""

    actions: Any = [_action(move) for move in IN_BULK]

    @admin.display(description=gettext_lazy("Select"))
    def action_checkbox(self, obj: Practice) -> SafeString:
        box = super().action_checkbox(obj)
        return format_html('{}<input type="hidden" name="seen-{}" value="{}">', box, obj.pk, obj.version)

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Practice], *args: Any, **kwargs: Any
    ) -> Any:
        """Refuse what is no entry's number; and act on what was ticked, even if the list now shows it no more."""
        if not all(
            pk.isdecimal() and len(pk) <= LONGEST for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)
        ):
            raise BadRequest
        return super().response_action(request, self.get_queryset(request), *args, **kwargs)
