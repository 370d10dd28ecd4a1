"""The pages of a person's own account: details, open sessions, everything that is kept about her, and the end of it."""

from allauth.account.internal import flows
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practices import accounts, dossier, permissions, second_step, stays
from practices.forms.account import CurrentPassword, Details
from practices.models import AuditEvent
from practices.models.audit_event import UNTOLD
from practices.views.people import signed_in


@require_safe
@login_required
def welcome(request: HttpRequest) -> HttpResponse:
    """Lead editors to their desk and everybody else to her practices."""
    home = "admin:index" if permissions.is_staff(request.user) else "contribute:index"
    return redirect(home)


@login_required
def details(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    form = Details(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        _save(form)
        messages.success(request, _("Your details are saved."))
        return redirect("account_details")
    left = second_step.codes_left(person)
    return TemplateResponse(request, "account/details.html", {"form": form, "codes_left": left})


@transaction.atomic
def _save(form: Details) -> None:
    """Save what a person says of herself; kept is which of it she changed, not her words."""
    person = form.save()
    changed = [name for name in form.changed_data if name in Details.base_fields]
    if changed:
        AuditEvent.objects.record(
            "details_changed", by=person, about=person, after=dict.fromkeys(changed, UNTOLD)
        )


@require_safe
@login_required
def session_list(request: HttpRequest) -> HttpResponse:
    found = accounts.sessions(signed_in(request))
    return TemplateResponse(
        request, "account/sessions.html", {"sessions": found, "current": request.session.session_key}
    )


@require_http_methods(["GET", "POST"])
@login_required
def stay(request: HttpRequest) -> HttpResponse:
    """Say how long an editor's session lasts; what she sends is a sign of life, as any request for a page is.

    The token is told too: that of the page is old once she has signed in anew in another tab.
    """
    if not permissions.is_staff(request.user):
        raise PermissionDenied
    found = stays.anew(request) if request.method == "POST" else stays.since(request)
    return JsonResponse(found.as_json() | {"token": get_token(request)})


@require_POST
@login_required
def session_end(request: HttpRequest, number: int = 0) -> HttpResponse:
    """End one session, or without a number all but this one."""
    person = signed_in(request)
    if number:
        accounts.end_session(person, number)
    else:
        accounts.end_sessions(person, keep=request.session.session_key or "")
    messages.success(request, _("Signed out there."))
    return redirect("account_sessions")


@require_safe
@login_required
def data(request: HttpRequest) -> HttpResponse:
    """Hand over everything that is kept about a person, as a file."""
    answer = JsonResponse(dossier.mine(signed_in(request)), json_dumps_params={"indent": 2})
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@login_required
def close(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    form = CurrentPassword(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            accounts.close(person)
        except accounts.LastAdmin:
            form.add_error(
                None, _("You are the only admin. Make somebody else an admin first, then close your account.")
            )
        else:
            flows.logout.logout(request, show_message=False)
            return redirect("account_closed")
    return TemplateResponse(request, "account/close.html", {"form": form})


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "account/closed.html")
