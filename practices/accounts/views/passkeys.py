"""The pages of a person's passkeys: they are added, named and removed."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from practices.accounts import passkeys
from practices.accounts.forms import AddPasskey, CurrentPassword, NamePasskey
from practices.accounts.views.current import own_account
from practices.models import User


@own_account
def passkey_list(request: HttpRequest, person: User) -> HttpResponse:
    """List her passkeys and add one; the codes of the app come first, for browsers and days without a passkey."""
    if not person.second_step:
        return redirect("mfa_activate_totp")
    form = AddPasskey(request.POST or None, person=person)
    if "looks" in request.POST:
        return _look_first(form)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if passkeys.add_passkey(person, told["name"], state=told["state"], credential=told["credential"]):
            messages.success(request, _("The passkey is added: you can sign in with it from now on."))
            return redirect("account_passkeys")
        form.add_error(None, _("The browser gave no passkey that can be used here. Nothing is changed."))
    held = passkeys.passkeys_of(person)
    ask = passkeys.to_add(person) if len(held) < passkeys.MOST else {}
    return TemplateResponse(request, "mfa/passkeys.html", {"form": form, "passkeys": held, "ask": ask})


def _look_first(form: AddPasskey) -> HttpResponse:
    """Say whether what was typed is right, before a browser makes a key; plain words, and nothing is written."""
    if form.is_valid():
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    said = " ".join(str(each) for errors in form.errors.values() for each in errors)
    return HttpResponse(said, status=HTTPStatus.BAD_REQUEST, content_type="text/plain")


@own_account
def passkey_rename(request: HttpRequest, person: User, number: int) -> HttpResponse:
    key = _hers(person, number)
    form = NamePasskey(request.POST or None, person=person, initial={"name": key.data["name"]})
    if request.method == "POST" and form.is_valid():
        passkeys.rename(person, number, form.cleaned_data["name"])
        messages.success(request, _("The passkey has its new name."))
        return redirect("account_passkeys")
    return TemplateResponse(request, "mfa/passkey_rename.html", {"form": form})


@own_account
def passkey_remove(request: HttpRequest, person: User, number: int) -> HttpResponse:
    key = _hers(person, number)
    form = CurrentPassword(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        passkeys.remove(person, number)
        messages.success(request, _("The passkey is removed: nobody signs in with it any more."))
        return redirect("account_passkeys")
    return TemplateResponse(request, "mfa/passkey_remove.html", {"form": form, "name": key.data["name"]})


def _hers(person: User, number: int) -> Any:
    for key in passkeys.passkeys_of(person):
        if key.pk == number:
            return key
    raise Http404
