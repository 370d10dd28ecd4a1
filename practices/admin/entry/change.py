"""The views of an entry's form: an entry is added, and edited, and no words are lost.

Django's own view writes model forms; this form is none, as the doors of `practices.entries` write.
"""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from practices import permissions
from practices.admin import stashed_post
from practices.admin.entry import unsaved
from practices.admin.entry.entry_of_address import found_entry, with_entry
from practices.admin.entry.form import NewPracticeForm, PracticeForm
from practices.admin.entry.form_page import AGREED, form_page, goes_straight
from practices.admin.entry.move_form import CHANGE_NOTE, keep_change_note, sent_change_note, tells_readers
from practices.admin.entry.move_pages import is_repeated
from practices.admin.entry.save import add_entry, save
from practices.admin.entry.tasks import MISSING, TOLD, is_from_check, to_mend
from practices.admin.error_summary import FormError
from practices.admin.expected_version import read_version
from practices.admin.files.upload import SentForm, with_files
from practices.admin.next_steps import onward
from practices.admin.sites import signed_in
from practices.entries import undoable_moves
from practices.entries.actions import Incomplete, MoveRefused, Stale, Unsure
from practices.models import Practice
from practices.question_kinds import Section
from practices.template import SECTIONS
from practices.workflow import MOVES

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin

STRAIGHT_ON = ("submit", "approve")
"""What an editor does in one go with what she has written into somebody else's entry."""


