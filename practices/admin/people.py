"""The pages of people and their roles, for admins only, who invite people and choose no password for anybody."""

from typing import Any, override

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from practices import permissions
from practices.accounts import lifecycle, people
from practices.accounts.city_fields import CityFields
from practices.accounts.people import ROLES
from practices.admin.expected_version import read_number
from practices.admin.sites import BaseModelAdmin, signed_in
from practices.answers.completeness import NO_ADDRESS
from practices.models import User
from practices.models.user import mailbox

TOWN = ("country", "city", "city_typed")


class PersonForm(CityFields, forms.ModelForm):
    """A person: her address, whom she works for, her role."""

    city = forms.CharField(
        label=gettext_lazy("City"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("The city that she works for, if it is one; she can change it herself."),
        widget=forms.TextInput({"class": "vTextField"}),
    )

    class Meta:
        model = User
        fields = ("email", "organisation", *ROLES)
        error_messages = {"email": {"invalid": NO_ADDRESS}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].required = False
        if not self.instance.pk:
            self.fields["email"].help_text = _("A mail goes there. Whoever reads it chooses the password.")

    def clean_email(self) -> str:
        """Return the address in one spelling: one mailbox, one account."""
        return mailbox(str(self.cleaned_data["email"]))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("is_superuser") and not data.get("is_staff"):
            self.add_error("is_staff", _("An admin is an editor too."))
        if data.get("city") and not data.get("country"):
            self.add_error("country", _("Choose the country of the city."))
        return data


class People(BaseModelAdmin):
    form = PersonForm
    change_form_template = "admin/practices/person_form.html"
    list_display = ("email", "organisation", *ROLES, "confirmed", "date_joined")
    list_filter = ROLES
    search_fields = ("email", "organisation")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_see_people(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.can_see_people(request.user)

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_see_people(request.user)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_POST(self.invite_view))
        stock = [pattern for pattern in super().get_urls() if not str(pattern.name).endswith("_history")]
        return [path("<path:object_id>/invite/", view, name="practices_user_invite"), *stock]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        waiting = EmailAddress.objects.filter(user=OuterRef("pk"), primary=True, verified=False)
        found: QuerySet[User] = super().get_queryset(request)
        return found.annotate(is_confirmed=~Exists(waiting))

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        return _fieldsets()

    @override
    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        return super().get_form(request, obj, change, **kwargs | {"fields": PersonForm.Meta.fields})

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Keep an admin from locking herself out."""
        return ROLES if obj == request.user else ()

    @admin.display(description=gettext_lazy("address confirmed"), boolean=True)
    def confirmed(self, person: Any) -> bool:
        return bool(person.is_confirmed)

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
        if not self.has_change_permission(request):
            raise PermissionDenied
        person = get_object_or_404(User, pk=read_number(object_id))
        if people.invite_again(person, by=signed_in(request)):
            messages.success(
                request, _("We have written to %(address)s once more.") % {"address": person.email}
            )
        else:
            messages.warning(request, _("This address is confirmed already, or the account is switched off."))
        return redirect(reverse("admin:practices_user_change", args=[person.pk]))

    @override
    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj: User | None = kwargs.get("obj")
        form = context["adminform"].form
        if "which" in form.fields:  # several cities have the name that was typed
            context["adminform"].fieldsets = _fieldsets("which")
        if obj is None:  # what follows is said in the list
            context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        context["waits"] = obj is not None and lifecycle.awaits_confirmation(obj)
        return super().render_change_form(request, context, *args, **kwargs)


def _fieldsets(*which: str) -> Any:
    return [(None, {"fields": ("email", "country", "city", *which, "organisation", *ROLES)})]
