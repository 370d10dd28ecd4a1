"""The addresses at which comments are written, addressed and settled: the same on both sites, each for what is hers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from practices import permissions
from practices.admin.entries import EntryAdmin
from practices.admin.entry.comment_form import CommentForm
from practices.admin.entry.summary import EDITORS_SITE, address
from practices.admin.sites import signed_in
from practices.entries import comments
from practices.entries.actions import MoveRefused
from practices.models import Comment, Practice, User


class Commenting(EntryAdmin):
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        add, settle = require_POST(self.comment_view), require_POST(self.settle_view)
        return [
            path("<int:pk>/remarks/", view(add), name="practices_practice_remark"),
            path("<int:pk>/remarks/<int:number>/", view(settle), name="practices_practice_settle"),
            *super().get_urls(),
        ]

    def comment_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = self.found(request, pk)
        form = CommentForm(request.POST)
        if not permissions.can_comment(request.user, practice):
            raise PermissionDenied
        if not form.is_valid():
            raise Http404
        try:
            comments.add(practice, by=signed_in(request), **form.cleaned_data)
        except MoveRefused as refusal:
            form.add_error("text", str(refusal))
            return self.comment_again(request, practice, form)
        messages.success(request, _("The remark is kept."))
        return self.back(practice)

    def comment_again(self, request: HttpRequest, practice: Practice, form: CommentForm) -> HttpResponse:
        """Say why a comment is not kept; a page that has the form shows it with what was typed."""
        messages.error(request, str(form.errors["text"][0]))
        return self.back(practice)

    def settle_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Settle a comment; on the contributor's site it is marked as dealt with."""
        practice = self.found(request, pk)
        comment = get_object_or_404(Comment.objects.select_related("practice"), practice=practice, pk=number)
        if not permissions.can_see_comment(signed_in(request), comment):
            raise Http404
        door = comments.resolve if self.admin_site.name == EDITORS_SITE else comments.mark_addressed
        door(comment, by=signed_in(request))
        messages.success(request, _("Noted."))
        return self.back(practice)

    def back(self, practice: Practice) -> HttpResponse:
        site = self.admin_site.name
        page = "review" if site == EDITORS_SITE else "change"
        return redirect(address(practice, page, site) + "#remarks")


def open_comments(person: User, practice: Practice, site: str) -> list[tuple[Comment, str]]:
    """Return what the editors ask of the contributor and nobody has settled yet, each with its address."""
    found = practice.comments.filter(internal=False, resolved_at=None)
    return [(each, address(practice, "settle", site, each.pk)) for each in found]


def beside(form: Any, found: list[tuple[Comment, str]]) -> None:
    """Put each comment that is not dealt with to the field it is about."""
    for comment, _address in found:
        if comment.addressed_at is None and (field := form.fields.get(comment.field)):
            said = format_html(
                '<span class="remark"><strong>{}</strong> {}</span>', _("An editor remarks:"), comment.text
            )
            field.help_text = format_html("{} {}", field.help_text, said) if field.help_text else said
