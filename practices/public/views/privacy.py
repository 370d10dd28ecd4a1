"""The privacy page: what is kept about whom, and for how long?"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from practices.accounts import idle_accounts, idle_timeout, lifecycle, rate_limits, visitors
from practices.accounts.views import signup
from practices.models.report import DONE_DAYS, REPORT_DAYS

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
            host + visitors.DEVICE,
            _(
                "knows the device again, so that strangers who try your password elsewhere do not lock you out, and that "
                "you are told of a sign-in from another one"
            ),
            _days(visitors.DEVICE_AGE),
        ),
        Cookie(
            host + idle_timeout.SEEN,
            _("signs editors out after half an hour without a request"),
            until_closed,
        ),
        Cookie(
            signup.asked_cookie(),
            _("shows once more the address to which a mail was sent, to be corrected"),
            _minutes(signup.ASKED_AGE),
        ),
        Cookie(
            f"{host}messages",
            _("carries a note such as “Saved” to the next page"),
            until_closed,
        ),
    ]


def _minutes(seconds: int) -> str:
    minutes = seconds // 60
    return ngettext("%(minutes)s minute", "%(minutes)s minutes", minutes) % {"minutes": minutes}


def _days(seconds: int) -> str:
    days = seconds // DAY
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    context = {
        "contact": settings.CONTACT_EMAIL,
        "cookies": cookies(),
        "first_days": idle_accounts.FIRST.days,
        "second_days": idle_accounts.SECOND.days,
        "idle_years": settings.IDLE_YEARS,
        "invitation_days": lifecycle.UNANSWERED_INVITATION_KEPT_DAYS,
        "mail_days": settings.MAIL_DAYS,
        "report_days": REPORT_DAYS,
        "report_done_days": DONE_DAYS,
        "sign_in_days": settings.SIGN_IN_DAYS,
        "session_days": lifecycle.SESSION_DAYS,
        "tries_days": -(-rate_limits.longest() // DAY),
        "unconfirmed_days": lifecycle.UNCONFIRMED_DAYS,
    }
    return TemplateResponse(request, "practices/article/privacy.html", context)
