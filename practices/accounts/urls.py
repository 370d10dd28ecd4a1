"""The addresses of an account's pages. Only what is listed here is there: nothing of allauth's own list."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as allauth
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache

from practices.accounts.views import credentials, profile, signup

View = Callable[..., Any]


def private(view: View) -> View:
    """Let nobody keep a page of an account, and let no other site see its address, which may be a secret."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return never_cache(guarded)


def page(address: str, view: View, name: str) -> URLPattern:
    return path(address, private(view), name=name)


urlpatterns = [
    page("", profile.welcome, "welcome"),
    page("login/", allauth.login, "account_login"),
    page("logout/", allauth.logout, "account_logout"),
    page("login/code/", credentials.second_step_ask, "mfa_authenticate"),
    page("signup/", signup.sign_up, "account_signup"),
    page("confirm/", allauth.email_verification_sent, "account_email_verification_sent"),
    page("confirm/again/", signup.resend, "account_resend"),
    page("confirm/<str:key>/", signup.confirm, "account_confirm_email"),
    page("password/new/", signup.reset, "account_reset_password"),
    page("password/new/sent/", signup.reset_done, "account_reset_password_done"),
    page("password/new/<str:key>/", signup.reset_confirm, "account_reset_password_from_key"),
    page("password/", credentials.password_change, "account_change_password"),
    page("address/", credentials.address_change, "account_email"),
    page("second-step/", credentials.second_step_on, "mfa_activate_totp"),
    page("second-step/codes/", credentials.codes_new, "mfa_generate_recovery_codes"),
    page("second-step/off/", credentials.second_step_off, "mfa_deactivate_totp"),
    page("details/", profile.details, "account_details"),
    page("stay/", profile.stay, "account_stay"),
    page("sessions/", profile.session_list, "account_sessions"),
    page("sessions/end/", profile.session_end, "account_end_sessions"),
    page("sessions/end/<int:number>/", profile.session_end, "account_end_session"),
    page("data/", profile.data, "account_data"),
    page("close/", profile.close, "account_close"),
    page("closed/", profile.closed, "account_closed"),
]
