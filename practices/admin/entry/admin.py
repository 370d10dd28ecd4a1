"""The admin of entries, the base of both sites: which page stands at which address, and who may do what there?"""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse

from practices import permissions
from practices.admin import columns
from practices.admin.entry import (
    change,
    coauthors,
    comments,
    history,
    move_pages,
    reading,
    translation,
    trash,
)
from practices.admin.entry.comments import CommentForm
from practices.admin.entry.entry_of_address import View
from practices.admin.entry.form import NewPracticeForm
from practices.admin.sites import BaseModelAdmin, page_address
from practices.models import Practice, User
from practices.models.practice import PracticeQuerySet
from practices.question_kinds import Section
from practices.workflow import SUBMIT

type Page = tuple[str, str, View]
"""An address below that of the list, the name that `address` knows it by, and what answers there."""


class EntryAdmin(BaseModelAdmin):
    """The pages of entries; each question about rights goes to `permissions`."""

    pages: ClassVar[tuple[Page, ...]] = (
        ("<int:pk>/authors/", "authors", coauthors.authors_view),
        ("<int:pk>/snapshots/<int:number>/", "snapshot", history.snapshot_view),
        ("<int:pk>/move/<slug:name>/", "move", move_pages.move_view),
        ("<int:pk>/remarks/", "remark", comments.comment_view),
        ("<int:pk>/remarks/<int:number>/", "settle", comments.settle_view),
        ("<int:pk>/translation/", "translation", translation.translation_view),
        ("reading/", "reading", reading.reading_view),
        ("trash/", "trash_list", trash.trash_list_view),
        ("<int:pk>/trash/", "trash", trash.trash_view),
        ("<int:pk>/recover/", "recover", trash.recover_view),
        ("", "changelist", columns.list_view),
        ("add/", "add", change.add_view),
        ("<path:object_id>/history/", "history", history.history_view),
        ("<path:object_id>/delete/", "delete", trash.delete_view),
        ("<path:object_id>/change/", "change", change.change_view),
    )
    """The pages of both sites, Django's own among them; each site adds what it alone has."""

    ordering: ClassVar[Any] = ("-saved_at", "-pk")
    list_select_related = ("city", "contributor")
    change_form_template = "admin/practices/practice/change_form.html"
    new_form = NewPracticeForm
    entry_page = "change"
    has_everybodys = False
    """Whether this site is for everybody's entries, or for a person's own."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        pages = [
            path(route, view(page), {"admin": self}, name=f"practices_practice_{name}")
            for route, name, page in self.pages
        ]
        by_number_alone = [pattern for pattern in super().get_urls() if pattern.name is None]
        return pages if self.entry_page == "entry" else [*pages, *by_number_alone]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return columns.EntryChangeList

    # What every page of an entry takes from here

    def address(self, practice: Practice, name: str, *more: Any) -> str:
        """Return the address of a page of an entry on this site."""
        return page_address(practice, name, self.admin_site.name, *more)

    def entry_address(self, practice: Practice) -> str:
        """Return the address of the page from which all others of an entry are reached."""
        return self.address(practice, self.entry_page)

    def form_address(self, practice: Practice, section: Section | None) -> str:
        """Return the address of the form of one section, or of all questions."""
        return (
            self.address(practice, "section", section.name) if section else self.address(practice, "change")
        )

    def submit_address(self, practice: Practice) -> str:
        """Return the address at which an entry is checked and submitted."""
        return self.address(practice, "move", SUBMIT)

    def first_form_address(self, practice: Practice) -> str:
        """Return the address at which a new entry is gone on with."""
        return self.address(practice, "change")

    def list_address(self, name: str) -> str:
        """Return the address of a page that is about no single entry."""
        return reverse(f"admin:practices_practice_{name}", current_app=self.admin_site.name)

    def page(
        self,
        request: HttpRequest,
        template: str,
        practice: Practice | None = None,
        *,
        status: int | None = None,
        **shown: Any,
    ) -> TemplateResponse:
        """Return a page of this site; that of an entry has its title beneath, and the way back to its form."""
        request.current_app = self.admin_site.name
        route = f"admin:practices_practice_{self.entry_page}"
        context = self.admin_site.each_context(request) | {"opts": self.opts, "entry_route": route}
        if practice:
            context |= {
                "practice": practice,
                "subtitle": str(practice),
                "entry_address": self.entry_address(practice),
            }
        return TemplateResponse(request, template, context | shown, status=status)

    # Who may do what

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Practice | None = None) -> bool:
        return self.admin_site.has_permission(request) and (
            obj is None or permissions.can_see(request.user, obj)
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_create(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Practice | None = None) -> bool:
        return self.admin_site.has_permission(request) and (
            obj is None or permissions.can_edit(request.user, obj)
        )

    # What each site does in its own way

    def listed(self, practices: PracticeQuerySet) -> PracticeQuerySet:
        """Return the entries with what the list shows of them."""
        return columns.narrow(practices)

    def contributor_of(self, person: User) -> User | None:
        """Return whose an entry is that this person adds."""
        return person

    def first_answers(self, person: User) -> dict[str, Any]:
        """Return the answers that a new entry of a person begins with; they can be changed."""
        return {}

    def form_context(
        self, request: HttpRequest, practice: Practice | None, section: Section | None
    ) -> dict[str, Any]:
        """Return what the page of the form shows on this site alone."""
        return {}

    def comment_again(self, request: HttpRequest, practice: Practice, form: CommentForm) -> HttpResponse:
        return comments.not_kept(request, practice, form, admin=self)

    def after_move(self, request: HttpRequest, practice: Practice) -> HttpResponse:
        return move_pages.after_move(request, practice, admin=self)
