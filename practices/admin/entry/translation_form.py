"""The form of a translation: which entry is its original, and who translated it?"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.admin.entry.expected_version import VersionedForm
from practices.admin.entry.fields import LINE, TypedField
from practices.choices import translators
from practices.entries.translations import LONGEST_ENTRY_NAME, find_entry
from practices.models import Practice


class TranslationForm(VersionedForm):
    original = TypedField(
        label=gettext_lazy("Its original"),
        help_text=gettext_lazy(
            "The number or the address of the practice that was translated, such as No. 12 or /p/12/."
        ),
        longest=LONGEST_ENTRY_NAME,
        widget=forms.TextInput(LINE),
        error_messages={"required": gettext_lazy("Write the number or the address of its original.")},
    )
    translated_by = forms.ChoiceField(
        label=gettext_lazy("Who translated it"),
        choices=translators,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether a person or a machine translated it.")},
    )

    def clean_original(self) -> Practice:
        typed: Any = self.cleaned_data["original"]
        if (found := find_entry(typed)) is None:
            message = _("There is no practice “%(typed)s”. Write its number or its address.")
            raise ValidationError(message % {"typed": typed})
        return found

    @property
    def understood(self) -> Practice | None:
        """The practice on line that was typed, or is noted, if there is one."""
        found = find_entry(str(self["original"].value() or ""))
        return found if found and found.has_edition else None
