"""With what does a person sign in?"""

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """E-mail, whatever its capitals, and password; a refusal does not tell whether there is such an account."""

    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": _("This e-mail address and this password do not belong together. Try again."),
    }
