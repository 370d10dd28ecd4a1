"""Where does a person sign in, change her password, and go from there?"""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeDoneView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from practices import permissions
from practices.forms.sign_in import SignInForm

sign_in = LoginView.as_view(template_name="registration/login.html", authentication_form=SignInForm)
sign_out = LogoutView.as_view()
password_change = never_cache(
    PasswordChangeView.as_view(template_name="registration/password_change_form.html")
)
password_change_done = never_cache(
    PasswordChangeDoneView.as_view(template_name="registration/password_change_done.html")
)


@never_cache
@login_required
def welcome(request: HttpRequest) -> HttpResponse:
    """Lead to the site where this person works."""
    is_editor = permissions.can_enter_admin(request.user)
    return redirect("admin:index" if is_editor else "contribute:index")
