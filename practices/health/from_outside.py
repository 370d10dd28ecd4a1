"""What the doctor looks at as a visitor would: the address, its certificate, and the files for those who come by machine."""

import http.client
import socket
import ssl
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from json import loads
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.dateparse import parse_datetime

from practices.health.conditions import Fault

SECONDS = 5
WHERE = "It is asked at SITE_URL; without one where ADDR says, so give this command the ADDR of the site"
CERTIFICATE_ENDS, SECURITY_ENDS = timedelta(days=14), timedelta(days=30)


def other_release() -> Fault | None:
    """Find whether another release answers there, or none. Raises `OSError` when nobody does."""
    status, body = _get("/readyz")
    if status != HTTPStatus.OK:
        return Fault(
            f"{settings.SITE_URL}/readyz answers {status}.", "See that ./run runs, and where the proxy leads."
        )
    build = loads(body).get("build")
    cure = "Restart the site, or run `./upgrade`: another release answers than the one that asks."
    return None if build == settings.RELEASE else Fault(f"The build {build} answers.", cure)


def ending_certificate() -> Fault | None:
    """Find a certificate that ends soon. Raises `ssl.SSLError`, an `OSError`, when it is not good."""
    site = urlsplit(settings.SITE_URL)
    if site.scheme != "https":
        return None
    with (
        socket.create_connection((site.hostname or "", site.port or 443), SECONDS) as plain,
        ssl.create_default_context().wrap_socket(plain, server_hostname=site.hostname) as secured,
    ):
        ends = datetime.fromtimestamp(
            ssl.cert_time_to_seconds(str((secured.getpeercert() or {})["notAfter"])), UTC
        )
    if ends - datetime.now(UTC) > CERTIFICATE_ENDS:
        return None
    return Fault(f"The certificate ends on {ends:%Y-%m-%d}.", "See why whatever renews it did not.")


def missing_security_txt() -> Fault | None:
    """Find whether people who found a hole are told whom to write to, and for how long."""
    status, body = _get("/.well-known/security.txt")
    if status != HTTPStatus.OK:
        return Fault(f"security.txt answers {status}.", "Set CONTACT_EMAIL.", is_grave=False)
    said = dict(line.split(": ", 1) for line in body.decode().splitlines() if ": " in line)
    ends = parse_datetime(said.get("Expires", ""))
    if ends and ends - datetime.now(UTC) > SECURITY_ENDS:
        return None
    return Fault(
        "security.txt ends within a month.", "Let the proxy hand out the site's own.", is_grave=False
    )


def missing_sitemap() -> Fault | None:
    """Find whether search engines are led to the sitemap."""
    _status, body = _get("/robots.txt")
    if f"Sitemap: {settings.SITE_URL}/".encode() in body:
        return None
    cure = "Let the proxy hand out the site's own."
    return Fault("robots.txt does not lead to the sitemap.", cure, is_grave=False)


def _get(path: str) -> tuple[int, bytes]:
    """Return what the site answers. Raises `OSError` that names the address when it does not."""
    asking = _connection()
    try:
        asking.request("GET", path)
        answer = asking.getresponse()
        return answer.status, answer.read()
    except (http.client.HTTPException, OSError) as error:
        where = settings.SITE_URL + path
        raise OSError(f"{where} gives no answer: {error}. {WHERE}") from error
    finally:
        asking.close()


def _connection() -> http.client.HTTPConnection:
    site = urlsplit(settings.SITE_URL)
    host, port = site.hostname or "", site.port
    if site.scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=SECONDS, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=SECONDS)
