"""The ways in: an account is made and confirmed, a mail is sent again, a new password is set."""

from typing import Any

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core import signing
from django.db import IntegrityError, transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practices.accounts import lifecycle, links, mail_requests, rate_limits, visitors
from practices.accounts.forms import AskForMail, CurrentPassword, NewPassword, SignUp
from practices.models import User
from practices.models.mail_request import Wish

GONE, NOT_FOUND = 410, 404
ASKED, ASKED_AGE, ASKED_SALT = "asked", 10 * 60, "practices.signup.asked"
LONGEST_COOKIE = 4000
"""Browsers keep no cookie that is longer: what does not fit is not named."""
DOORS: dict[str, type[Form]] = {"account_signup": SignUp, "account_resend": AskForMail}
"""The forms that ask for a mail, by the names of their pages."""


def sign_up(request: HttpRequest) -> HttpResponse:
    """Take an address and write to it; the answer is the same for every address."""
    if request.user.is_authenticated:
        return redirect("welcome")
    form = SignUp(request.POST or None)
    if request.method == "POST" and form.is_valid():
        rate_limits.spend("sign_up", ip=visitors.client(request))
        rate_limits.spend("confirmation", account=form.cleaned_data["email"])
        form.save()
        return _asked("account_signup", form)
    return TemplateResponse(request, "account/signup.html", {"form": form})


def _asked(door: str, form: Form) -> HttpResponse:
    """Lead to the page that names the address as it was typed: this browser keeps what was sent, for some minutes."""
    typed = {name: form.data.get(name, "") for name in form.fields}
    told = signing.dumps([door, typed], salt=ASKED_SALT)
    response = redirect("account_email_verification_sent")
    if len(told) <= LONGEST_COOKIE:
        response.set_cookie(
            asked_cookie(),
            told,
            max_age=ASKED_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def asked_cookie() -> str:
    """Return the name of the cookie that knows for some minutes what was asked with."""
    return settings.HOST_COOKIE + ASKED


@require_safe
def mail_on_its_way(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way, and let the address be corrected that this browser has just asked with."""
    return TemplateResponse(request, "account/verification_sent.html", _told(request))


def _told(request: HttpRequest) -> dict[str, Any]:
    kept = request.COOKIES.get(asked_cookie(), "")
    try:
        door, typed = signing.loads(kept, salt=ASKED_SALT, max_age=ASKED_AGE)
    except signing.BadSignature:
        return {}
    form = DOORS[door](typed)
    return {"door": door, "form": form} if form.is_valid() else {}


def explain_link(request: HttpRequest, state: links.LinkState, *, reset: bool = False) -> HttpResponse:
    """Say why a link does nothing any more, and what to do instead."""
    status = NOT_FOUND if state is links.LinkState.UNKNOWN else GONE
    return TemplateResponse(request, "account/link.html", {"state": state, "reset": reset}, status=status)


def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm an address by the password that is kept, so that nobody confirms what a stranger typed.

    An account that nobody has confirmed yet has none: whoever reads its mail chooses it now, in any browser.
    """
    confirmation, state = links.confirmation(key)
    if state:
        return explain_link(request, state)
    person: User = confirmation.email_address.user
    ask = NewPassword if lifecycle.awaits_confirmation(person) else CurrentPassword
    form = ask(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        return _confirmed(request, key, person, form.cleaned_data.get("new_password"))
    words = {"form": form, "address": confirmation.email_address.email, "person": person}
    return TemplateResponse(request, "account/email_confirm.html", words)


def _confirmed(request: HttpRequest, key: str, person: User, chosen: str | None) -> HttpResponse:
    try:
        address = _confirm(request, key, person, chosen)
    except lifecycle.Overtaken:
        return redirect(request.path)  # the page says what has become of the link
    except IntegrityError:  # somebody else confirmed the same address in this moment
        address = None
    if address is None:
        return explain_link(request, links.LinkState.USED)
    logout(request)  # a session that the new address has ended would take the next step with it
    answer: HttpResponse = perform_login(request, User.objects.get(pk=person.pk), email=address.email)
    return answer


@transaction.atomic
def _confirm(request: HttpRequest, key: str, person: User, chosen: str | None) -> Any:
    """Return the confirmed `EmailAddress`, None when another account has it; raises `lifecycle.Overtaken`."""
    lifecycle.lock_account(person)
    confirmation, state = links.confirmation(key)
    if state:
        raise lifecycle.Overtaken
    if chosen is not None:
        person.set_password(chosen)
        person.save(update_fields=["password"])
    lifecycle.make_room(confirmation.email_address.email, person)
    return confirmation.confirm(request)


def resend(request: HttpRequest) -> HttpResponse:
    """Send the link once more; the answer is the same for every address, and a mail says the rest."""
    form = AskForMail(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        rate_limits.spend("resend", ip=visitors.client(request))
        rate_limits.spend("confirmation", account=address)
        mail_requests.ask(Wish.CONFIRM, address)
        return _asked("account_resend", form)
    return TemplateResponse(request, "account/resend.html", {"form": form})


def reset(request: HttpRequest) -> HttpResponse:
    """Send a link to set a new password; the answer is the same for every address."""
    form = AskForMail(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        visitors.spend_for_address("reset", request, address)
        mail_requests.ask(Wish.RESET, address)
        return redirect("account_reset_password_done")
    return TemplateResponse(request, "account/password_reset.html", {"form": form})


def reset_done(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "account/password_reset_done.html")


def reset_confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Set the new password; nobody is signed in by it, so a second step is asked for as ever."""
    person, state = links.resettable(key)
    if person is None or state:
        return explain_link(request, state or links.LinkState.UNKNOWN, reset=True)
    form = NewPassword(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        return _set_anew(request, person, form.cleaned_data["new_password"])
    return TemplateResponse(
        request, "account/password_reset_from_key.html", {"form": form, "address": person.email}
    )


def _set_anew(request: HttpRequest, person: User, password: str) -> HttpResponse:
    is_known = not visitors.is_new_device(request, person)
    try:
        lifecycle.set_password(person, password, by=None)
    except lifecycle.Overtaken:
        return redirect(request.path)  # the page says what has become of the link
    messages.success(request, _("Your new password is set. Sign in with it."))
    response = redirect("account_login")
    if is_known:
        visitors.know(request, response, person)
    return response
