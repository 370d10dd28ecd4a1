"""The ways in: an account is made and confirmed, a mail is sent again, a new password is set."""

from typing import Any, cast

from allauth.account.internal import flows
from allauth.account.internal.flows.email_verification import verify_email_and_resume
from allauth.account.models import Login
from allauth.account.stages import EmailVerificationStage, LoginStageController
from allauth.account.views import SignupView
from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from practices import accounts, asks, limits, links
from practices.adapter import client, spend
from practices.forms.account import AskForMail, CurrentPassword, NewPassword, SignUp
from practices.models import User
from practices.models.ask import Wish

type _Verified = tuple[Any, HttpResponse | None]

GONE, NOT_FOUND = 410, 404


class SignUpView(SignupView):  # type: ignore[misc]  # allauth has no types
    def form_valid(self, form: SignUp) -> HttpResponse:
        """Make the account and write its mail in one transaction, which takes as long as writing the mail alone."""
        limits.spend("sign_up", ip=client(self.request))
        limits.spend("confirmation", account=form.cleaned_data["email"])
        with transaction.atomic():
            answer: HttpResponse = super().form_valid(form)
        return answer


def explain(request: HttpRequest, fault: links.Fault, *, reset: bool = False) -> HttpResponse:
    """Say why a link does nothing any more, and what to do instead."""
    status = NOT_FOUND if fault is links.Fault.UNKNOWN else GONE
    return TemplateResponse(request, "account/link.html", {"fault": fault, "reset": reset}, status=status)


def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Show one button; it confirms the address.

    In another browser than the one that signed up, ask for the password: whoever typed somebody else's address
    cannot let its owner confirm it by a careless click.
    """
    confirmation, fault = links.confirmation(key)
    if fault:
        return explain(request, fault)
    person: User = confirmation.email_address.user
    form = _confirm_form(request, person)
    if request.method == "POST" and form.is_valid():
        return _confirmed(request, confirmation, person, signs_in=isinstance(form, CurrentPassword))
    words = {"form": form, "address": confirmation.email_address.email}
    return TemplateResponse(request, "account/email_confirm.html", words)


def _confirm_form(request: HttpRequest, person: User) -> forms.Form:
    given = request.POST if request.method == "POST" else None
    stage = LoginStageController.enter(request, EmailVerificationStage.key)
    began_here = stage and stage.login.user and stage.login.user.pk == person.pk
    if began_here or request.user.pk == person.pk:
        return forms.Form(given)
    return CurrentPassword(given, person=person)


def _confirmed(request: HttpRequest, confirmation: Any, person: User, *, signs_in: bool) -> HttpResponse:
    address = confirmation.email_address
    try:
        with transaction.atomic():
            accounts.make_room(address.email, person)
            found, answer = cast("_Verified", verify_email_and_resume(request, confirmation))
    except IntegrityError:  # somebody else confirmed the same address in this moment
        found = None
    if not found:
        return explain(request, links.Fault.USED)
    if signs_in:
        login = Login(user=User.objects.get(pk=person.pk), email=address.email)
        answer = flows.login.perform_password_login(request, {"email": address.email}, login)
    return answer or redirect("account_login")


def resend(request: HttpRequest) -> HttpResponse:
    """Send the link once more; the answer is the same for every address, and a mail says the rest."""
    form = AskForMail(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        limits.spend("resend", ip=client(request))
        limits.spend("confirmation", account=address)
        asks.ask(Wish.CONFIRM, address)
        return redirect("account_email_verification_sent")
    return TemplateResponse(request, "account/resend.html", {"form": form})


def reset(request: HttpRequest) -> HttpResponse:
    """Send a link to set a new password; the answer is the same for every address."""
    form = AskForMail(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        spend("reset", request, address)
        asks.ask(Wish.RESET, address)
        return redirect("account_reset_password_done")
    return TemplateResponse(request, "account/password_reset.html", {"form": form})


def reset_done(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "account/password_reset_done.html")


def reset_confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Set the new password; nobody is signed in by it, so a second step is asked for as ever."""
    person, fault = links.resettable(key)
    if person is None or fault:
        return explain(request, fault or links.Fault.UNKNOWN, reset=True)
    form = NewPassword(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        accounts.set_password(person, form.cleaned_data["new_password"])
        messages.success(request, _("Your new password is set. Sign in with it."))
        return redirect("account_login")
    return TemplateResponse(
        request, "account/password_reset_from_key.html", {"form": form, "address": person.email}
    )
