"""The pages of people and their roles, for admins only, who invite people and choose no password for anybody."""

from http import HTTPStatus
from typing import Any, override

from allauth.account.models import EmailAddress
from django.contrib import admin, messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from practices import permissions
from practices.accounts import lifecycle, people
from practices.admin.expected_version import read_number
from practices.admin.list_filters import Condition, Flagged
from practices.admin.person_form import PROOF, RIGHTS, PersonForm, proof_of
from practices.admin.records import said_of
from practices.admin.sites import BaseModelAdmin, signed_in
from practices.mail.render import on_one_line
from practices.models import AuditEvent, Practice, User
from practices.models.user import CLOSED_HOST
from practices.text import beginning

TOWN = ("country", "city", "city_typed")
LONGEST_REASON = 2000


CLOSED = Q(email__endswith=CLOSED_HOST)
ROLES_BY_NAME: dict[str, Condition] = {
    "contributor": (gettext_lazy("contributor"), Q(is_staff=False)),
    "editor": (gettext_lazy("editor"), Q(is_staff=True, is_superuser=False)),
    "admin": (gettext_lazy("admin"), Q(is_superuser=True)),
}
STANDINGS: dict[str, Condition] = {
    "open": (gettext_lazy("open"), Q(is_active=True, is_confirmed=True)),
    "invited": (gettext_lazy("address not confirmed"), Q(is_active=True, is_confirmed=False)),
    "blocked": (gettext_lazy("blocked"), Q(is_active=False) & ~CLOSED),
    "closed": (gettext_lazy("closed"), CLOSED),
}


class ByRole(Flagged):
    title = gettext_lazy("role")
    parameter_name = "role"

    def conditions(self) -> dict[str, Condition]:
        return ROLES_BY_NAME


class ByStanding(Flagged):
    title = gettext_lazy("account")
    parameter_name = "account"

    def conditions(self) -> dict[str, Condition]:
        return STANDINGS


