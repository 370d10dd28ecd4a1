"""The list of mails that wait, went out or failed. Failed ones can go out again."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from practices import permissions
from practices.admin.expected_version import is_whole_number
from practices.admin.sites import BaseModelAdmin, signed_in
from practices.mail import outbox
from practices.mail.kinds import KINDS, MANY
from practices.models import AuditEvent, Mail, User
from practices.models.mail import MailQuerySet, State

HELD = _("Held: what it tells can be undone still")
LABELS = {State.WAITING: _("Waiting"), State.SENT: _("Sent"), State.FAILED: _("Failed")}


def shown_to(person: User) -> MailQuerySet:
    """Return the mails that a person may see: those about practices, whose contributors she knows; an admin, all."""
    mails = Mail.objects.all()
    about_entries = Q(practice__isnull=False) | Q(kind=MANY)
    return mails if permissions.can_see_people(person) else mails.filter(about_entries)


class ByState(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(state.value, label) for state, label in LABELS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Mail]) -> QuerySet[Mail]:
        mails = cast("MailQuerySet", queryset)
        chosen = {"waiting": mails.waiting, "sent": mails.sent, "failed": mails.failed}.get(
            self.value() or ""
        )
        return chosen() if chosen else queryset


class Mails(BaseModelAdmin):
    """The list only: what a mail says may hold a secret of its reader, so nobody reads it here."""

    list_display = ("subject", "to", "state", "created_at", "attempts", "next_attempt", "last_error")
    list_display_links = None
    list_filter = (ByState,)
    search_fields = ("subject", "to")
    list_per_page = 50
    actions: Any = ["send_again"]

    def get_urls(self) -> list[Any]:
        return [pattern for pattern in super().get_urls() if str(pattern.name).endswith("_changelist")]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_see_mails(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.can_see_mails(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mail]:
        return shown_to(signed_in(request)).defer("text", "html")

    @admin.display(description=_("state"))
    def state(self, mail: Mail) -> Any:
        waits = mail.state is State.WAITING and not mail.attempts and mail.next_attempt_at > timezone.now()
        kind = KINDS.get(mail.kind)
        return HELD if waits and kind and kind.is_held else LABELS[mail.state]

    @admin.display(description=_("next attempt"), ordering="next_attempt_at")
    def next_attempt(self, mail: Mail) -> Any:
        return mail.next_attempt_at if mail.state is State.WAITING else None

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any, **kwargs: Any) -> Any:
        """Refuse what is no mail's number."""
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(map(is_whole_number, ticked)):
            raise BadRequest
        return super().response_action(request, queryset, *args, **kwargs)

    @admin.action(description=cast("Any", _("Send again")), permissions=["view"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Mail]) -> None:
        with transaction.atomic():
            count = outbox.retry(queryset)
            AuditEvent.objects.record("mails_sent_again", by=signed_in(request), after={"mails": count})
        said = ngettext(
            "%(count)d failed mail goes out again.", "%(count)d failed mails go out again.", count
        )
        self.message_user(request, said % {"count": count}, messages.SUCCESS if count else messages.WARNING)
