"""The page on which an entry is said to be a translation: which entry is its original, and who translated it?"""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices import permissions
from practices.admin.entry.entry_of_address import with_entry
from practices.admin.entry.fields import LINE, TypedField
from practices.admin.expected_version import VersionedForm, read_number
from practices.admin.sites import signed_in
from practices.choices import translators
from practices.entries.actions import MoveRefused, Stale
from practices.entries.translations import LONGEST_ENTRY_NAME, find_entry, note_original
from practices.models import Practice

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin


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


@with_entry
def translation_view(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> HttpResponse:
    """Show what an entry translates; a POST says so, or that it is no translation."""
    expected_version = read_number(request.POST.get("seen", ""))
    if not permissions.can_edit(request.user, practice):
        if request.method == "POST" and expected_version not in {0, practice.version}:
            return _too_late(request, practice, admin=admin)
        raise PermissionDenied
    if request.method != "POST":
        known = {"original": _number(practice.translation_of), "translated_by": practice.translated_by}
        form = TranslationForm(initial=known | {"seen": practice.version})
        return translation_page(request, practice, form, admin=admin)
    form = TranslationForm(request.POST)
    if not ("none" in request.POST or form.is_valid()):
        return translation_page(request, practice, form, admin=admin)
    try:
        _note(request, practice, form)
    except Stale as stale:
        return _too_late(request, stale.practice, admin=admin)
    except MoveRefused as refusal:
        form.add_error("original", str(refusal))
        return translation_page(request, practice, form, admin=admin)
    return redirect(admin.entry_address(practice))


def _too_late(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> HttpResponse:
    """Show what was chosen beside the entry as somebody else left it meanwhile."""
    data = request.POST.copy()
    data["seen"] = str(practice.version)
    form = TranslationForm(data)
    said = (
        _("This entry was changed after you opened this page. Look at it, then save again.")
        if permissions.can_edit(request.user, practice)
        else _("This entry was changed after you opened this page, and you cannot edit it any more.")
    )
    form.add_error(None, said)
    return translation_page(request, practice, form, admin=admin, status=HTTPStatus.CONFLICT)


def _note(request: HttpRequest, practice: Practice, form: TranslationForm) -> None:
    """Note what was chosen, and say so."""
    given = {} if "none" in request.POST else form.cleaned_data
    original = given.get("original")
    translator = given.get("translated_by", "")
    note_original(practice, original, translator, by=signed_in(request), expected_version=form.version)
    said = (
        _("Its original is kept: %(name)s.") % {"name": original.public_name}
        if original
        else _("It is no translation.")
    )
    messages.success(request, said)


def translation_page(
    request: HttpRequest,
    practice: Practice,
    form: TranslationForm,
    *,
    admin: "EntryAdmin",
    status: int | None = None,
) -> HttpResponse:
    return admin.page(
        request,
        "admin/entry/translation.html",
        practice,
        title=_("A translation?"),
        status=status,
        form=form,
        editable=permissions.can_edit(request.user, practice),
    )


def _number(original: Practice | None) -> str:
    return _("No. %(number)s") % {"number": original.pk} if original else ""
