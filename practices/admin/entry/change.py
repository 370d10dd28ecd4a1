"""The page on which an entry is edited, the base of both sites: one form, and no words lost."""

from typing import Any, ClassVar, override

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _

from practices import permissions
from practices.admin import stashed_post
from practices.admin.entry import readonly
from practices.admin.entry.coauthors import Authoring
from practices.admin.entry.comments import Commenting, beside, open_comments
from practices.admin.entry.expected_version import version
from practices.admin.entry.form import NewPracticeForm, PracticeForm
from practices.admin.entry.history import History
from practices.admin.entry.save import add, save
from practices.admin.entry.step_form import asked
from practices.admin.entry.summary import EDITORS_SITE, address, onward, standing
from practices.admin.entry.tasks import MISSING, FormError, form_errors, tasks
from practices.admin.entry.transitions import Moves, is_repeated
from practices.admin.entry.translation import Translating
from practices.admin.entry.trash import Trashing
from practices.admin.entry.unsaved import Unsaved
from practices.admin.sites import signed_in
from practices.answers import codec
from practices.answers.completeness import Issue
from practices.entries.actions import Incomplete, MoveRefused, Stale, Unsure
from practices.entries.duplicates import similar
from practices.models import Practice, User
from practices.template import SECTIONS

AGREED = "licence_agreed"
STRAIGHT_ON = ("submit", "approve")
"""What an editor does in one go with what she has written into somebody else's entry."""
UNRESOLVED_CITY = "practices.unsettled"
"""Set on a request that saved a city's name which several cities have: the field at which one is to be chosen."""
OTHER_WORDS = "practices.not_kept"
"""Set on a request that sent an add form again, with other words than its entry has by now."""


