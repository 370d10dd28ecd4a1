"""The forms of an account: address, password, city, organisation, code."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from practices.accounts import mail_requests, mfa, passkeys, passwords, rate_limits
from practices.accounts.city_fields import CityFields
from practices.answers.completeness import NO_ADDRESS
from practices.models import User
from practices.models.mail_request import Wish
from practices.models.user import LONGEST_ADDRESS, LONGEST_PASSWORD, mailbox

ORGANISATION = _("Organisation (optional)")


class Address(forms.EmailField):
    """An e-mail address in one spelling; one whose quotation marks matter is refused."""

    def __init__(self, **given: Any) -> None:
        widget = forms.EmailInput(
            attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}
        )
        wrong = {"required": _("Enter an e-mail address."), "invalid": NO_ADDRESS}
        super().__init__(
            label=given.pop("label", _("E-mail address")),
            widget=given.pop("widget", widget),
            max_length=LONGEST_ADDRESS,
            error_messages=wrong,
            **given,
        )

    def clean(self, value: Any) -> str:
        address = mailbox(str(super().clean(value)))
        if address.startswith('"'):
            raise forms.ValidationError(
                _("Addresses with quotation marks are not taken here. Write another one.")
            )
        return address


class Password(forms.CharField):
    """A password as typed: blanks count, and nothing is cut off; what is too long is refused unread."""

    def __init__(self, *, autocomplete: str, **given: Any) -> None:
        widget = forms.PasswordInput(
            attrs={
                "autocomplete": autocomplete,
                "data-show": _("Show the password"),
                "data-hide": _("Hide the password"),
            }
        )
        wrong = {"required": _("Enter the password."), "max_length": passwords.TOO_LONG}
        super().__init__(
            label=given.pop("label", _("Password")),
            strip=False,
            max_length=LONGEST_PASSWORD,
            widget=widget,
            error_messages=wrong,
            **given,
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Say no `maxlength`: browsers would cut a pasted password off and say nothing."""
        return {}


class OfPerson(forms.Form):
    """A form about a person's own account."""

    def __init__(self, *args: Any, person: User, **given: Any) -> None:
        self.person = person
        super().__init__(*args, **given)


class CurrentPassword(OfPerson):
    """The password once more, before something that only its owner may do; tries are counted."""

    password = Password(autocomplete="current-password", label=_("Your password"))

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        tries = rate_limits.spend("password", account=self.person.pk)
        if not self.person.check_password(password):
            raise forms.ValidationError(_("This is not your password. Check capital letters and blanks."))
        tries.give_back()
        return password


class NewCodes(CurrentPassword):
    """The password, and which recovery codes the page was about."""

    instead_of = forms.IntegerField(required=False, widget=forms.HiddenInput)


class SignIn(allauth.LoginForm):
    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields = {
            "login": Address(),
            "password": Password(autocomplete="current-password"),
        }
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignUp(CityFields):
    """An account: an address, and whom one works for. Its password is chosen by whoever reads the mail that follows."""

    email = Address(
        help_text=_("You sign in with it. We send a link to it now; there you choose your password.")
    )
    organisation = forms.CharField(
        label=ORGANISATION,
        max_length=200,
        required=False,
        help_text=_("For example the city’s office for diversity."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    website = forms.CharField(required=False, label=_("Leave this empty"))
    """People do not see it; programs that fill in every field give themselves away."""

    field_order = ("email", "country", "city", "which", "organisation")

    def save(self) -> None:
        """Ask for an account at the address; a program gets none. It is made later, so that the time tells nothing."""
        if not self.cleaned_data["website"]:
            self.apply_city(told := User())
            details = {
                "country": told.country.code,
                "city_id": told.city_id,
                "city_typed": told.city_typed,
                "organisation": self.cleaned_data["organisation"],
            }
            mail_requests.ask(Wish.SIGN_UP, self.cleaned_data["email"], details)


class Details(CityFields, forms.ModelForm):
    field_order = ("country", "city", "which", "organisation", "language")

    class Meta:
        model = User
        fields = ("organisation", "language")

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["organisation"].label = ORGANISATION
        self.fields["organisation"].widget.attrs["autocomplete"] = "organization"
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of mails"), choices=settings.LANGUAGES, required=False
        )
        if len(settings.LANGUAGES) == 1:
            del self.fields["language"]
        self.order_fields(self.field_order)

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002  as Django has it
        self.apply_city(self.instance)
        return super().save(commit)


class NewAddress(CurrentPassword):
    email = Address(label=_("New e-mail address"))

    field_order = ("email", "password")

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        if address == self.person.email:
            raise forms.ValidationError(_("This is your address already."))
        return address


class AskForMail(forms.Form):
    email = Address()


class NewPassword(OfPerson):
    """A new password, typed once."""

    new_password = Password(autocomplete="new-password", label=_("New password"))

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["new_password"].help_text = passwords.length_help(self.person)

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        password_validation.validate_password(password, self.person)
        return password


class ChangePassword(CurrentPassword, NewPassword):
    field_order = ("password", "new_password")


def _code(label: Any, required: Any, **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=40,
        error_messages={"required": required},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"} | attrs),
    )


class Code(OfPerson):
    """A code of the app, or a recovery code; tries are counted, and a code works once."""

    code = _code(_("Code"), _("Enter the code."), spellcheck="false", autocapitalize="none")

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        tries = rate_limits.spend("second_step", account=self.person.pk)
        if not mfa.use(self.person, code):
            raise forms.ValidationError(
                _(
                    "This code is not right, or was used already. Wait for the next one, or use a recovery code."
                )
            )
        tries.give_back()
        return code


class FromBrowser(OfPerson):
    """What a browser says of a passkey, and the challenge of the page that asked it; nobody types either."""

    state = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    credential = forms.CharField(
        required=False, max_length=passkeys.LONGEST_CREDENTIAL, widget=forms.HiddenInput
    )


class ShowPasskey(FromBrowser):
    """A passkey as the second step; tries are counted."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        tries = rate_limits.spend("second_step", account=self.person.pk)
        if not passkeys.use_passkey(
            self.person, state=data.get("state", ""), credential=data.get("credential", "")
        ):
            raise forms.ValidationError(
                _("This passkey is not one of yours, or the page was too old. Try again, or type a code.")
            )
        tries.give_back()
        return data


class NamePasskey(OfPerson):
    name = forms.CharField(
        label=_("Name"),
        max_length=passkeys.LONGEST_NAME,
        help_text=_("How you know it again, for example “My phone”."),
        error_messages={"required": _("Write a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AddPasskey(CurrentPassword, NamePasskey, FromBrowser):
    """A passkey that the browser has made after the button was pressed."""

    field_order = ("name", "password")


class TurnOff(CurrentPassword, Code):
    """The end of the second step: a code once more, and a password that is long enough to stand alone."""

    field_order = ("password", "code")

    def clean_password(self) -> str:
        password = super().clean_password()
        if len(password) < passwords.ALONE:
            raise forms.ValidationError(
                _("Without a second step the password needs at least %(least)d characters. Change it first."),
                params={"least": passwords.ALONE},
            )
        return password

    def clean_code(self) -> str:
        """Use the code up only when all else is right."""
        return "" if self.errors else super().clean_code()


class SetUp(CurrentPassword):
    """The first code of an app, against the secret that the page showed."""

    code = _code(_("Code that the app shows"), _("Enter the code that the app shows."), inputmode="numeric")
    field_order = ("code", "password")
