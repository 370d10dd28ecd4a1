"""The page of an entry's form: what stands around the questions?"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.admin.helpers import AdminForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from practices import permissions
from practices.admin import stashed_post
from practices.admin.entry.comments import attach_to_fields, open_comments
from practices.admin.entry.form import NewPracticeForm, PracticeForm
from practices.admin.entry.move_form import asked
from practices.admin.entry.summary import standing
from practices.admin.entry.tasks import MISSING, tasks
from practices.admin.error_summary import form_errors
from practices.admin.next_steps import onward
from practices.admin.sites import signed_in
from practices.answers import codec, readonly
from practices.entries import readings
from practices.entries.duplicates import similar
from practices.models import Practice, User
from practices.questions import Question
from practices.template import SECTIONS

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin

AGREED = "licence_agreed"


def form_page(
    request: HttpRequest,
    form: PracticeForm,
    practice: Practice | None = None,
    *,
    admin: "EntryAdmin",
    status: int | None = None,
    **shown: Any,
) -> HttpResponse:
    """Return the page on which an entry is edited, read by those who may not, or added when there is none yet."""
    is_told = form.is_bound or MISSING in request.GET
    context = {
        "adminform": _in_sections(form, practice, admin=admin),
        "original": practice,
        "entry_address": "",
        "title": _("Add a practice"),
        "reading_address": admin.list_address("reading"),
        "editable": True,
        "tasks": [],
        "similar": [],
        "writer": stashed_post.mark(signed_in(request)),
        **admin.form_context(request, practice),
        **(_around(request, form, practice, admin=admin) if practice else {}),
    }
    context |= {"form_errors": form_errors(form) if is_told else []} | shown
    return admin.page(request, admin.change_form_template, status=status, **context)


def _in_sections(form: PracticeForm, practice: Practice | None, *, admin: "EntryAdmin") -> AdminForm:
    """Return the form as Django's own pages show one, in its sections."""
    bare: Any = form
    fieldsets: Any = _all_sections() if practice else [(None, {"fields": _fields(NewPracticeForm.questions)})]
    return AdminForm(bare, fieldsets, {}, (), model_admin=admin)


def _all_sections() -> Any:
    return [
        (section.title, {"fields": _fields(section.questions), "description": section.help})
        for section in SECTIONS
    ]


def _fields(questions: Iterable[Question]) -> list[str]:
    return [question.field for question in questions]


def _around(
    request: HttpRequest, form: PracticeForm, practice: Practice, *, admin: "EntryAdmin"
) -> dict[str, Any]:
    """Return where an entry stands, what is to be done in it, and what may be done with it."""
    person, site = signed_in(request), admin.admin_site.name
    summary = standing(person, practice, site)
    editable, issues = summary["editable"], summary["issues"]
    comments = open_comments(person, practice, site)
    attach_to_fields(form, comments)
    form.issues = [issue for issue in issues if MISSING in request.GET or not issue.missing]
    moves = onward(person, practice)
    return summary | {
        "title": str(practice),
        "subtitle": None,
        "comments": comments,
        "deals": not admin.has_everybodys and practice.is_written_by(person.pk),
        "straight": goes_straight(person, practice, admin=admin),
        "review_address": admin.address(practice, "review") if admin.has_everybodys else "",
        "sections": ()
        if editable
        else readonly.sections(codec.encoded(practice), readings.of_practice(practice)),
        "onward": moves,
        "asks_licence": any(AGREED in asked(move, practice) for move in moves),
        "tasks": tasks(practice, issues) if editable else [],
        "similar": similar(practice, person=person) if editable else [],
        "agreed": AGREED in request.POST or request.session.pop(AGREED, None) == practice.pk,
    }


def goes_straight(person: User, practice: Practice, *, admin: "EntryAdmin") -> bool:
    """Say whether an editor may submit and approve in one go; the four-eyes rule holds: never one's own entry."""
    return bool(
        admin.has_everybodys
        and practice.contributor_id
        and permissions.can_decide(person, practice)
        and permissions.can_move(person, practice, "submit")
    )
