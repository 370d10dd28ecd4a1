"""The form of a person: an admin gives roles in it, and types her own password when that is not fresh."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.accounts import fresh
from practices.accounts.city_fields import CityFields
from practices.accounts.forms import CurrentPassword, Password
from practices.admin.sites import signed_in
from practices.answers.completeness import NO_ADDRESS
from practices.models import User
from practices.models.user import mailbox

RIGHTS = ("is_staff", "is_superuser")
PROOF = "your_password"
"""The field that is shown once the password is asked for."""


class PersonForm(CityFields, forms.ModelForm):
    """A person: her address, whom she works for, her role."""

    city = forms.CharField(
        label=gettext_lazy("City"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("The city that the person works for, if it is one. It can be changed later."),
        widget=forms.TextInput({"class": "vTextField"}),
    )

    your_password = Password(
        autocomplete="current-password",
        label=gettext_lazy("Your own password"),
        required=False,
        help_text=gettext_lazy(
            "Asked once more before a role is given or an address changed, so that nobody else does it at your desk."
        ),
    )

    request: HttpRequest
    """By whom the form was opened."""

    class Meta:
        model = User
        fields = ("email", "organisation", *RIGHTS)
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
        if self._gives_access() and not fresh.is_fresh(self.request):
            self._ask_again(data.get(PROOF, ""))
        return data

    def _gives_access(self) -> bool:
        """Say whether a role is given or taken, or somebody else's mailbox will open an account."""
        asked = {*RIGHTS, "email"} if self.instance.pk else {*RIGHTS}
        return not asked.isdisjoint(self.changed_data)

    def _ask_again(self, typed: str) -> None:
        """Ask for the password of who sits there; what else is wrong is mended without typing it twice."""
        proof = CurrentPassword({"password": typed}, person=signed_in(self.request))
        if not typed:
            self.add_error(PROOF, _("Type your own password once more: nothing is saved yet."))
        elif proof.is_valid():
            fresh.prove(self.request)
        else:
            self.add_error(PROOF, proof.errors["password"])


def proof_of(request: HttpRequest) -> CurrentPassword | None:
    """Return the form that asks whoever presses a button for the password, with what was wrong; None once that is fresh."""
    if fresh.is_fresh(request):
        return None
    typed = request.POST if "password" in request.POST else None
    form = CurrentPassword(typed, person=signed_in(request))
    if not form.is_valid():
        return form
    fresh.prove(request)
    return None
