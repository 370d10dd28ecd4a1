"""The pages of a person's own account: details, open sessions, everything that is kept about her, and the end of it."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practices import permissions
from practices.accounts import data_export, idle_timeout, lifecycle, mfa
from practices.accounts.forms import CurrentPassword, Details
from practices.accounts.views.current import own_account
from practices.accounts.visitors import device_name
from practices.entries.trash import thrown_away
from practices.models import AuditEvent, Practice, User
from practices.models.audit_event import UNTOLD
from practices.workflow import LEFT, Status

MOST_EVENTS = 100
FAILED = "sign_in_failed"
MOST_LEFT = 200
"""How many of the entries that she leaves are named; the others are counted."""


@require_safe
@login_required
def welcome(request: HttpRequest) -> HttpResponse:
    """Lead editors to their desk and everybody else to her practices."""
    home = "admin:index" if permissions.is_staff(request.user) else "contribute:index"
    return redirect(home)


@own_account
def details(request: HttpRequest, person: User) -> HttpResponse:
    form = Details(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        _save(form)
        messages.success(request, _("Your details are saved."))
        return redirect("account_details")
    left = mfa.codes_left(person)
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
@own_account
def session_list(request: HttpRequest, person: User) -> HttpResponse:
    found = [(session, device_name(session.user_agent)) for session in lifecycle.sessions(person)]
    return TemplateResponse(
        request, "account/sessions.html", {"sessions": found, "current": request.session.session_key}
    )


@require_safe
@own_account
def happenings(request: HttpRequest, person: User) -> HttpResponse:
    """List what happened with an account, the newest first; failures are counted, so that strangers bury nothing."""
    about_her = AuditEvent.objects.filter(person=person)
    context = {
        "events": [(event, _doer(event, person)) for event in about_her.exclude(kind=FAILED)[:MOST_EVENTS]],
        "failed": about_her.filter(kind=FAILED).count(),
        "days": settings.SIGN_IN_DAYS,
    }
    return TemplateResponse(request, "account/happenings.html", context)


def _doer(event: AuditEvent, person: User) -> str:
    """Say who did it: of editors and admins not the name."""
    if event.actor_id is None:
        return _("nobody signed in")
    return _("you") if event.actor_id == person.pk else _("an editor or admin")


@require_http_methods(["GET", "POST"])
@login_required
def stay(request: HttpRequest) -> HttpResponse:
    """Say how long an editor's session lasts; what she sends is a sign of life, as any request for a page is.

    The token is told too: that of the page is old once she has signed in anew in another tab.
    """
    if not permissions.is_staff(request.user):
        raise PermissionDenied
    found = idle_timeout.anew(request) if request.method == "POST" else idle_timeout.remaining(request)
    return JsonResponse(found.as_json() | {"token": get_token(request)})


@require_POST
@own_account
def session_end(request: HttpRequest, person: User, number: int | None = None) -> HttpResponse:
    """End one session, or without a number all but this one."""
    if lifecycle.end_sessions(person, keep=request.session.session_key or "", number=number):
        messages.success(request, _("Signed out there."))
    return redirect("account_sessions")


@require_safe
@own_account
def data(request: HttpRequest, person: User) -> HttpResponse:
    """Hand over everything that is kept about a person, as a file."""
    answer = JsonResponse(data_export.mine(person), json_dumps_params={"indent": 2})
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@dataclass(frozen=True)
class Left:
    """The entries of one status that a person leaves behind, and what becomes of them."""

    status: Status
    becomes: str | Promise
    entries: list[Practice]
    more: int


def left_behind(person: User) -> list[Left]:
    """Return what becomes of the entries whose contributor a person is, by status: what waits comes first."""
    hers = Practice.objects.filter(contributor=person)
    counted = dict(hers.order_by().values_list("status").annotate(number=Count("pk")))
    entries: dict[str, list[Practice]] = {status: [] for status in counted}
    for each in hers.with_edition().only("title", "status").order_by("-saved_at", "-pk")[:MOST_LEFT]:
        entries[each.status].append(each)
    return [
        Left(status, becomes, entries[status], counted[status] - len(entries[status]))
        for status, becomes in LEFT.items()
        if status in counted
    ]


@own_account
def close(request: HttpRequest, person: User) -> HttpResponse:
    form = CurrentPassword(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            lifecycle.close_account(person)
        except lifecycle.LastAdmin:
            form.add_error(
                None, _("You are the only admin. Make somebody else an admin first, then close your account.")
            )
        else:
            logout(request)
            return redirect("account_closed")
    context = {
        "form": form,
        "left": left_behind(person),
        "thrown": thrown_away(person).count(),
        "days": settings.TRASH_DAYS,
    }
    return TemplateResponse(request, "account/close.html", context)


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "account/closed.html")
