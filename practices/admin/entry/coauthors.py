"""The pages of who writes an entry: one invites, ends and hands over, one accepts an invitation."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices import permissions
from practices.accounts import administration
from practices.accounts.forms import Address
from practices.admin.entries import EntryAdmin
from practices.admin.entry.expected_version import version
from practices.admin.entry.summary import address
from practices.admin.sites import signed_in
from practices.entries import coauthors
from practices.entries.actions import MoveRefused
from practices.models import CoAuthor, Practice, User
from practices.models.coauthor import LIFE

LIMITS = {"lift": True, "limit": False}
"""What the buttons about the daily limit are called, and whether each lifts it."""


def writers(practice: Practice) -> list[User]:
    """Return who writes an entry now."""
    found = practice.coauthors.select_related("person")
    people = [practice.contributor, *(each.person for each in found if each.is_current)]
    return [person for person in people if person]


def limited(person: User, practice: Practice) -> list[User]:
    """Return the writers of an entry who are no editors, if this person may lift the daily limit for them."""
    if not permissions.can_lift_limit(person):
        return []
    return [each for each in writers(practice) if each.is_active and not permissions.is_editor(each)]


class InviteForm(forms.Form):
    email = Address(
        help_text=gettext_lazy("Of a person in the same city."),
        widget=forms.EmailInput({"autocomplete": "off", "class": "vTextField"}),
    )


class Authoring(EntryAdmin):
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.authors_view)
        return [path("<int:pk>/authors/", view, name="practices_practice_authors"), *super().get_urls()]

    def authors_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show who writes an entry; a POST invites, ends or hands over."""
        practice = self.found(request, pk)
        if request.method != "POST":
            return self.authors_page(request, practice, InviteForm())
        if "email" in request.POST:
            return self.invite(request, practice)
        if limit := next((each for each in LIMITS if each in request.POST), ""):
            return self.set_limit(request, practice, lifted=LIMITS[limit], number=request.POST[limit])
        if "take_over" in request.POST:
            return self.take_over(request, practice)
        number = request.POST.get("end") or request.POST.get("hand_over", "")
        coauthor = get_object_or_404(practice.coauthors.all(), pk=version(number))
        try:
            said = self.ended(request, coauthor) if "end" in request.POST else self.handed(request, coauthor)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, said)
        current = Practice.objects.filter(pk=practice.pk).first()
        if current and permissions.can_see(signed_in(request), current) and self.is_here(request, current):
            return redirect(address(current, "authors", self.admin_site.name))
        return redirect(f"{self.admin_site.name}:index")

    def set_limit(
        self, request: HttpRequest, practice: Practice, *, lifted: bool, number: str
    ) -> HttpResponse:
        """Lift the daily limit for somebody who writes this entry, or set it again."""
        person = next(
            (each for each in limited(signed_in(request), practice) if each.pk == version(number)), None
        )
        if person is None:
            raise Http404
        administration.set_limit(person, lifted=lifted, by=signed_in(request))
        said = (
            _("%(name)s may add and submit without a daily limit.")
            if lifted
            else _("The daily limit holds for %(name)s again.")
        )
        messages.success(request, said % {"name": person})
        return redirect(address(practice, "authors", self.admin_site.name))

    def is_here(self, request: HttpRequest, practice: Practice) -> bool:
        """Say whether an entry has its page on this site for this person."""
        return self.has_everybodys or practice.is_written_by(signed_in(request).pk)

    def ended(self, request: HttpRequest, coauthor: CoAuthor) -> str:
        name = str(coauthor)
        ended = coauthors.end(coauthor, by=signed_in(request))
        if ended.person is None:
            return _("The invitation of “%(name)s” is taken back.") % {"name": name}
        return _("“%(name)s” does not write this entry any more.") % {"name": name}

    def handed(self, request: HttpRequest, coauthor: CoAuthor) -> str:
        coauthors.hand_over(coauthor, by=signed_in(request))
        return _("The contributor of “%(title)s” is now %(name)s.") % {
            "title": coauthor.practice,
            "name": coauthor,
        }

    def take_over(self, request: HttpRequest, practice: Practice) -> HttpResponse:
        coauthors.take_over(practice, by=signed_in(request))
        messages.success(request, _("You are its contributor now; another editor approves it."))
        return redirect(address(practice, "change", self.admin_site.name))

    def invite(self, request: HttpRequest, practice: Practice) -> HttpResponse:
        """Ask an address; the answer is the same whether it has an account or not."""
        form = InviteForm(request.POST)
        if not permissions.can_invite(signed_in(request), practice):
            raise PermissionDenied
        if form.is_valid():
            try:
                coauthors.invite(practice, email=form.cleaned_data["email"], by=signed_in(request))
            except MoveRefused as refusal:
                form.add_error("email", str(refusal))
            else:
                said = _("We have written to %(address)s. The invitation can be accepted for %(days)d days.")
                given = {"address": form.cleaned_data["email"], "days": LIFE.days}
                messages.success(request, said % given)
                return redirect(address(practice, "authors", self.admin_site.name))
        return self.authors_page(request, practice, form, status=HTTPStatus.BAD_REQUEST)

    def authors_page(
        self, request: HttpRequest, practice: Practice, form: InviteForm, status: int | None = None
    ) -> HttpResponse:
        request.current_app = site = self.admin_site.name
        person = signed_in(request)
        people = list(practice.coauthors.select_related("person"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Who writes it"),
            "subtitle": str(practice),
            "opts": self.opts,
            "practice": practice,
            "entry_address": address(practice, "change", site),
            "people": [(each, permissions.can_end(person, each)) for each in people if each.is_current],
            "asked": [each for each in people if each.is_open],
            "limits": limited(person, practice),
            "drafts": settings.DRAFTS_A_DAY,
            "submissions": settings.SUBMISSIONS_A_DAY,
            "may_invite": permissions.can_invite(person, practice),
            "may_take_over": permissions.can_take_over(person, practice),
            "form": form,
        }
        return TemplateResponse(request, "admin/practices/practice/coauthors.html", context, status=status)


class Joining(EntryAdmin):
    """The page to which the mail leads; signing in, or up, comes before it."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.invitation_view)
        name = "practices_practice_invitation"
        return [path("invitations/<int:number>/", view, name=name), *super().get_urls()]

    def invitation_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show what an invitation is about, and why it cannot be accepted; a POST accepts it."""
        person = signed_in(request)
        found = CoAuthor.objects.filter(pk=number).select_related("practice", "by").first()
        if found is None or not permissions.can_see_invitation(person, found):
            return self.invitation_page(request, None, HTTPStatus.NOT_FOUND)
        if request.method == "POST":
            try:
                coauthors.join(found, by=person)
            except MoveRefused as refusal:
                messages.error(request, str(refusal))
                return self.invitation_page(request, found, HTTPStatus.CONFLICT)
            messages.success(request, _("You write this entry together now."))
            return redirect(address(found.practice, "change", self.admin_site.name))
        return self.invitation_page(request, found)

    def invitation_page(
        self, request: HttpRequest, invitation: CoAuthor | None, status: int | None = None
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "title": _("Invitation"),
            "opts": self.opts,
            "invitation": invitation,
            "inviter": _inviter(invitation) if invitation else "",
            "newer": _newer(invitation) if invitation else None,
            "is_gone": bool(invitation and invitation.practice.trashed_at),
            "is_of_city": bool(
                invitation and permissions.is_of_city(signed_in(request), invitation.practice)
            ),
            "days": LIFE.days,
        }
        page = "admin/practices/practice/invitation.html"
        return TemplateResponse(request, page, context, status=status)


def _inviter(invitation: CoAuthor) -> str:
    """Return who invites, by name only if she writes the entry: no editor is named to people outside."""
    is_author = invitation.practice.was_written_by(invitation.by_id)
    return str(invitation.by) if is_author else _("An editor")


def _newer(invitation: CoAuthor) -> CoAuthor | None:
    """Return the open invitation that replaced one, if there is one."""
    open_ones = invitation.practice.coauthors.open()
    return (
        open_ones.filter(email=invitation.email).exclude(pk=invitation.pk).first()
        if invitation.email
        else None
    )
