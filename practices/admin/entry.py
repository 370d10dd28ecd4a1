"""Which entries does a person find on an admin site, and what may she do with them?"""

from typing import Any

from django.http import Http404, HttpRequest

from practices import permissions
from practices.admin.site import Quiet
from practices.models import Practice


class Entries(Quiet):
    """The base of every page about entries: each question about rights goes to `permissions`."""

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

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return an entry that this person may see; any other is not there."""
        practice = super().get_object(request, object_id, None)
        if practice is None or not permissions.can_see(request.user, practice):
            raise Http404
        return practice

    def found(self, request: HttpRequest, pk: int | str) -> Practice:
        """Return the entry of this number; raise `Http404` when this person sees none."""
        practice: Practice = self.get_object(request, str(pk))
        return practice
