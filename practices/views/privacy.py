"""What is kept about visitors and about people with an account, and for how long?"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from practices import accounts, adapter, limits

DAY = 24 * 3600


@dataclass(frozen=True)
class Cookie:
    name: str
    purpose: str | Promise
    life: str | Promise


def cookies() -> list[Cookie]:
    """Return every cookie that this site sets, by the name that a browser shows."""
    until_closed = _("until you close the browser")
    host = settings.HOST_COOKIE
    return [
        Cookie(settings.SESSION_COOKIE_NAME, _("keeps you signed in"), _days(settings.SESSION_COOKIE_AGE)),
        Cookie(
            settings.CSRF_COOKIE_NAME,
            _("shows that a form was filled in on this site"),
            _days(settings.CSRF_COOKIE_AGE),
        ),
        Cookie(
            host + adapter.DEVICE,
            _(
                "knows the device again, so that strangers who try your password elsewhere do not lock you out"
            ),
            _days(adapter.DEVICE_AGE),
        ),
        Cookie(f"{host}seen", _("signs editors out after half an hour without a request"), until_closed),
        Cookie(
            f"{host}messages",
            _("carries a note such as “Saved” to the next page"),
            until_closed,
        ),
    ]


def _days(seconds: int) -> str:
    days = seconds // DAY
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    context = {
        "contact": settings.CONTACT_EMAIL,
        "cookies": cookies(),
        "mail_days": settings.MAIL_DAYS,
        "session_days": accounts.SESSION_DAYS,
        "tries_days": -(-limits.longest() // DAY),
        "unconfirmed_days": accounts.UNCONFIRMED_DAYS,
    }
    return TemplateResponse(request, "practices/privacy.html", context)
