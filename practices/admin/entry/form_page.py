"""The page of an entry's form: what stands around the questions?"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.admin.helpers import AdminForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from practices import permissions
from practices.admin import stashed_post
from practices.admin.entry.comments import attach_to_fields, open_comments
from practices.admin.entry.form import PracticeForm
from practices.admin.entry.move_form import asked, kept_change_note, tells_readers
from practices.admin.entry.summary import standing
from practices.admin.entry.tasks import MISSING, TOLD, Pages, answer_address, tasks, this_page
from practices.admin.error_summary import form_errors
from practices.admin.next_steps import onward
from practices.admin.sites import signed_in
from practices.answers import codec, completeness, display
from practices.answers.completeness import FLAWS, Issue
from practices.answers.uploaded import FILE_FIELDS
from practices.entries import readings
from practices.entries.duplicates import similar
from practices.models import Practice, User
from practices.question_kinds import Question, Section
from practices.template import BY_FIELD, SECTIONS
from practices.workflow import MOVES, SUBMIT

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin

AGREED = "licence_agreed"
WHERE_NAMED = 2
"""On the pages of so many sections stands what has a like title: where title and place are given, and after their save."""


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
    is_told = form.is_bound or MISSING in request.GET or TOLD in request.GET
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
        **admin.form_context(request, practice, form.section),
        **_around(request, form, practice, admin=admin),
    }
    context |= {"form_errors": form_errors(form) if is_told else []} | shown
    return admin.page(request, admin.change_form_template, status=status, **context)


def _in_sections(form: PracticeForm, practice: Practice | None, *, admin: "EntryAdmin") -> AdminForm:
    """Return the form as Django's own pages show one, in its sections."""
    bare: Any = form
    if form.section:
        fieldsets: Any = [(None, {"fields": _fields(form.questions), "description": form.section.help})]
    else:
        fieldsets = _all_sections() if practice else [(None, {"fields": _fields(form.questions)})]
    return AdminForm(bare, fieldsets, {}, (), model_admin=admin)


def _all_sections() -> Any:
    return [
        (section.title, {"fields": _fields(section.questions), "description": section.help})
        for section in SECTIONS
    ]


def _fields(questions: Iterable[Question]) -> list[str]:
    return [question.field for question in questions]


def _around(
    request: HttpRequest, form: PracticeForm, practice: Practice | None, *, admin: "EntryAdmin"
) -> dict[str, Any]:
    """Return what stands around a form, and put to its fields what is to be mended and what editors remark."""
    if practice is None:
        return {}
    if form.section:
        shown = _around_section(request, practice, form.section, admin=admin)
    else:
        shown = around_entry(request, practice, admin=admin) | _around_all(request, practice, admin=admin)
    attach_to_fields(form, shown["comments"])
    is_told = bool({MISSING, TOLD} & set(request.GET))
    form.issues = [
        issue
        for issue in shown["issues"]
        if MISSING in request.GET
        or not (issue.missing or (not is_told and _is_of_new_files(issue, practice)))
    ]
    if TOLD in request.GET:
        form.issues = [*form.issues, *completeness.warnings(practice)]
    return shown


def _is_of_new_files(issue: Issue, practice: Practice) -> bool:
    """Say whether an issue asks only for what is still to be said of files of which nothing is said yet."""
    if issue.field not in FILE_FIELDS:
        return False
    flaws, rows = FLAWS[BY_FIELD[issue.field].kind], getattr(practice, issue.field)
    described = [row for row in rows if any(row[name] for name in row.keys() - {"file"})]
    return any(flaws(rows)) and not any(flaws(described))


def _around_section(
    request: HttpRequest, practice: Practice, section: Section, *, admin: "EntryAdmin"
) -> dict[str, Any]:
    person = signed_in(request)
    editable = permissions.can_edit(person, practice)
    return {
        "title": section.title,
        "subtitle": str(practice),
        "practice": practice,
        "section": section,
        "number": SECTIONS.index(section) + 1,
        "of": len(SECTIONS),
        "entry_address": admin.entry_address(practice),
        "editable": editable,
        "issues": completeness.issues(practice) if editable else [],
        "similar": similar(practice, person=person) if editable and section in SECTIONS[:WHERE_NAMED] else [],
        "comments": open_comments(person, practice, admin.admin_site.name),
        "sections": ()
        if editable
        else display.sections(codec.encoded(practice), readings.of_practice(practice)),
        "history_address": admin.address(practice, "history"),
    }


def _around_all(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> dict[str, Any]:
    """Return the moves that the form of all questions makes with what it saves."""
    person = signed_in(request)
    moves, straight = onward(person, practice), goes_straight(person, practice, admin=admin)
    publishing = [*moves, MOVES["approve"]] if straight else moves
    asks_note = any(tells_readers(move, practice) for move in publishing)
    return {
        "straight": straight,
        "onward": moves,
        "change_note": kept_change_note(request, practice) if asks_note else None,
        "asks_licence": any(AGREED in asked(move, practice) for move in moves),
        "agreed": AGREED in request.POST or request.session.pop(AGREED, None) == practice.pk,
    }


def around_entry(
    request: HttpRequest, practice: Practice, *, admin: "EntryAdmin", page: Pages = this_page
) -> dict[str, Any]:
    """Return where an entry stands, what is to be done in it, each on its `page`, and what may be done with it."""
    person, site = signed_in(request), admin.admin_site.name
    summary = standing(person, practice, site)
    editable, issues = summary["editable"], summary["issues"]
    if not editable:
        page = this_page
    return summary | {
        "title": str(practice),
        "subtitle": None,
        "comments": open_comments(person, practice, site, page),
        "deals": not admin.has_everybodys and practice.is_written_by(person.pk),
        "review_address": admin.address(practice, "review") if admin.has_everybodys else "",
        "sections": ()
        if editable
        else display.sections(codec.encoded(practice), readings.of_practice(practice)),
        "tasks": tasks(practice, issues, page) if editable else [],
        "typed_at": [
            (BY_FIELD[field].label, answer_address(field, page))
            for field, column in codec.TYPED.items()
            if editable and getattr(practice, column).strip()
        ],
        "similar": similar(practice, person=person) if editable else [],
    }


def goes_straight(person: User, practice: Practice, *, admin: "EntryAdmin") -> bool:
    """Say whether an editor may submit and approve in one go; the four-eyes rule holds: never one's own entry."""
    return bool(
        admin.has_everybodys
        and practice.contributor_id
        and permissions.can_decide(person, practice)
        and SUBMIT in {move.name for move in onward(person, practice)}
    )
