"""The form of a comment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.admin.entry.fields import LARGE, TypedField
from practices.template import SECTIONS


def field_choices() -> list[Any]:
    """Return the whole entry, and every question by section."""
    asked = [
        (section.title, [(question.field, question.label) for question in section.questions])
        for section in SECTIONS
    ]
    return [("", _("The whole entry")), *asked]


class CommentForm(forms.Form):
    """The door says what is missing, so nothing is required here."""

    field = forms.ChoiceField(label=_("About"), choices=field_choices, required=False)
    text = TypedField(label=_("Remark"), required=False, widget=forms.Textarea({"class": LARGE, "rows": 3}))
    internal = forms.BooleanField(
        label=_("Internal: only editors read it, never the contributor"), required=False
    )
