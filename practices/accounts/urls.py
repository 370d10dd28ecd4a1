"""The addresses of an account's pages. Only what is listed here is there: nothing of allauth's own list."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as allauth
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache

from practices.accounts.views import credentials, passkeys, profile, signup

View = Callable[..., Any]


def private(view: View) -> View:
    """Let nobody keep a page of an account, and let no other site see its address, which may be a secret."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return never_cache(guarded)


def _page(address: str, view: View, name: str) -> URLPattern:
    return path(address, private(view), name=name)


urlpatterns = [
    _page("", profile.welcome, "welcome"),
    _page("login/", allauth.login, "account_login"),
    _page("logout/", allauth.logout, "account_logout"),
    _page("login/code/", credentials.second_step_ask, "mfa_authenticate"),
    _page("signup/", signup.sign_up, "account_signup"),
    _page("confirm/", signup.mail_on_its_way, "account_email_verification_sent"),
    _page("confirm/again/", signup.resend, "account_resend"),
    _page("confirm/<str:key>/", signup.confirm, "account_confirm_email"),
    _page("password/new/", signup.reset, "account_reset_password"),
    _page("password/new/sent/", signup.reset_done, "account_reset_password_done"),
    _page("password/new/<str:key>/", signup.reset_confirm, "account_reset_password_from_key"),
    _page("password/", credentials.password_change, "account_change_password"),
    _page("address/", credentials.address_change, "account_email"),
    _page("second-step/", credentials.second_step_on, "mfa_activate_totp"),
    _page("second-step/codes/", credentials.codes_new, "mfa_generate_recovery_codes"),
    _page("second-step/off/", credentials.second_step_off, "mfa_deactivate_totp"),
    _page("passkeys/", passkeys.passkey_list, "account_passkeys"),
    _page("passkeys/<int:number>/", passkeys.passkey_rename, "account_passkey_rename"),
    _page("passkeys/<int:number>/remove/", passkeys.passkey_remove, "account_passkey_remove"),
    _page("details/", profile.details, "account_details"),
    _page("stay/", profile.stay, "account_stay"),
    _page("sessions/", profile.session_list, "account_sessions"),
    _page("sessions/end/", profile.session_end, "account_end_sessions"),
    _page("sessions/end/<int:number>/", profile.session_end, "account_end_session"),
    _page("history/", profile.happenings, "account_happenings"),
    _page("data/", profile.data, "account_data"),
    _page("close/", profile.close, "account_close"),
    _page("closed/", profile.closed, "account_closed"),
]
