"""The secret address by which a colleague without an account reads an entry before it is published."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from practices.admin.entry.entry_of_address import with_entry
from practices.admin.sites import signed_in
from practices.entries import preview_links
from practices.models import Practice, PreviewLink
from practices.models.preview_link import PREVIEW_LINK_VALID_FOR

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin


@with_entry
def share_view(request: HttpRequest, practice: Practice, *, admin: "EntryAdmin") -> HttpResponse:
    """Show the secret address of the preview; a POST makes it, or ends it."""
    if request.method == "POST":
        _share(request, practice)
        return redirect(admin.address(practice, "share"))
    link = PreviewLink.objects.filter(practice=practice).first()
    alive = link if link and link.is_alive else None
    return admin.page(
        request,
        "admin/contribute/preview_link.html",
        practice,
        title=_("Show a colleague"),
        link=alive,
        days=PREVIEW_LINK_VALID_FOR.days,
        secret=settings.SITE_URL + alive.get_absolute_url() if alive else "",
    )


def _share(request: HttpRequest, practice: Practice) -> None:
    if "end" in request.POST:
        preview_links.unshare(practice, by=signed_in(request))
        messages.success(request, _("The address shows nothing any more."))
    else:
        preview_links.share(practice, by=signed_in(request))
