"""The pages of what a person signs in with: her password, her address, and the second step."""

from allauth.account.models import EmailAddress
from allauth.account.stages import LoginStageController
from allauth.mfa.adapter import get_adapter
from allauth.mfa.stages import AuthenticateStage
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from practices.accounts import lifecycle, links, mfa, passkeys, rate_limits, visitors
from practices.accounts.adapter import goes_on
from practices.accounts.forms import (
    ChangePassword,
    Code,
    NewAddress,
    NewCodes,
    SetUp,
    ShowPasskey,
    TurnOff,
)
from practices.accounts.views.current import own_account
from practices.mail import notify
from practices.models import AuditEvent, User

SECRET_SALT, SECRET_AGE = "practices.views.credentials.secret", 3600


@own_account
def password_change(request: HttpRequest, person: User) -> HttpResponse:
    form = ChangePassword(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        lifecycle.set_password(person, form.cleaned_data["new_password"], by=person)
        _keep_this_session(request, person)
        messages.success(request, _("Your password is changed. You are signed out everywhere else."))
        response = redirect("account_details")
        visitors.know(request, response, person)
        return response
    return TemplateResponse(request, "account/password_change.html", {"form": form})


def _keep_this_session(request: HttpRequest, person: User) -> None:
    """Let this session go on, under a new key, when a change has ended all of a person's sessions."""
    before = request.session.session_key or ""
    update_session_auth_hash(request, person)
    request.session.save()
    lifecycle.end_sessions(person, keep=before)
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


@own_account
def address_change(request: HttpRequest, person: User) -> HttpResponse:
    """Send a link to the new address; the old one stays until it is confirmed there."""
    form = NewAddress(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        rate_limits.spend("address", account=person.pk)
        rate_limits.spend("confirmation", account=address)
        _ask_to_confirm(person, address)
        messages.success(request, _("We sent a link to %(address)s.") % {"address": address})
        return redirect("account_email")
    waiting = EmailAddress.objects.filter(user=person, verified=False).first()
    return TemplateResponse(request, "account/email_change.html", {"form": form, "waiting": waiting})


def _ask_to_confirm(person: User, address: str) -> None:
    lifecycle.vouch(person)
    owner = lifecycle.owner(address)
    if owner is not None and not lifecycle.awaits_confirmation(owner):
        notify.send("has_account", to=address)
        return
    waiting, _made = EmailAddress.objects.get_or_create(
        user=person, verified=False, defaults={"email": address}
    )
    waiting.email = address
    waiting.save()
    links.send_confirmation("confirm_address", waiting)


@own_account
def second_step_on(request: HttpRequest, person: User) -> HttpResponse:
    """Show a square code and its letters; the first code of the app turns the second step on."""
    if person.second_step:
        return redirect("account_details")
    form = SetUp(request.POST or None, person=person)
    secret = _read(request.POST.get("secret", ""), person)
    if request.method == "POST" and secret and form.is_valid():
        codes = mfa.turn_on(person, secret, form.cleaned_data["code"])
        if codes:
            _keep_this_session(request, person)
            return _show(request, codes)
        form.add_error(
            "code", _("This code is not right. Check the clock of your phone and take the next one.")
        )
    return _show_secret(request, form, person, secret or mfa.new_secret())


def _show_secret(request: HttpRequest, form: SetUp, person: User, secret: str) -> HttpResponse:
    adapter = get_adapter()
    words = {
        "form": form,
        "signed": signing.dumps([person.pk, secret], salt=SECRET_SALT),
        "picture": SafeString(adapter.build_totp_svg(adapter.build_totp_url(person, secret))),
        "letters": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    }
    return TemplateResponse(request, "mfa/set_up.html", words)


def _read(signed: str, person: User) -> str | None:
    """Return the secret that the page showed to this person: it travels signed, so that a GET keeps nothing."""
    try:
        owner, secret = signing.loads(signed, salt=SECRET_SALT, max_age=SECRET_AGE)
    except signing.BadSignature:
        return None
    return str(secret) if owner == person.pk else None


def _show(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """Show new recovery codes in the answer to the button: they are not kept, so no address can show them again."""
    return TemplateResponse(request, "mfa/codes.html", {"codes": codes})


@own_account
def codes_new(request: HttpRequest, person: User) -> HttpResponse:
    if not person.second_step:
        return redirect("mfa_activate_totp")
    form = NewCodes(request.POST or None, person=person, initial={"instead_of": mfa.codes_number(person)})
    if request.method == "POST" and form.is_valid():
        return _show(request, mfa.new_codes(person, instead_of=form.cleaned_data["instead_of"] or 0))
    left = mfa.codes_left(person)
    return TemplateResponse(request, "mfa/codes_new.html", {"form": form, "left": left})


@own_account
def second_step_off(request: HttpRequest, person: User) -> HttpResponse:
    """Turn the second step off, by a code: who holds only the password cannot."""
    form = TurnOff(request.POST or None, person=person)
    if not person.second_step:
        return redirect("account_details")
    if request.method == "POST" and form.is_valid():
        mfa.turn_off(person, by=person)
        _keep_this_session(request, person)
        messages.success(request, _("You sign in in one step again."))
        return redirect("account_details")
    return TemplateResponse(request, "mfa/off.html", {"form": form})


def second_step_ask(request: HttpRequest) -> HttpResponse:
    """Ask for the code, after the password: nobody is signed in before it is right."""
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    if request.user.is_authenticated or stage is None:
        return redirect("welcome")
    answer: HttpResponse
    if not goes_on(request, stage.login.user):
        messages.info(request, _("Your account was changed meanwhile. Sign in once more."))
        answer = stage.abort()
        return answer
    person = stage.login.user
    kind = ShowPasskey if "credential" in request.POST else Code
    form = kind(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        answer = stage.exit()
        return answer
    if request.POST.get("code") or request.POST.get("credential"):
        AuditEvent.objects.record("sign_in_failed", by=None, about=person)
    words = {
        "form": form if kind is Code else Code(person=person),
        "passkey": passkeys.to_ask(person),
        "refused": form.non_field_errors() if kind is ShowPasskey else [],
    }
    return TemplateResponse(request, "mfa/authenticate.html", words)