class People(BaseModelAdmin):
    form = PersonForm
    change_form_template = "admin/practices/person_form.html"
    list_display = ("email", "place", "organisation", "role", "standing", "last_signed_in", "practices")
    list_filter = (ByRole, ByStanding)
    show_facets = admin.ShowFacets.ALWAYS
    list_select_related = ("city",)
    search_fields = ("email", "organisation")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_see_people(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.can_see_people(request.user)

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_see_people(request.user)

    def get_urls(self) -> list[Any]:
        pages = {"invite": self.invite_view, "block": self.block_view, "unblock": self.unblock_view}
        stock = [pattern for pattern in super().get_urls() if not str(pattern.name).endswith("_history")]
        ours = [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(require_POST(view)),
                name=f"practices_user_{name}",
            )
            for name, view in pages.items()
        ]
        return [*ours, *stock]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        waiting = EmailAddress.objects.filter(user=OuterRef("pk"), primary=True, verified=False)
        written = Practice.objects.filter(contributor=OuterRef("pk")).order_by().values("contributor")
        number = Coalesce(Subquery(written.values(number=Count("pk"))), 0)
        found: QuerySet[User] = super().get_queryset(request)
        return found.annotate(is_confirmed=~Exists(waiting), number=number)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        return _fieldsets()

    @override
    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs | {"fields": PersonForm.Meta.fields})
        form.request = request  # the class is made anew for each request
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Keep an admin from locking herself out."""
        return RIGHTS if obj == request.user else ()

    @admin.display(description=gettext_lazy("city"), ordering="city__sort_name")
    def place(self, person: User) -> str:
        city = person.city.name if person.city else beginning(person.city_typed)
        return ", ".join(filter(None, [city, str(person.country.name)]))

    @admin.display(description=gettext_lazy("role"))
    def role(self, person: User) -> str:
        return str(role_of(person))

    @admin.display(description=gettext_lazy("account"))
    def standing(self, person: Any) -> str:
        return str(standing_of(person, is_confirmed=person.is_confirmed))

    @admin.display(description=gettext_lazy("last sign-in"), ordering="last_login")
    def last_signed_in(self, person: User) -> str:
        return date_format(localtime(person.last_login), "j M Y, H:i") if person.last_login else _("never")

    @admin.display(description=gettext_lazy("practices"), ordering="number")
    def practices(self, person: Any) -> int:
        return int(person.number)

    @override
    def save_model(self, request: HttpRequest, obj: User, form: PersonForm, change: bool) -> None:
        form.apply_city(obj)
        if change:
            columns = [name for name in form.changed_data if name in PersonForm.Meta.fields]
            people.change(obj, [*columns, *TOWN], by=signed_in(request))
        else:
            people.invite_person(obj, by=signed_in(request))
        if obj == signed_in(request):
            update_session_auth_hash(request, obj)

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: Any = None) -> HttpResponse:
        said = _("We have written to %(address)s: whoever reads the mail chooses the password.")
        messages.success(request, said % {"address": obj.email})
        return super().response_post_save_add(request, obj)

    def invite_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Send the link once more with which a person chooses her password."""
        person = self._person(request, object_id)
        asked = lifecycle.awaits_confirmation(person) and self._ask_again(
            request, person, _("Send the invitation again")
        )
        if asked:
            return asked
        if people.invite_again(person, by=signed_in(request)):
            messages.success(
                request, _("We have written to %(address)s once more.") % {"address": person.email}
            )
        else:
            messages.warning(request, _("This address is confirmed already, or the account is switched off."))
        return redirect(reverse("admin:practices_user_change", args=[person.pk]))

    def block_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Block an account, with a reason for admins."""
        person, reason = (
            self._person(request, object_id),
            on_one_line(request.POST.get("reason", "")),
        )
        if not reason or len(reason) > LONGEST_REASON:
            said = _("Write the reason, in at most %(most)d characters: nothing was done yet.")
            messages.error(request, said % {"most": LONGEST_REASON})
        elif not permissions.can_block(request.user, person):
            messages.warning(request, _("This account is blocked or closed already, or it is your own."))
        elif asked := self._ask_again(request, person, _("Block the account"), reason=reason):
            return asked
        else:
            people.block_account(person, reason, by=signed_in(request))
            messages.success(request, _("The account is blocked, and signed out everywhere."))
        return redirect("admin:practices_user_change", person.pk)

    def unblock_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Lift the block of an account."""
        person = self._person(request, object_id)
        if not permissions.can_unblock(request.user, person):
            messages.warning(request, _("This account is not blocked."))
        elif asked := self._ask_again(request, person, _("Lift the block")):
            return asked
        else:
            people.unblock_account(person, by=signed_in(request))
            messages.success(request, _("The block is lifted: the password of before is good again."))
        return redirect("admin:practices_user_change", person.pk)

    def _ask_again(self, request: HttpRequest, person: User, title: str, **kept: str) -> HttpResponse | None:
        """Return the page that asks for the password before a button does what it says; None once that is fresh."""
        proof = proof_of(request)
        if proof is None:
            return None
        context = self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "person": person,
            "kept": kept,
            "password": proof,
            "back": reverse("admin:practices_user_change", args=[person.pk]),
        }
        status = HTTPStatus.BAD_REQUEST if proof.errors else HTTPStatus.OK
        return TemplateResponse(request, "admin/practices/prove.html", context, status=status)

    def _person(self, request: HttpRequest, object_id: str) -> User:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(User, pk=read_number(object_id))

    @override
    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj: User | None = kwargs.get("obj")
        form = context["adminform"].form
        if "which" in form.fields:  # several cities have the name that was typed
            context["adminform"].fieldsets = _fieldsets("which")
        if PROOF in form.errors:
            context["adminform"].fieldsets = [*context["adminform"].fieldsets, (None, {"fields": (PROOF,)})]
        if obj is None:  # what follows is said in the list
            context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        if obj is not None:
            context |= {
                "waits": lifecycle.awaits_confirmation(obj),
                "may_block": permissions.can_block(request.user, obj),
                "may_unblock": permissions.can_unblock(request.user, obj),
                "most": LONGEST_REASON,
                "blocks": [(each, said_of(each)) for each in blocks_of(obj)],
            }
        return super().render_change_form(request, context, *args, **kwargs)


def _fieldsets(*which: str) -> Any:
    return [(None, {"fields": ("email", "country", "city", *which, "organisation", *RIGHTS)})]


def blocks_of(person: User) -> QuerySet[AuditEvent]:
    """Return when a person was blocked and the block was lifted, by whom and why, the newest first."""
    kinds = ("account_blocked", "account_unblocked")
    found: QuerySet[AuditEvent] = AuditEvent.objects.filter(person=person, kind__in=kinds)
    return found.select_related("actor")


def role_of(person: User) -> str | Promise:
    """Return what a person is: what she was made, not what she may do today."""
    return ROLES_BY_NAME["admin" if person.is_superuser else "editor" if person.is_staff else "contributor"][
        0
    ]


def standing_of(person: User, *, is_confirmed: bool) -> str | Promise:
    """Return how an account stands."""
    if person.is_closed:
        return STANDINGS["closed"][0]
    if person.is_blocked:
        return STANDINGS["blocked"][0]
    return STANDINGS["open" if is_confirmed else "invited"][0]
