"""The pages that give back words which were not saved: overtaken, or sent after their writer had been signed out."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import AdminErrorList, AdminForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from practices import permissions
from practices.admin import stashed_post
from practices.admin.entries import EntryAdmin
from practices.admin.entry import readonly
from practices.admin.entry.expected_version import version
from practices.admin.entry.form import NewPracticeForm, PracticeForm
from practices.admin.entry.save import says_the_same
from practices.answers import codec
from practices.entries.actions import MoveRefused
from practices.models import Practice


class Unsaved(EntryAdmin):
    def typed_before(self, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        """Return the form with what was sent while its writer was signed out, unless there is nothing new in it."""
        sent = stashed_post.found(request)
        if sent is None:
            return None
        if object_id is None:
            return self.begun_again(request, sent)
        practice = self.found(request, object_id)
        if not self.holds(practice, sent):
            return self.found_again(request, practice, sent)
        stashed_post.forget(request)
        return None

    def holds(self, practice: Practice, sent: QueryDict) -> bool:
        """Say whether an entry holds what was sent."""
        form: Any = PracticeForm(sent, instance=practice)
        return form.is_valid() and says_the_same(practice, form)

    def found_again(self, request: HttpRequest, practice: Practice, sent: QueryDict) -> HttpResponse:
        """Show the words that a person sent while she was signed out, beside what stands now."""
        if not permissions.can_edit(request.user, practice):
            stashed_post.forget(request)
        said = _(
            "You had been signed out, or signed in anew, or the entry was in the trash. "
            "What you typed is in the form: save it now."
        )
        messages.warning(request, said)
        return self.conflict(request, practice, sent)

    def begun_again(self, request: HttpRequest, sent: QueryDict) -> HttpResponse:
        """Show the add form with the words that a person sent while she was signed out; its key is still the same."""
        messages.warning(
            request,
            _("You had been signed out, or signed in anew. What you typed is in the form: save it now."),
        )
        form = NewPracticeForm(sent)
        return self.render_change_form(request, self.offered(request, form), add=True)

    def not_added(self, request: HttpRequest, refusal: MoveRefused) -> HttpResponse:
        """Show the add form with what was typed, and why it makes no entry for now."""
        context = self.offered(request, NewPracticeForm(request.POST)) | {"refusal": refusal}
        response = self.render_change_form(request, context, add=True)
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        return response

    def conflict(
        self, request: HttpRequest, practice: Practice, sent: QueryDict | None = None
    ) -> HttpResponse:
        """Show what stands now beside what the person typed; saving again is then a decision."""
        data = (sent or request.POST).copy()
        is_stale = version(data.get("seen", "")) != practice.version
        data["seen"] = str(practice.version)
        form: Any = PracticeForm(data, instance=practice)
        form.is_valid()
        context = {
            "original": practice,
            "object_id": str(practice.pk),
            "conflict": readonly.differences(codec.encoded(practice), form.encoded),
            "is_conflict": True,
            "is_stale": is_stale,
            "is_kept": practice.saved_by != request.user,
        }
        response = self.render_change_form(
            request, self.offered(request, form, practice) | context, change=True, obj=practice
        )
        response.status_code = HTTPStatus.CONFLICT
        return response

    def offered(
        self, request: HttpRequest, form: PracticeForm, practice: Practice | None = None
    ) -> dict[str, Any]:
        """Return what the page of a form needs that no request has sent."""
        bare: Any = form
        fieldsets: Any = self.get_fieldsets(request, practice)
        page = AdminForm(bare, fieldsets, {}, (), model_admin=self)
        return {
            **self.admin_site.each_context(request),
            "adminform": page,
            "original": None,
            "object_id": None,
            "media": self.media + page.media,
            "is_popup": False,
            "inline_admin_formsets": [],
            "errors": AdminErrorList(bare, []),
        }