def add_view(request: HttpRequest, *, admin: "EntryAdmin") -> HttpResponse:
    """Show the form of a new entry; a POST makes one."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    if request.method == "POST":
        stashed_post.drop(request)
        return _add(request, admin.new_form(request.POST), admin=admin)
    if (sent := stashed_post.found(request)) is not None:
        return unsaved.begun_again(request, sent, admin=admin)
    return form_page(request, admin.new_form(), admin=admin)


def _add(request: HttpRequest, form: NewPracticeForm, *, admin: "EntryAdmin") -> HttpResponse:
    if not form.is_valid():
        return form_page(request, form, admin=admin)
    person = signed_in(request)
    try:
        practice, is_kept = add_entry(
            form, by=person, contributor=admin.contributor_of(person), first=admin.first_answers(person)
        )
    except MoveRefused as refusal:
        why = [FormError("id_title", str(refusal))]
        status = HTTPStatus.TOO_MANY_REQUESTS
        return form_page(request, form, admin=admin, status=status, form_errors=why)
    if is_kept:
        messages.success(request, _("The draft is saved. Answer what you know now; the rest can wait."))
    else:
        said = _("You added this entry before and have written in it since: here it is.")
        messages.warning(request, said)
    return redirect(admin.first_form_address(practice))


def found_section(name: str) -> Section | None:
    """Return the section that an address names; None when it names none, for all questions."""
    if not name:
        return None
    try:
        return next(section for section in SECTIONS if section.name == name)
    except StopIteration:
        raise Http404 from None


@with_entry
def change_view(
    request: HttpRequest, practice: Practice, *, admin: "EntryAdmin", name: str = ""
) -> HttpResponse:
    """Show the form of an entry, of the section of this name or of all its questions.

    A POST saves it, and makes the move whose button was pressed.
    """
    section = found_section(name)
    if request.method == "POST":
        if not permissions.can_edit(request.user, practice):
            return _not_hers_now(request, practice, section, admin=admin)
        stashed_post.drop(request)
        sent = with_files(request, practice)
        form = PracticeForm(sent.data, instance=practice, section=section)
        return _change(request, practice, form, sent, admin=admin)
    if again := unsaved.found_again(request, practice, section, admin=admin):
        return again
    if section and not permissions.can_edit(request.user, practice):
        return redirect(admin.entry_address(practice))
    return form_page(request, PracticeForm(instance=practice, section=section), practice, admin=admin)


def _change(
    request: HttpRequest, practice: Practice, form: PracticeForm, sent: SentForm, *, admin: "EntryAdmin"
) -> HttpResponse:
    if not form.is_valid():
        return form_page(request, form, practice, admin=admin)
    try:
        with transaction.atomic():
            saved = save(practice, form, by=signed_in(request), moves="_move" in request.POST)
            if sent.anchor:
                if "_move" in request.POST:
                    messages.warning(
                        request, _("It is saved, but not handed on: look at the files that you added first.")
                    )
                return _open_again(request, saved, f"#{sent.anchor}", form.section, admin=admin)
            return _after_save(request, saved, form, admin=admin)
    except Stale as stale:
        return unsaved.conflict_page(request, stale.practice, sent.data, form.section, admin=admin)
    except PermissionDenied:
        current = found_entry(request, practice.pk, admin=admin)
        return _not_hers_now(request, current, form.section, admin=admin)


def _not_hers_now(
    request: HttpRequest, practice: Practice, section: Section | None, *, admin: "EntryAdmin"
) -> HttpResponse:
    """Answer a save of what may not be changed any more: it may be a second press of the button that moved it."""
    if unsaved.holds(practice, request.POST, section):
        person, name = signed_in(request), request.POST.get("_move", "")
        expected_version = read_version(request.POST.get("seen", ""))
        if any(is_repeated(person, practice, name, expected_version + writes) for writes in (1, 2)):
            return admin.after_move(request, practice)
    return unsaved.conflict_page(request, practice, request.POST, section, admin=admin)


def _after_save(
    request: HttpRequest, practice: Practice, form: PracticeForm, *, admin: "EntryAdmin"
) -> HttpResponse:
    """Lead to what the button that was pressed says, or to the field at which a city is still to be chosen."""
    keep_change_note(request, practice)
    if "_next" in request.POST and form.section:
        return _go_on(request, practice, form, form.section, admin=admin)
    if name := form.asked:
        messages.warning(request, format_html("{} {}", _("It is saved."), _to_choose(form)))
        return _open_again(request, practice, f"#id_{name}", form.section, admin=admin)
    if "_check" in request.POST or ("_save" in request.POST and is_from_check(request)):
        return redirect(admin.submit_address(practice))
    if "_move" in request.POST and not form.section:
        return _hand_on(request, practice, request.POST["_move"], admin=admin)
    messages.success(request, _("“%(title)s” is saved.") % {"title": practice})
    if "_continue" in request.POST:
        return _open(practice, "", form.section, admin=admin)
    return admin.response_post_save_change(request, practice)


def _to_choose(form: PracticeForm) -> SafeString:
    """Return what is to be chosen between cities, as a link to where; nothing when nothing is."""
    if not form.asked:
        return SafeString("")
    abroad = _("A city that you typed is in another country: say whether you mean it.")
    asked = abroad if form.asks_abroad else _("Several cities have the name you typed: choose one.")
    return format_html('<a href="#id_{}">{}</a>', form.asked, asked)


def _go_on(
    request: HttpRequest, practice: Practice, form: PracticeForm, section: Section, *, admin: "EntryAdmin"
) -> HttpResponse:
    """Lead to the next section; what is to be mended or chosen in this one is told first, and once."""
    told = set(request.GET.get(TOLD, "").split(","))
    fields = {issue.field for issue in to_mend(practice, section)} | form.all_asked
    if fields <= told:
        return redirect(_next_page(practice, section, admin=admin))
    said = _("It is saved. Mend this now, or press “Save and continue” once more and do it later.")
    messages.warning(request, format_html("{} {}", said, _to_choose(form)))
    anchor = f"#id_{form.asked}" if form.asked else ""
    return _open(practice, f"?{TOLD}={','.join(sorted(fields))}{anchor}", section, admin=admin)


def _next_page(practice: Practice, section: Section, *, admin: "EntryAdmin") -> str:
    """Return the address of the section after this one; after the last, of the page that shows all answers."""
    following = SECTIONS[SECTIONS.index(section) + 1 :]
    return admin.form_address(practice, following[0]) if following else admin.submit_address(practice)


def _hand_on(request: HttpRequest, practice: Practice, name: str, *, admin: "EntryAdmin") -> HttpResponse:
    """Make a move with what was just saved; when that cannot be, the page says why and everything is kept."""
    if not _is_offered(request, practice, name, admin=admin):
        said = _("It is saved, but not handed on: that is not possible while it is “%(status)s”.")
        messages.error(request, said % {"status": practice.get_status_display()})
        return _open_again(request, practice, "", admin=admin)
    try:
        moved = _moved(request, practice, STRAIGHT_ON if name == "straight" else (name,), admin=admin)
    except Incomplete:
        messages.error(request, _("It is saved, but not handed on: see below what is missing."))
        return _open_again(request, practice, f"?{MISSING}=1", admin=admin)
    except Unsure:
        return _ask_once_more(request, practice, name, admin=admin)
    except MoveRefused as refusal:
        messages.error(request, _("It is saved, but not handed on. %(why)s") % {"why": refusal})
        return _open_again(request, practice, "", admin=admin)
    request.session.pop(CHANGE_NOTE, None)
    return admin.after_move(request, moved)


def _is_offered(request: HttpRequest, practice: Practice, name: str, *, admin: "EntryAdmin") -> bool:
    person = signed_in(request)
    is_onward = name in {move.name for move in onward(person, practice)}
    return is_onward or (name == "straight" and goes_straight(person, practice, admin=admin))


@transaction.atomic
def _moved(
    request: HttpRequest, practice: Practice, names: tuple[str, ...], *, admin: "EntryAdmin"
) -> Practice:
    """Make one move after the other, or none of them."""
    agreed = AGREED in request.POST
    for name in names:
        seen, tells = practice.version, tells_readers(MOVES[name], practice)
        practice = undoable_moves.move_with_undo(
            practice,
            name,
            by=signed_in(request),
            expected_version=seen,
            licence_agreed=agreed,
            change_note=sent_change_note(request) if tells else "",
        )
    return practice


def _ask_once_more(
    request: HttpRequest, practice: Practice, name: str, *, admin: "EntryAdmin"
) -> HttpResponse:
    """Lead to the page that tells what is missing or open, and makes the last move all the same."""
    *first, last = STRAIGHT_ON if name == "straight" else (name,)
    practice = _moved(request, practice, tuple(first), admin=admin)
    messages.warning(request, _("It is saved. Read first what is missing or open."))
    return redirect(admin.address(practice, "move", last))


def _open_again(
    request: HttpRequest,
    practice: Practice,
    anchor: str,
    section: Section | None = None,
    *,
    admin: "EntryAdmin",
) -> HttpResponse:
    """Open the form once more; a tick that no answer holds is still there."""
    request.session[AGREED] = practice.pk if AGREED in request.POST else None
    return _open(practice, anchor, section, admin=admin)


def _open(practice: Practice, anchor: str, section: Section | None, *, admin: "EntryAdmin") -> HttpResponse:
    return redirect(admin.form_address(practice, section) + anchor)
