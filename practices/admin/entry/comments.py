"""The addresses at which comments are written, addressed and settled: the same on both sites, each for what is hers."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from practices import permissions
from practices.admin.entry.entry_of_address import with_entry
from practices.admin.entry.fields import LARGE, TypedField
from practices.admin.entry.tasks import Pages, this_page
from practices.admin.sites import page_address, signed_in
from practices.entries import comments
from practices.entries.actions import MoveRefused
from practices.models import Comment, Practice, User
from practices.template import SECTION_OF, SECTIONS

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin


def field_choices() -> list[Any]:
    """Return the whole entry, and every question by section."""
    asked = [
        (section.title, [(question.field, question.label) for question in section.questions])
        for section in SECTIONS
    ]
    return [("", gettext_lazy("The whole entry")), *asked]


class CommentForm(forms.Form):
    """The door says what is missing, so nothing is required here."""

    field = forms.ChoiceField(label=gettext_lazy("About"), choices=field_choices, required=False)
    text = TypedField(
        label=gettext_lazy("Remark"), required=False, widget=forms.Textarea({"class": LARGE, "rows": 3})
    )
    internal = forms.BooleanField(
        label=gettext_lazy("Internal: only editors read it, never the contributor"), required=False
    )


@require_POST
@with_entry
def comment_view(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> HttpResponse:
    """Keep what an editor remarks."""
    form = CommentForm(request.POST)
    if not permissions.can_comment(request.user, practice):
        raise PermissionDenied
    if not form.is_valid():
        raise Http404
    try:
        comment = comments.add(practice, by=signed_in(request), **form.cleaned_data)
    except MoveRefused as refusal:
        form.add_error("text", str(refusal))
        return admin.comment_again(request, practice, form)
    if comment.internal:
        messages.success(request, _("The remark is kept, for editors alone."))
    else:
        said = _(
            "The remark is kept. Its contributor reads it at the answer, and in the mail of a sending back."
        )
        messages.success(request, said)
    return _back(practice, admin=admin, to=comment)


def not_kept(
    request: HttpRequest, practice: Practice, form: CommentForm, *, admin: "EntryAdmin"
) -> HttpResponse:
    """Say why a comment is not kept, on the page that it came from."""
    messages.error(request, str(form.errors["text"][0]))
    return _back(practice, admin=admin)


@require_POST
@with_entry
def settle_view(
    request: HttpRequest, practice: Practice, *, number: int, admin: "EntryAdmin"
) -> HttpResponse:
    """Settle a comment; on the contributor's site it is marked as dealt with."""
    comment = get_object_or_404(Comment.objects.select_related("practice"), practice=practice, pk=number)
    if not permissions.can_see_comment(signed_in(request), comment):
        raise Http404
    door = comments.resolve if admin.has_everybodys else comments.mark_addressed
    door(comment, by=signed_in(request))
    said = (
        _("The remark is settled: %(about)s.")
        if admin.has_everybodys
        else _("The remark is marked as dealt with: %(about)s. Editors see that.")
    )
    messages.success(request, said % {"about": comment.label})
    return _back(practice, admin=admin)


def _back(practice: Practice, *, admin: "EntryAdmin", to: Comment | None = None) -> HttpResponse:
    address = admin.address(practice, "review") if admin.has_everybodys else admin.entry_address(practice)
    return redirect(f"{address}#remark-{to.pk}" if to else f"{address}#remarks")


type OpenComment = tuple[Comment, str, str]
"""A comment, the address at which it is settled, and where its question is answered."""


def open_comments(person: User, practice: Practice, site: str, page: Pages = this_page) -> list[OpenComment]:
    """Return what the editors ask of the contributor and nobody has settled yet."""
    found = practice.comments.filter(internal=False, resolved_at=None)
    return [
        (
            each,
            page_address(practice, "settle", site, each.pk),
            f"{page(SECTION_OF[each.field])}#id_{each.field}" if each.field in SECTION_OF else "",
        )
        for each in found
    ]


def attach_to_fields(form: Any, found: list[OpenComment]) -> None:
    """Put each comment that is not dealt with to the field it is about."""
    for comment, _settle, _place in found:
        if comment.addressed_at is None and (field := form.fields.get(comment.field)):
            said = format_html(
                '<span class="remark"><strong>{}</strong> {}</span>', _("An editor remarks:"), comment.text
            )
            field.help_text = format_html("{} {}", field.help_text, said) if field.help_text else said