class PracticeAdmin(Unsaved, Authoring, History, Moves, Commenting, Translating, Trashing):
    """The pages of one entry; each site adds its list."""

    ordering: ClassVar[Any] = ("-saved_at", "-pk")
    change_form_template = "admin/practices/practice/change_form.html"

    @override
    def get_form(
        self, request: HttpRequest, obj: Practice | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        return PracticeForm if obj else NewPracticeForm

    def get_fieldsets(self, request: HttpRequest, obj: Practice | None = None) -> Any:
        if obj is None:
            return [(None, {"fields": [question.field for question in NewPracticeForm.questions]})]
        return [
            (section.title, {"fields": [q.field for q in section.questions], "description": section.help})
            for section in SECTIONS
        ]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def contributor_of(self, person: User) -> User | None:
        """Return whose an entry is that this person adds on this site."""
        return person

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        if request.method == "POST":
            if object_id and not permissions.can_edit(
                request.user, practice := self.found(request, object_id)
            ):
                return self.not_hers_now(request, practice)
            stashed_post.forget(request)
        elif again := self.typed_before(request, object_id):
            return again
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Stale as stale:
            return self.conflict(request, stale.practice)
        except MoveRefused as refusal:
            return self.not_added(request, refusal)
        except PermissionDenied:
            if request.method != "POST" or not object_id:
                raise
            return self.not_hers_now(request, self.found(request, object_id))

    def not_hers_now(self, request: HttpRequest, practice: Practice) -> HttpResponse:
        """Answer a save of what may not be changed any more: it may be a second press of the button that moved it."""
        if self.holds(practice, request.POST):
            person, name = signed_in(request), request.POST.get("_move", "")
            expected_version = version(request.POST.get("seen", ""))
            if any(is_repeated(person, practice, name, expected_version + writes) for writes in (1, 2)):
                return self.after_move(request, practice)
        return self.conflict(request, practice)

    @override
    def save_model(self, request: HttpRequest, obj: Practice, form: PracticeForm, change: bool) -> None:
        """Hand the answers to the doors; an entry that nobody changed is not written again."""
        person = signed_in(request)
        if isinstance(form, NewPracticeForm):
            made, is_kept = add(form, by=person, contributor=self.contributor_of(person))
            request.META[OTHER_WORDS] = not is_kept
        else:
            made = save(obj, form, by=person, moves="_move" in request.POST)
        obj.pk = made.pk
        obj.refresh_from_db()
        request.META[UNRESOLVED_CITY] = form.asked

    @override
    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Write nothing: the door wrote everything."""

    @override
    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        return []

    def response_add(
        self, request: HttpRequest, obj: Practice, post_url_continue: Any = None
    ) -> HttpResponse:
        if request.META.get(OTHER_WORDS):
            messages.warning(
                request, _("You added this entry before and have written in it since: here it is.")
            )
        else:
            messages.success(request, _("The draft is saved. Answer what you know now; the rest can wait."))
        return self.open(obj)

    def response_change(self, request: HttpRequest, obj: Practice) -> HttpResponse:
        if name := request.META.get(UNRESOLVED_CITY):
            asked = _("Several cities have the name you typed: choose one.")
            messages.warning(
                request, format_html('{} <a href="#id_{}">{}</a>', _("It is saved."), name, asked)
            )
            return self.open_again(request, obj, f"#id_{name}")
        if "_move" in request.POST:
            return self.hand_on(request, obj, request.POST["_move"])
        messages.success(request, _("“%(title)s” is saved.") % {"title": obj})
        return self.open(obj) if "_continue" in request.POST else self.response_post_save_change(request, obj)

    def hand_on(self, request: HttpRequest, practice: Practice, name: str) -> HttpResponse:
        """Make a move with what was just saved; when that cannot be, the page says why and everything is kept."""
        if name not in {
            *(move.name for move in onward(signed_in(request), practice)),
            *self.straight(request, practice),
        }:
            said = _("It is saved, but not handed on: that is not possible while it is “%(status)s”.")
            messages.error(request, said % {"status": practice.get_status_display()})
            return self.open_again(request, practice, "#standing")
        agreed = AGREED in request.POST
        try:
            moved = self.made(
                request, practice, STRAIGHT_ON if name == "straight" else (name,), agreed=agreed
            )
        except Incomplete:
            messages.error(request, _("It is saved, but not handed on: see below what is missing."))
            return self.open_again(request, practice, f"?{MISSING}=1")
        except Unsure:
            return self.ask_once_more(request, practice, name, agreed=agreed)
        except MoveRefused as refusal:
            messages.error(request, _("It is saved, but not handed on. %(why)s") % {"why": refusal})
        else:
            return self.after_move(request, moved)
        return self.open_again(request, practice, "#standing")

    @transaction.atomic
    def made(
        self, request: HttpRequest, practice: Practice, names: tuple[str, ...], *, agreed: bool
    ) -> Practice:
        """Make one move after the other, or none of them."""
        for name in names:
            practice = self.moved(
                practice,
                name,
                by=signed_in(request),
                expected_version=practice.version,
                licence_agreed=agreed,
            )
        return practice

    def ask_once_more(
        self, request: HttpRequest, practice: Practice, name: str, *, agreed: bool
    ) -> HttpResponse:
        """Lead to the page that tells what is missing or open, and makes the last move all the same."""
        *first, last = STRAIGHT_ON if name == "straight" else (name,)
        practice = self.made(request, practice, tuple(first), agreed=agreed)
        messages.warning(request, _("It is saved. Read first what is missing or open."))
        return redirect(address(practice, "move", self.admin_site.name, last))

    def straight(self, request: HttpRequest, practice: Practice) -> list[str]:
        """Return "straight" when this person may submit and approve in one go."""
        return []

    def open_again(self, request: HttpRequest, practice: Practice, anchor: str) -> HttpResponse:
        """Open the form once more; a tick that no answer holds is still there."""
        request.session[AGREED] = practice.pk if AGREED in request.POST else None
        return self.open(practice, anchor)

    def open(self, practice: Practice, anchor: str = "") -> HttpResponse:
        return redirect(address(practice, "change", self.admin_site.name) + anchor)

    @override
    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Practice | None = None,
    ) -> HttpResponse:
        context |= {"show_save_and_add_another": False, "editable": True, "title": _("Add a practice")}
        context |= {"tasks": [], "similar": [], "writer": stashed_post.mark(signed_in(request))}
        if obj:
            context |= standing(signed_in(request), obj, self.admin_site.name)
            self.show_issues(request, context["adminform"].form, context["issues"])
            comments = open_comments(signed_in(request), obj, self.admin_site.name)
            beside(context["adminform"].form, comments)
            context |= {
                "title": str(obj),
                "comments": comments,
                "deals": self.admin_site.name != EDITORS_SITE and obj.is_written_by(signed_in(request).pk),
                "straight": self.straight(request, obj),
                "review_address": self.review_address(obj),
                "subtitle": None,
                "sections": () if context["editable"] else readonly.sections(codec.encoded(obj)),
                "onward": onward(signed_in(request), obj),
                "asks_licence": any(AGREED in asked(move, obj) for move in onward(signed_in(request), obj)),
                "tasks": tasks(obj, context["issues"]) if context["editable"] else [],
                "similar": similar(obj, person=signed_in(request)) if context["editable"] else [],
                "agreed": AGREED in request.POST or request.session.pop(AGREED, None) == obj.pk,
            }
        form = context["adminform"].form
        is_told = form.is_bound or MISSING in request.GET
        context |= {"errors": None, "form_errors": form_errors(form) if is_told else []}
        if refusal := context.get("refusal"):
            context["form_errors"] = [FormError("id_title", str(refusal))]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def review_address(self, practice: Practice) -> str:
        """Return where an editor decides on an entry; the contributors' site has no such page."""
        return ""

    def show_issues(self, request: HttpRequest, form: Any, issues: list[Issue]) -> None:
        """Show at the fields what does not fit; what is missing only once it was asked for."""
        form.issues = [issue for issue in issues if MISSING in request.GET or not issue.missing]
