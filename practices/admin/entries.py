"""The base of the pages about entries: which does a person find on a site, and what may she do with them?"""

from typing import Any

from django.http import Http404, HttpRequest

from practices import permissions
from practices.admin.entry.expected_version import version
from practices.admin.sites import BaseModelAdmin, InTrash
from practices.models import Practice


class EntryAdmin(BaseModelAdmin):
    """The base of every page about entries: each question about rights goes to `permissions`."""

    has_everybodys = False
    """Whether this site is for everybody's entries, or for a person's own."""

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
        """Return an entry that this person may see; any other is not there, or `InTrash`."""
        practice = super().get_object(request, object_id, None)
        if practice is None and (thrown := _in_trash(object_id)) and self.has_thrown(request, thrown):
            raise InTrash(thrown, self)
        if practice is None or not permissions.can_see(request.user, practice):
            raise Http404
        return practice

    def has_thrown(self, request: HttpRequest, practice: Practice) -> bool:
        """Say whether this site tells this person that an entry is in the trash."""
        is_here = self.has_everybodys or practice.is_written_by(request.user.pk)
        return is_here and permissions.can_see_in_trash(request.user, practice)

    def found(self, request: HttpRequest, pk: int | str) -> Practice:
        """Return the entry of this number; raise `Http404` when this person sees none."""
        practice: Practice = self.get_object(request, str(pk))
        return practice


def _in_trash(object_id: str) -> Practice | None:
    return Practice.all_objects.in_trash().filter(pk=version(object_id)).first()
