"""The page of who writes an entry: one invites, ends and hands over there."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices import permissions
from practices.accounts.forms import Address
from practices.accounts.people import set_limit
from practices.admin.entry.entry_of_address import has_place_for, with_entry
from practices.admin.expected_version import read_number
from practices.admin.person_form import proof_of
from practices.admin.sites import signed_in
from practices.entries import coauthors
from practices.entries.actions import MoveRefused
from practices.models import CoAuthor, Practice, User, home_cities
from practices.models.coauthor import INVITATION_VALID_FOR

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin

LIMITS = {"lift": True, "limit": False}
"""What the buttons about the daily limit are called, and whether each lifts it."""


def writers(practice: Practice) -> list[User]:
    """Return who writes an entry now."""
    found = practice.coauthors.select_related("person")
    people = [practice.contributor, *(each.person for each in found if each.is_current)]
    return [person for person in people if person]


def account_city(person: User | None) -> str:
    """Return of which city somebody's account is, and whether it is one that was typed and is not in the list."""
    if person is None:
        return ""
    if person.city:
        return _("Account of %(city)s.") % {"city": person.city}
    if typed := home_cities.typed_with_country(person):
        return _("Account of %(city)s (as typed, not in our list).") % {"city": typed}
    return _("Account without a city.")


def rationed_writers(person: User, practice: Practice) -> list[User]:
    """Return the writers of an entry who are no editors, if this person may lift the daily limit for them."""
    if not permissions.can_lift_limit(person):
        return []
    return [each for each in writers(practice) if each.is_active and not permissions.is_editor(each)]


class InviteForm(forms.Form):
    email = Address(
        help_text=gettext_lazy("Of a person in the same city, or in a partner city of the entry."),
        widget=forms.EmailInput({"autocomplete": "off", "class": "vTextField"}),
    )


@with_entry
def authors_view(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> HttpResponse:
    """Show who writes an entry; a POST invites, ends or hands over."""
    if request.method != "POST":
        return authors_page(request, practice, InviteForm(), admin=admin)
    if "email" in request.POST:
        return _invite(request, practice, admin=admin)
    if limit := next((each for each in LIMITS if each in request.POST), ""):
        return _set_limit(request, practice, limit, admin=admin)
    if "take_over" in request.POST:
        coauthors.take_over(practice, by=signed_in(request))
        messages.success(request, _("You are its contributor now; another editor approves it."))
        return redirect(admin.entry_address(practice))
    return _end_or_hand_over(request, practice, admin=admin)


def _end_or_hand_over(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> HttpResponse:
    """Do what a button beside a co-author says; an entry is handed over once that was asked."""
    number = request.POST.get("end") or request.POST.get("hand_over", "")
    coauthor = get_object_or_404(practice.coauthors.all(), pk=read_number(number))
    if "hand_over" in request.POST and "sure" not in request.POST:
        return _hand_over_page(request, practice, coauthor, admin=admin)
    try:
        said = _ended(request, coauthor) if "end" in request.POST else _handed(request, coauthor)
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    current = Practice.objects.filter(pk=practice.pk).first()
    if (
        current
        and permissions.can_see(signed_in(request), current)
        and has_place_for(request, current, admin=admin)
    ):
        return redirect(admin.address(current, "authors"))
    return redirect(f"{admin.admin_site.name}:index")


def _hand_over_page(
    request: HttpRequest, practice: Practice, coauthor: CoAuthor, *, admin: "EntryAdmin"
) -> HttpResponse:
    """Ask before an entry is handed over: whoever had it cannot take it back."""
    if not permissions.can_invite(signed_in(request), practice):
        raise PermissionDenied
    return admin.page(
        request,
        "admin/entry/hand_over.html",
        practice,
        title=_("Hand it over?"),
        coauthor=coauthor,
        is_hers=practice.contributor_id == signed_in(request).pk,
        authors_address=admin.address(practice, "authors"),
    )


def _set_limit(request: HttpRequest, practice: Practice, name: str, *, admin: "EntryAdmin") -> HttpResponse:
    """Lift the daily limit for somebody who writes this entry, once the password is fresh, or set it again."""
    number, lifted = read_number(request.POST[name]), LIMITS[name]
    person = next(
        (each for each in rationed_writers(signed_in(request), practice) if each.pk == number), None
    )
    if person is None:
        raise Http404
    if lifted and (proof := proof_of(request)):
        return admin.page(
            request,
            "admin/practices/prove.html",
            practice,
            title=_("Lift the limit"),
            status=HTTPStatus.BAD_REQUEST if proof.errors else HTTPStatus.OK,
            person=person,
            kept={name: number},
            password=proof,
            back=admin.address(practice, "authors"),
        )
    set_limit(person, lifted=lifted, by=signed_in(request))
    said = (
        _("%(name)s may add and submit without a daily limit.")
        if lifted
        else _("The daily limit holds for %(name)s again.")
    )
    messages.success(request, said % {"name": person})
    return redirect(admin.address(practice, "authors"))


def _ended(request: HttpRequest, coauthor: CoAuthor) -> str:
    name = str(coauthor)
    ended = coauthors.end(coauthor, by=signed_in(request))
    if ended.person is None:
        return _("The invitation of “%(name)s” is taken back.") % {"name": name}
    return _("“%(name)s” does not write this entry any more.") % {"name": name}


def _handed(request: HttpRequest, coauthor: CoAuthor) -> str:
    coauthors.hand_over(coauthor, by=signed_in(request))
    said = _("The contributor of “%(title)s” is now %(name)s.")
    return said % {"title": coauthor.practice, "name": coauthor}


def _invite(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> HttpResponse:
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
            given = {"address": form.cleaned_data["email"], "days": INVITATION_VALID_FOR.days}
            messages.success(request, said % given)
            return redirect(admin.address(practice, "authors"))
    return authors_page(request, practice, form, admin=admin, status=HTTPStatus.BAD_REQUEST)


def authors_page(
    request: HttpRequest,
    practice: Practice,
    form: InviteForm,
    *,
    admin: "EntryAdmin",
    status: int | None = None,
) -> HttpResponse:
    person = signed_in(request)
    people = list(practice.coauthors.select_related("person"))
    may_invite = permissions.can_invite(person, practice)
    return admin.page(
        request,
        "admin/entry/coauthors.html",
        practice,
        title=_("Who writes it"),
        status=status,
        people=[(each, permissions.can_end(person, each)) for each in people if each.is_current],
        asked=[each for each in people if each.is_open],
        limits=rationed_writers(person, practice),
        drafts=settings.DRAFTS_A_DAY,
        submissions=settings.SUBMISSIONS_A_DAY,
        may_invite=may_invite,
        may_take_over=permissions.can_take_over(person, practice),
        cities=coauthors.cities_wanted(practice) if may_invite else "",
        account_city=account_city(practice.contributor) if may_invite else "",
        form=form,
    )
