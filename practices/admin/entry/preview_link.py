"""The secret address by which a colleague without an account reads an entry before it is published."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from practices.admin.entries import EntryAdmin
from practices.admin.entry.summary import address
from practices.admin.sites import signed_in
from practices.entries import preview_links
from practices.models import Practice, PreviewLink
from practices.models.preview_link import LIFE


class Sharing(EntryAdmin):
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.share_view)
        return [path("<int:pk>/share/", view, name="practices_practice_share"), *super().get_urls()]

    def share_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the secret address of the preview; make it, or end it."""
        practice, site = self.found(request, pk), self.admin_site.name
        if request.method == "POST":
            self.share(request, practice)
            return redirect(address(practice, "share", site))
        request.current_app = site
        link = PreviewLink.objects.filter(practice=practice).first()
        alive = link if link and link.is_alive else None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Show a colleague"),
            "subtitle": str(practice),
            "opts": self.opts,
            "practice": practice,
            "entry_address": address(practice, "change", site),
            "link": alive,
            "days": LIFE.days,
            "secret": settings.SITE_URL + alive.get_absolute_url() if alive else "",
        }
        return TemplateResponse(request, "admin/practices/practice/preview_link.html", context)

    def share(self, request: HttpRequest, practice: Practice) -> None:
        if "end" in request.POST:
            preview_links.end(practice, by=signed_in(request))
            messages.success(request, _("The address shows nothing any more."))
        else:
            preview_links.share(practice, by=signed_in(request))
