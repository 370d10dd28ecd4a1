"""The page on which an entry is said to be a translation of another one."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from practices import permissions
from practices.admin.entries import EntryAdmin
from practices.admin.entry.expected_version import version
from practices.admin.entry.summary import address
from practices.admin.entry.translation_form import TranslationForm
from practices.admin.sites import signed_in
from practices.entries.actions import MoveRefused, Stale
from practices.entries.translations import note_original
from practices.models import Practice


class Translating(EntryAdmin):
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.translation_view)
        return [
            path("<int:pk>/translation/", view, name="practices_practice_translation"),
            *super().get_urls(),
        ]

    def translation_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what an entry translates; a POST says so, or that it is no translation."""
        practice, expected_version = self.found(request, pk), version(request.POST.get("seen", ""))
        if not permissions.can_edit(request.user, practice):
            if request.method == "POST" and expected_version not in {0, practice.version}:
                return self.too_late(request, practice)
            raise PermissionDenied
        if request.method != "POST":
            known = {"original": _number(practice.translation_of), "translated_by": practice.translated_by}
            return self.translation_page(
                request, practice, TranslationForm(initial=known | {"seen": practice.version})
            )
        form = TranslationForm(request.POST)
        if not ("none" in request.POST or form.is_valid()):
            return self.translation_page(request, practice, form)
        try:
            self.note(request, practice, form)
        except Stale as stale:
            return self.too_late(request, stale.practice)
        except MoveRefused as refusal:
            form.add_error("original", str(refusal))
            return self.translation_page(request, practice, form)
        return redirect(address(practice, "change", self.admin_site.name))

    def too_late(self, request: HttpRequest, practice: Practice) -> HttpResponse:
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
        return self.translation_page(request, practice, form, status=HTTPStatus.CONFLICT)

    def note(self, request: HttpRequest, practice: Practice, form: TranslationForm) -> None:
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
        self, request: HttpRequest, practice: Practice, form: TranslationForm, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        site = self.admin_site.name
        request.current_app = site
        context = {
            **self.admin_site.each_context(request),
            "title": _("A translation?"),
            "subtitle": str(practice),
            "opts": self.opts,
            "practice": practice,
            "entry_address": address(practice, "change", site),
            "form": form,
            "editable": permissions.can_edit(request.user, practice),
        }
        return TemplateResponse(request, "admin/practices/practice/translation.html", context, status=status)


def _number(original: Practice | None) -> str:
    return _("No. %(number)s") % {"number": original.pk} if original else ""
