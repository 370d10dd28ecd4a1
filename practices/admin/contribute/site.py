"""The contributors' site, for one's own practices."""

from typing import Any, override

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy

from practices import permissions
from practices.admin.contribute import check_answers
from practices.admin.contribute.autosave import autosave_view
from practices.admin.contribute.home import FEW, own_page, own_practices
from practices.admin.contribute.invitation import invitation_view
from practices.admin.contribute.overview import entry_view
from practices.admin.contribute.preview_link import share_view
from practices.admin.contribute.word_form import word_form_view
from practices.admin.contribute.word_upload import upload_view, uploaded_view
from practices.admin.entry.admin import EntryAdmin
from practices.admin.entry.change import change_view
from practices.admin.entry.form import TitleForm
from practices.admin.entry.tasks import is_from_check
from practices.admin.sites import Site, signed_in
from practices.entries.trash import thrown_away
from practices.models import CoAuthor, Practice, User
from practices.question_kinds import Section
from practices.template import QUESTIONS, SECTIONS
from practices.workflow import SUBMIT, Status

BETWEEN_ANSWERS = 2**16
"""What a form takes beside its answers, at most, when it is sent in parts."""


class ContributeSite(Site):
    site_header = gettext_lazy("Your good practices")
    index_title = gettext_lazy("Your practices")
    index_template = "admin/contribute/index.html"
    shell = "admin/contribute/shell.html"
    home = index_title
    has_list = False
    enable_nav_sidebar = False

    @override
    def refuse(self, request: HttpRequest) -> HttpResponseBase:
        """Let who signs in at the door come to where she works, which for an editor is the desk."""
        if request.get_full_path() == reverse("contribute:index") and request.method == "GET":
            return redirect_to_login(reverse("welcome"))
        return super().refuse(request)

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> Any:
        """Lead to the one page of one's practices, as nothing else is here."""
        return redirect("contribute:index")

    def has_permission(self, request: HttpRequest) -> bool:
        return permissions.can_enter_contribute(request.user)

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """Show one's practices, each with its next step, and the way to add one."""
        person, words = signed_in(request), request.GET.get("q", "")
        page = own_page(person, words=words, number=request.GET.get("page", ""))
        count = Practice.objects.of(person).count() if words else page.paginator.count
        shown = {
            "own": list(own_practices(person, self.name, page)),
            "page": page,
            "words": words,
            "count": count,
            "has_search": count > FEW,
            "thrown": thrown_away(person).count(),
            "invitations": CoAuthor.objects.open()
            .filter(email=person.email, practice__trashed_at=None)
            .select_related("practice")
            .only("asked_at", "practice__title"),
            "subtitle": None,
        }
        return super().index(request, shown | (extra_context or {}))


class OwnPractices(EntryAdmin):
    pages = (
        ("<int:pk>/", "entry", entry_view),
        ("<int:pk>/change/<slug:name>/", "section", change_view),
        ("<int:pk>/autosave/", "autosave", autosave_view),
        ("<int:pk>/autosave/<slug:name>/", "autosave", autosave_view),
        (f"<int:pk>/move/{SUBMIT}/", "check", check_answers.check_view),
        ("<int:pk>/submitted/", "submitted", check_answers.submitted_view),
        ("invitations/<int:number>/", "invitation", invitation_view),
        ("<int:pk>/share/", "share", share_view),
        ("upload/", "upload", upload_view),
        ("<int:pk>/uploaded/", "uploaded", uploaded_view),
        ("<int:pk>/form.docx", "word_form", word_form_view),
        *EntryAdmin.pages,
    )
    change_form_template = "admin/contribute/change_form.html"
    new_form = TitleForm
    entry_page = "entry"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the one page of one's practices."""
        return redirect("contribute:index")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Practice]:
        return Practice.objects.of(signed_in(request))

    @override
    def first_answers(self, person: User) -> dict[str, Any]:
        """Return the city of the account."""
        country = person.city.country.code if person.city else person.country.code or ""
        return {"country": country, "city": person.city, "city_typed": person.city_typed}

    @override
    def form_context(
        self, request: HttpRequest, practice: Practice | None, section: Section | None
    ) -> dict[str, Any]:
        return {
            "parts": SECTIONS,
            "needed": [str(question.label) for question in QUESTIONS if question.needed],
            "is_checking": is_from_check(request),
            "most": settings.BODY_BYTES - BETWEEN_ANSWERS,
            "autosave_address": self.address(practice, "autosave", *([section.name] if section else []))
            if practice
            else "",
            "share_address": self.address(practice, "share") if practice else "",
        }

    @override
    def first_form_address(self, practice: Practice) -> str:
        return self.form_address(practice, SECTIONS[0])

    @override
    def response_post_save_change(self, request: HttpRequest, obj: Practice) -> HttpResponseRedirect:
        return redirect(self.entry_address(obj))

    @override
    def after_move(self, request: HttpRequest, practice: Practice) -> HttpResponse:
        if practice.status == Status.SUBMITTED:
            return redirect(self.address(practice, "submitted"))
        return super().after_move(request, practice)


site = ContributeSite(name="contribute")
site.register(Practice, OwnPractices)
