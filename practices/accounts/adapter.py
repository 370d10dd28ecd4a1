"""The adapter of allauth: where do our accounts differ from what it does by itself?"""

import logging
from functools import cache
from ipaddress import ip_network
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core import signing
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from practices.accounts import lifecycle, links, rate_limits
from practices.mail import notify
from practices.models import AuditEvent, User

logger = logging.getLogger(__name__)
DEVICE, DEVICE_AGE, DEVICE_SALT = "device", 180 * 24 * 3600, "practices.adapter.device"
NOBODY = "0.0.0.0"  # noqa: S104  nothing listens there; it says "unknown"
HALF_DONE = "half_done"
"""What the session keeps of an account between the password and the last step of signing in."""
KINDS = {
    "email_confirmation_signup": "confirm_account",
    "email_confirmation": "confirm_address",
    "account_already_exists": "has_account",
    "email_changed": "address_changed",
}
"""What the mails are called that allauth itself sends."""


def client(request: HttpRequest, *, bits: int = 32) -> str:
    """Return where a request comes from: the trusted hop's word; of IPv6 the network, as one house has many.

    `bits` says how much of an IPv4 address is told; what no hop names is "0.0.0.0".
    """
    address = _address(request)
    return str(ip_network(f"{address}/{64 if ':' in address else bits}", strict=False).network_address)


def _address(request: HttpRequest) -> str:
    """Return the trusted hop's word; who is nearest, where fewer hops are named than `PROXIES` says there are."""
    try:
        return str(DefaultAccountAdapter().get_client_ip(request))
    except ImproperlyConfigured:
        _complain(len(request.headers["X-Forwarded-For"].split(",")))
        return request.META.get("REMOTE_ADDR") or NOBODY
    except PermissionDenied:
        return NOBODY


@cache
def _complain(hops: int) -> None:
    """Say once what is wrong: a visitor who comes that way cannot be told from the others."""
    logger.warning(
        "X-Forwarded-For names %d, but PROXIES is %d: set it to the number of proxies that each add themselves",
        hops,
        settings.ALLAUTH_TRUSTED_PROXY_COUNT,
    )


def device(request: HttpRequest, address: str) -> str:
    """Return the name of a device from which this address signed in before, or nothing."""
    try:
        owner, name = signing.loads(
            request.COOKIES.get(_device_cookie(), ""), salt=DEVICE_SALT, max_age=DEVICE_AGE
        )
    except (signing.BadSignature, ValueError):
        return ""
    return str(name) if owner == links.kept(address) else ""


def know(response: HttpResponse, address: str) -> None:
    """Let a device be known: what strangers try elsewhere does not lock it out (OWASP, device cookies)."""
    value = signing.dumps([links.kept(address), get_random_string(16)], salt=DEVICE_SALT)
    response.set_cookie(
        _device_cookie(),
        value,
        max_age=DEVICE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _device_cookie() -> str:
    return settings.HOST_COOKIE + DEVICE


def spend(what: str, request: HttpRequest, address: str) -> rate_limits.Tries:
    """Count a try for an address that anybody can type; a device that is known has a count of its own."""
    if known := device(request, address):
        return rate_limits.spend(what, device=known)
    return rate_limits.spend(what, account=address, ip=client(request), everybody="")


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
        return client(request, bits=24)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Count the try, then look: a limit that is reached says so before any password is looked at."""
        tries = spend("sign_in", request, credentials["email"])
        person = super().authenticate(request, **credentials)
        if person:
            tries.give_back()
        else:
            AuditEvent.objects.record("sign_in_failed", by=None, about=lifecycle.owner(credentials["email"]))
        return person

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count nothing here: `authenticate` does."""

    def pre_login(self, request: HttpRequest, user: User, **given: Any) -> HttpResponse | None:
        lifecycle.vouch(user)
        request.session[HALF_DONE] = user.get_session_auth_hash()
        return None

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, unless the account was closed, or its password changed, between the first step and the last."""
        if not goes_on(request, user):
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)
        request.session.pop(HALF_DONE, None)
        request.session["signed_in_at"] = timezone.now().timestamp()
        AuditEvent.objects.record("signed_in", by=user, about=user)

    def post_login(self, request: HttpRequest, user: User, **given: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **given)
        know(response, user.email)
        return response

    def should_send_confirmation_mail(  # as allauth has it
        self,
        request: HttpRequest,
        email_address: Any,
        signup: bool,  # noqa: FBT001  as allauth has it
    ) -> bool:
        """Send a link once more at sign-in, but not for ever; at sign-up the page has counted already."""
        if signup:
            return True
        try:
            rate_limits.spend("confirmation", account=email_address.email)
        except rate_limits.TooMany:
            return False
        return True

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Confirm an address, and keep that it was, and which one it takes the place of."""
        person, before = email_address.user, email_address.user.email
        by = request.user if isinstance(request.user, User) else None  # a changed address ends her session
        if not super().confirm_email(request, email_address):
            return False
        if before == email_address.email:
            AuditEvent.objects.record("address_confirmed", by=by, about=person)
        else:
            change = {"before": {"email": before}, "after": {"email": email_address.email}}
            AuditEvent.objects.record("address_changed", by=by, about=person, **change)
        return True

    def generate_emailconfirmation_key(self, email: str) -> str:
        return links.new_key()

    def send_confirmation_mail(
        self,
        request: HttpRequest,
        emailconfirmation: Any,
        signup: bool,  # noqa: FBT001  as allauth has it
    ) -> None:
        """Send the link, and forget it: allauth saves the row after this, so the database keeps a digest only."""
        self.send_mail(
            "email_confirmation_signup" if signup else "email_confirmation",
            emailconfirmation.email_address.email,
            {"path": reverse("account_confirm_email", args=[emailconfirmation.key])},
        )
        emailconfirmation.key = links.kept(emailconfirmation.key)

    def send_account_already_exists_mail(self, email: str) -> None:
        self.send_mail("account_already_exists", email, {})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put a mail into the outbox: every link in it begins with SITE_URL, never with the request."""
        names = ("path", "from_email", "to_email")
        notify.send(
            KINDS[template_prefix.rpartition("/")[2]],
            to=email,
            context={name: context[name] for name in names if name in context},
        )


class SecondStepAdapter(DefaultMFAAdapter):
    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """Ask the account itself: whoever signs in in two steps is asked, even if her app's row were lost."""
        return bool(user.is_authenticated and user.second_step)

    def build_totp_svg(self, url: str) -> str:
        """Draw the square code on a white ground of its own, for dark pages, and fit to stand in a page."""
        image = qrcode.make(url, image_factory=SvgPathFillImage, box_size=12)
        return str(image.to_string(encoding="unicode"))
