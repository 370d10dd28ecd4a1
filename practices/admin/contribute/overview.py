"""The page of an entry for those who write it: what is done, what is left to do, and where is each part?"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practices.admin import stashed_post
from practices.admin.contribute.word_upload import report_of
from practices.admin.entry.comments import OpenComment
from practices.admin.entry.comparison import is_answered
from practices.admin.entry.entry_of_address import with_entry
from practices.admin.entry.form_page import around_entry
from practices.admin.entry.tasks import Task
from practices.models import Practice
from practices.question_kinds import Section
from practices.workflow import SUBMIT, Status

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin


@with_entry
@require_safe
def entry_view(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> HttpResponse:
    """Show where an entry stands, its sections as tasks, and what may be done with it; or all answers, once they stand."""

    def page(section: Section) -> str:
        return admin.form_address(practice, section)

    shown = around_entry(request, practice, admin=admin, page=page) | {"entry_address": ""}
    shown["steps"] = [step for step in shown["steps"] if step.move.name != SUBMIT]
    check = admin.submit_address(practice)
    if shown["tasks"]:
        is_ready, all_address = not shown["issues"], admin.form_address(practice, None)
        shown |= {"check_address": check, "is_ready": is_ready, "all_address": all_address}
        remarked = (
            each
            for each in shown["comments"]
            if each[0].addressed_at is None and each[2] and not is_answered(practice, each[0].field)
        )
        shown |= _onward(shown["tasks"], remarked, check)
    shared = {
        "submitted_address": admin.address(practice, "submitted")
        if practice.status == Status.SUBMITTED
        else "",
        "share_address": admin.address(practice, "share"),
        "word_address": admin.address(practice, "word_form"),
        "uploaded_address": admin.address(practice, "uploaded") if report_of(request, practice) else "",
        "kept_address": stashed_post.waits_below(request, request.path),
        "is_overview": True,
    }
    return admin.page(request, "admin/contribute/entry.html", **shown | shared)


def _onward(tasks: Iterable[Task], remarked: Iterable[OpenComment], check: str) -> dict[str, Any]:
    """Return the label and the address of the one button: what is left to do, then an unanswered remark, then the check."""
    for task in tasks:
        if task.errors and task.name != "done":  # what is only to be looked at holds nobody up
            said = _("Go on: %(section)s") % {"section": task.title}
            return {"onward_label": said, "onward_address": task.address}
    for comment, _settle, place in remarked:
        said = _("Answer the remark: %(question)s") % {"question": comment.label}
        return {"onward_label": said, "onward_address": place}
    return {"onward_label": _("Check and submit"), "onward_address": check}
