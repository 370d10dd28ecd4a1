"""Who has an account, and in which role? Admins only."""

from typing import Any, override

from django import forms
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices import permissions
from practices.admin.site import Quiet, signed_in
from practices.completeness import NO_ADDRESS
from practices.models import User

ROLES = ("is_active", "is_staff", "is_superuser")


class PersonForm(forms.ModelForm):
    """A person; a new one needs a password, for another it stays unless a new one is typed."""

    password_new = forms.CharField(
        label=gettext_lazy("New password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password", "class": "vTextField"}),
    )

    class Meta:
        model = User
        fields = ("email", "organisation", *ROLES)
        error_messages = {"email": {"invalid": NO_ADDRESS}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password_new"].required = not self.instance.pk
        self.fields["password_new"].help_text = " ".join(password_validators_help_texts())

    def clean_email(self) -> str:
        """Return the address in lower case: one address, one account."""
        return str(self.cleaned_data["email"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("is_superuser") and not data.get("is_staff"):
            self.add_error("is_staff", _("An admin is an editor too."))
        if password := data.get("password_new"):
            try:
                validate_password(password, User(email=data.get("email", "")))
            except ValidationError as refusal:
                self.add_error("password_new", refusal)
        return data


class People(Quiet):
    form = PersonForm
    change_form_template = "admin/practices/plain_form.html"
    list_display = ("email", "organisation", *ROLES, "date_joined")
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
        return [pattern for pattern in super().get_urls() if not str(pattern.name).endswith("_history")]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Keep an admin from locking herself out."""
        return ROLES if obj == request.user else ()

    @override
    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if form.cleaned_data["password_new"]:
            obj.set_password(form.cleaned_data["password_new"])
        super().save_model(request, obj, form, change)
        if obj == signed_in(request):
            update_session_auth_hash(request, obj)
