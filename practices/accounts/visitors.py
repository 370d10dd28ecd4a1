"""The visitors whom nobody knows yet: where does a request come from, is its sender signed in, and has this device been before?

A device is called as people know it: which browser on which system. What a browser says of itself (its user agent) names
others for old reasons, so the first that is found is the one.
"""

import logging
from functools import cache
from importlib import import_module
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core import signing
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import Error
from django.http import HttpRequest, HttpResponse, parse_cookie
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from practices.accounts import links, rate_limits
from practices.models import AuditEvent, User
from practices.models.database_errors import DATABASE_AWAY

logger = logging.getLogger(__name__)
DEVICE, DEVICE_AGE, DEVICE_SALT = "device", 180 * 24 * 3600, "practices.adapter.device"
MOST_OTHERS = 6  # two for each person
NOBODY = "0.0.0.0"  # noqa: S104  nothing listens there; it says "unknown"

LONGEST_SAID = 1_000
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def client(request: HttpRequest, *, bits: int = 32) -> str:
    """Return where a request comes from: the trusted hop's word; of IPv6 the network, as one house has many.

    `bits` says how much of an IPv4 address is told; what no hop names is "0.0.0.0".
    """
    try:
        address = ip_address(_address(request))
    except ValueError:  # a socket of the machine has a name, or none
        address = ip_address(NOBODY)
    address = getattr(address, "ipv4_mapped", None) or address
    prefix = bits if isinstance(address, IPv4Address) else 64
    return str(ip_network(f"{address}/{prefix}", strict=False).network_address)


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
    return _known(request).get(links.kept(address), "")


def is_new_device(request: HttpRequest, person: User) -> bool:
    """Say whether a person signs in from a device that does not know her account, whatever her address was then.

    It knows the account by its password: whoever signed in with an earlier one is told of like a stranger.
    """
    now, *earlier = _marks(person)
    return _known(request).keys().isdisjoint([now] if earlier else [now, links.kept(person.email)])


def know(request: HttpRequest, response: HttpResponse, person: User) -> None:
    """Let a device be known: what strangers try elsewhere does not lock it out (OWASP, device cookies).

    It knows those who signed in on it before as well, the last of them, so that colleagues may share it.
    """
    marks, address = _marks(person), links.kept(person.email)
    others = [pair for pair in _known(request).items() if pair[0] not in {*marks, address}]
    name = get_random_string(16)
    value = signing.dumps([*others[-MOST_OTHERS:], (marks[0], name), (address, name)], salt=DEVICE_SALT)
    response.set_cookie(
        _device_cookie(),
        value,
        max_age=DEVICE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _marks(person: User) -> list[str]:
    """Return digests by which devices know an account, beside that of its address: with the password of now, and with earlier ones.

    A password is told by the record that it was set: its hash becomes another one whenever Django counts more rounds.
    """
    account, kept = f"account {person.pk}", AuditEvent.objects.filter(kind="password_set", person=person)
    numbers = kept.order_by("-pk").values_list("pk", flat=True)
    return [*(links.kept(f"{account} {number}") for number in numbers), links.kept(account)]


def _known(request: HttpRequest) -> dict[str, str]:
    """Return the names of a device by the digests of those who signed in on it; once it knew one address only."""
    try:
        told = signing.loads(request.COOKIES.get(_device_cookie(), ""), salt=DEVICE_SALT, max_age=DEVICE_AGE)
    except signing.BadSignature:
        return {}
    pairs = [told] if told and isinstance(told[0], str) else told
    return {str(owner): str(name) for owner, name in pairs}


def _device_cookie() -> str:
    return settings.HOST_COOKIE + DEVICE


def spend_for_address(what: str, request: HttpRequest, address: str) -> rate_limits.Tries:
    """Count a try for an address that anybody can type; a device that is known has a count of its own."""
    if known := device(request, address):
        return rate_limits.spend(what, device=known)
    return rate_limits.spend(what, account=address, ip=client(request), everybody="")


def sender_of(environ: dict[str, Any]) -> str:
    """Return the number of whoever is signed in and sends a request, by her session; nothing of anybody else.

    Asks the database; raises `DATABASE_AWAY`.
    """
    key = parse_cookie(environ.get("HTTP_COOKIE", "")).get(settings.SESSION_COOKIE_NAME, "")
    if not key:
        return ""
    try:
        return str(import_module(settings.SESSION_ENGINE).SessionStore(key).get(SESSION_KEY, ""))
    except DATABASE_AWAY:
        raise
    except (Error, UnicodeError):  # a key that no database can look for
        return ""


def device_name(user_agent: str) -> str:
    """Return "Firefox on Windows", or as much of it as can be told."""
    said = user_agent[:LONGEST_SAID]
    browser, system = (
        next((name for sign, name in table if sign in said), "") for table in (BROWSERS, SYSTEMS)
    )
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")
