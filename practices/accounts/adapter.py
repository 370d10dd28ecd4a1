"""The adapter of allauth: where do our accounts differ from what it does by itself?"""

from contextlib import suppress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from practices.accounts import fresh, lifecycle, mail_requests, rate_limits, visitors
from practices.mail import notify
from practices.models import AuditEvent, User
from practices.models.mail_request import Wish

HALF_DONE = "half_done"
"""What the session keeps of an account between the password and the last step of signing in."""


def goes_on(request: HttpRequest, person: User | None) -> bool:
    """Say whether a sign-in that is half done may go on: nothing that signs in has been changed meanwhile."""
    began: str = request.session.get(HALF_DONE, "")
    return person is not None and person.is_active and began == person.get_session_auth_hash()


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "E-mail address and password do not go together. Check both, or set a new password."
        ),
    }

    def is_ajax(self, request: HttpRequest) -> bool:
        """Answer with pages only, whatever a request says that it wants."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        site = settings.SITE_URL
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={site.partition("://")[2]}, require_https=site.startswith("https")
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the network that the list of sessions shows: enough to know it again, not who it was."""
        return visitors.client(request, bits=24)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Count the try, then look: a limit that is reached says so before any password is looked at."""
        tries = visitors.spend_for_address("sign_in", request, credentials["email"])
        try:
            person = super().authenticate(request, **credentials)
        except ValidationError:  # blocked: a try that failed, and is told why
            self.authentication_failed(request, **credentials)
            raise
        if person:
            tries.give_back()
        return person

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        AuditEvent.objects.record("sign_in_failed", by=None, about=lifecycle.owner(credentials["email"]))

    def pre_login(self, request: HttpRequest, user: User, **given: Any) -> HttpResponse | None:
        lifecycle.vouch(user)
        request.session[HALF_DONE] = user.get_session_auth_hash()
        return None

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, unless the account was closed, or its password changed, between the first step and the last."""
        if not goes_on(request, user):
            raise ImmediateHttpResponse(redirect("account_login"))
        is_first = user.last_login is None
        super().login(request, user)
        request.session.pop(HALF_DONE, None)
        request.session["signed_in_at"] = timezone.now().timestamp()
        fresh.prove(request)
        AuditEvent.objects.record("signed_in", by=user, about=user)
        if not is_first and visitors.is_new_device(request, user):
            self._tell_of_device(request, user)

    @transaction.atomic
    def _tell_of_device(self, request: HttpRequest, user: User) -> None:
        name = visitors.device_name(request.headers.get("User-Agent", ""))
        AuditEvent.objects.record("new_device", by=user, about=user, after={"device": name})
        told = {"device": name, "at": timezone.now(), "network": self.get_client_ip(request)}
        notify.send("new_device", to=user, context=told)

    def post_login(self, request: HttpRequest, user: User, **given: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **given)
        visitors.know(request, response, user)
        return response

    def should_send_confirmation_mail(self, request: HttpRequest, email_address: Any, signup: Any) -> bool:
        """Send no link of allauth's, whose key the database would hold: ours is asked for, and not for ever."""
        with suppress(rate_limits.TooMany):
            rate_limits.spend("confirmation", account=email_address.email)
            mail_requests.ask(Wish.CONFIRM, email_address.email)
        return False

    def send_mail(self, template_prefix: str, email: str, context: Any) -> None:
        """Refuse: each mail of ours goes through the outbox, and names `SITE_URL`, not the host of a request."""
        raise ImproperlyConfigured(f"allauth would send {template_prefix} past the outbox")

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Confirm an address, and keep that it was, or which one it takes the place of."""
        person, before = email_address.user, email_address.user.email
        by = request.user if isinstance(request.user, User) else None  # a changed address ends her session
        if not super().confirm_email(request, email_address):
            return False
        if before == email_address.email:
            AuditEvent.objects.record("address_confirmed", by=by, about=person)
        else:
            lifecycle.address_changed(person, before, by=by, tell=[before])
        return True


class SecondStepAdapter(DefaultMFAAdapter):
    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """Ask the account itself: whoever signs in in two steps is asked, even if her app's row were lost."""
        return bool(user.is_authenticated and user.second_step)

    def build_totp_svg(self, url: str) -> str:
        """Draw the square code on a white ground of its own, for dark pages, and fit to stand in a page."""
        import qrcode  # noqa: PLC0415  it loads Pillow, which the server does without otherwise
        from qrcode.image.svg import SvgPathFillImage  # noqa: PLC0415  as above

        image = qrcode.make(url, image_factory=SvgPathFillImage, box_size=12)
        return str(image.to_string(encoding="unicode"))
