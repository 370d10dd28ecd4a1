"""The page of ready-made notes: editors keep a small list of their own."""

from typing import Any, override

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from practices import permissions
from practices.admin.entry.fields import LARGE, TypedField
from practices.admin.records import record_row
from practices.admin.sites import BaseModelAdmin, signed_in
from practices.models import ReadyNote

LONGEST_NOTE = 5_000


class ReadyNoteForm(forms.ModelForm):
    text = TypedField(
        label=_("Text"),
        longest=LONGEST_NOTE,
        help_text=_("A note of a decision can begin with these words; its contributor reads them."),
        widget=forms.Textarea({"class": LARGE, "rows": 6}),
    )

    class Meta:
        model = ReadyNote
        fields = ("name", "text", "position", "is_offered")
        field_classes = {"name": TypedField}


class ReadyNotes(BaseModelAdmin):
    form = ReadyNoteForm
    change_form_template = "admin/practices/plain_form.html"
    list_display = ("name", "position", "is_offered")

    def get_urls(self) -> list[Any]:
        return [pattern for pattern in super().get_urls() if not str(pattern.name).endswith("_history")]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_change_ready_notes(request.user)

    def has_view_permission(self, request: HttpRequest, obj: ReadyNote | None = None) -> bool:
        return permissions.can_change_ready_notes(request.user)

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_change_ready_notes(request.user)

    @override
    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: ReadyNote, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.changed_data:
            record_row(signed_in(request), obj, form, change=change)
