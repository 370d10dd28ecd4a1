"""The pages that give back words which were not saved: overtaken, or sent after their writer had been signed out."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from practices import permissions
from practices.admin import stashed_post
from practices.admin.entry import comparison
from practices.admin.entry.form import PracticeForm, seen
from practices.admin.entry.form_page import form_page
from practices.admin.entry.save import says_the_same
from practices.admin.expected_version import read_version
from practices.answers import codec
from practices.models import Practice
from practices.question_kinds import Section

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin


def begun_again(request: HttpRequest, sent: QueryDict, *, admin: "EntryAdmin") -> HttpResponse:
    """Show the add form with the words that a person sent while she was signed out; its key is still the same."""
    said = _("You had been signed out, or signed in anew. What you typed is in the form: save it now.")
    messages.warning(request, said)
    return form_page(request, admin.new_form(sent), admin=admin)


def found_again(
    request: HttpRequest, practice: Practice, section: Section | None = None, *, admin: "EntryAdmin"
) -> HttpResponse | None:
    """Show the words that a person sent while she was signed out beside what stands now, if there is anything new."""
    sent = stashed_post.found(request)
    if sent is None:
        return None
    if holds(practice, sent, section):
        stashed_post.drop(request)
        return None
    if not permissions.can_edit(request.user, practice):
        stashed_post.drop(request)
    said = _(
        "You had been signed out, or signed in anew, or the entry was in the trash. "
        "What you typed is in the form: save it now."
    )
    messages.warning(request, said)
    return conflict_page(request, practice, sent, section, admin=admin)


def holds(practice: Practice, sent: QueryDict, section: Section | None = None) -> bool:
    """Say whether an entry holds what was sent."""
    form = PracticeForm(sent, instance=practice, section=section)
    return form.is_valid() and says_the_same(practice, form)


def conflict_page(
    request: HttpRequest,
    practice: Practice,
    sent: QueryDict,
    section: Section | None = None,
    *,
    admin: "EntryAdmin",
) -> HttpResponse:
    """Show what stands now beside what the person typed; saving again is then a decision."""
    data: Any = sent.copy()
    is_stale = read_version(data.get("seen", "")) != practice.version
    data["seen"] = str(seen(practice, section))
    form = PracticeForm(data, instance=practice, section=section)
    form.is_valid()
    return form_page(
        request,
        form,
        practice,
        admin=admin,
        status=HTTPStatus.CONFLICT,
        conflict=comparison.differences(codec.encoded(practice), form.encoded),
        is_conflict=True,
        is_stale=is_stale,
        is_kept=practice.saved_by != request.user,
    )
