"""The page of an invitation, to which its mail leads; signing in, or up, comes before it."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from practices import permissions
from practices.admin.sites import signed_in
from practices.entries import coauthors
from practices.entries.actions import MoveRefused
from practices.models import CoAuthor, home_cities
from practices.models.coauthor import INVITATION_VALID_FOR

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin


def invitation_view(request: HttpRequest, number: int, *, admin: "EntryAdmin") -> HttpResponse:
    """Show what an invitation is about, and why it cannot be accepted; a POST accepts it."""
    person = signed_in(request)
    found = CoAuthor.objects.filter(pk=number).select_related("practice", "by").first()
    if found is None or not permissions.can_see_invitation(person, found):
        return invitation_page(request, None, HTTPStatus.NOT_FOUND, admin=admin)
    if request.method == "POST":
        try:
            coauthors.join(found, by=person)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
            return invitation_page(request, found, HTTPStatus.CONFLICT, admin=admin)
        messages.success(request, _("You write this entry together now."))
        return redirect(admin.entry_address(found.practice))
    return invitation_page(request, found, admin=admin)


def invitation_page(
    request: HttpRequest, invitation: CoAuthor | None, status: int | None = None, *, admin: "EntryAdmin"
) -> HttpResponse:
    person = signed_in(request)
    is_of_city = bool(invitation and permissions.is_of_city(person, invitation.practice))
    return admin.page(
        request,
        "admin/contribute/invitation.html",
        title=_("Invitation"),
        status=status,
        invitation=invitation,
        inviter=coauthors.inviter(invitation) if invitation else "",
        newer=_newer(invitation) if invitation else None,
        is_gone=bool(invitation and invitation.practice.trashed_at),
        is_of_city=is_of_city,
        cities=coauthors.cities_wanted(invitation.practice) if invitation else "",
        city=str(person.city or home_cities.typed_with_country(person)),
        days=INVITATION_VALID_FOR.days,
    )


def _newer(invitation: CoAuthor) -> CoAuthor | None:
    """Return the open invitation that replaced one, if there is one."""
    open_ones = invitation.practice.coauthors.open()
    return (
        open_ones.filter(email=invitation.email).exclude(pk=invitation.pk).first()
        if invitation.email
        else None
    )
