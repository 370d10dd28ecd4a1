"""The records of what people did apart from entries: a list to read; nobody changes or deletes a line of it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, TextField
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices import permissions
from practices.admin.sites import BaseModelAdmin, signed_in
from practices.audit import Subject
from practices.models import AuditEvent, City, ReadyNote, Topic, User
from practices.models.audit_event import UNTOLD

MODELS: dict[Subject, Any] = {
    Subject.PERSON: User,
    Subject.CITY: City,
    Subject.TOPIC: Topic,
    Subject.NOTE: ReadyNote,
}
"""Whose columns a record names."""
BESIDES = {
    "reason": gettext_lazy("reason"),
    "device": gettext_lazy("device"),
    "other": gettext_lazy("the other one"),
    "picture": gettext_lazy("picture"),
}
"""What a record names that is no column."""


def record_row(person: User, obj: Any, form: Any, *, change: bool) -> None:
    """Keep who added or changed a row in its form, and from what to what; of a text only that it changed."""
    told = {name: obj._meta.get_field(name) for name in form.changed_data or form.fields}
    is_text = {name for name, field in told.items() if isinstance(field, TextField)}
    before = {name: UNTOLD if name in is_text else form.initial.get(name) for name in told} if change else {}
    after = {name: UNTOLD if name in is_text else getattr(obj, name) for name in told}
    kind = f"{obj._meta.model_name}_{'changed' if change else 'added'}"
    AuditEvent.objects.record(kind, by=person, about=obj, before=before, after=after)


class ByKind(admin.SimpleListFilter):
    """The kinds that this person may read."""

    title = gettext_lazy("what")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(kind.name, kind.label) for kind in permissions.readable_records(request.user)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class Records(BaseModelAdmin):
    list_title = gettext_lazy("What people did")
    list_display = ("at", "kind", "who", "about", "change")
    list_display_links = None
    list_filter = (ByKind,)
    list_per_page = 50
    search_fields = ("about_name", "person__email", "actor__email")
    search_help_text = gettext_lazy("A part of an e-mail address, or of the name of a city or topic.")

    def get_urls(self) -> list[Any]:
        return [pattern for pattern in super().get_urls() if str(pattern.name).endswith("_changelist")]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_read_records(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.can_read_records(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        readable: QuerySet[Any] = AuditEvent.objects.of(*permissions.readable_records(signed_in(request)))
        return readable.select_related("actor", "person")

    @admin.display(description=gettext_lazy("who"))
    def who(self, record: AuditEvent) -> str:
        """Return who was signed in; the operator never is, nor who comes by the link of a mail."""
        return str(record.actor or _("nobody signed in"))

    @admin.display(description=gettext_lazy("about"))
    def about(self, record: AuditEvent) -> str:
        if record.subject is not Subject.PERSON:
            return record.about_name
        if record.person_id and not record.person:
            return _("account %(number)d, deleted") % {"number": record.person_id}
        return str(record.person or _("an address without an account"))

    @admin.display(description=gettext_lazy("change"))
    def change(self, record: AuditEvent) -> str:
        return said_of(record)


def said_of(record: AuditEvent) -> str:
    """Return what a record says was changed, from what to what."""
    lines = []
    for name, value in record.after.items():
        change = _words(value)
        if name in record.before and record.before[name] != value:
            change = f"{_words(record.before[name])} → {change}"
        lines.append(f"{_label(record, name)}: {change}")
    return "; ".join(lines)


def _label(record: AuditEvent, name: str) -> str:
    if name in BESIDES:
        return str(BESIDES[name])
    model = MODELS.get(record.subject)
    return str(model._meta.get_field(name).verbose_name) if model else name


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return "—" if value is None or not words else words
