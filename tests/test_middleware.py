"""Does every answer carry the protective headers, whoever makes it?"""

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from tests.builders import make_editor, moved, published

pytestmark = pytest.mark.django_db

EXPECTED = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def protective(client: Client, address: str, **extra: str) -> tuple[int, dict[str, str | None]]:
    response = client.get(address, headers=extra)
    response.getvalue()  # reads a static file to its end, which closes it
    return response.status_code, {name: response.headers.get(name) for name in EXPECTED}


@pytest.mark.parametrize(
    ("address", "status"),
    [("/livez", 200), ("/static/admin/css/base.css", 200), ("/no/such/page/", 404)],
)
def test_every_answer_carries_the_headers(client: Client, address: str, status: int) -> None:
    assert protective(client, address) == (status, EXPECTED)


def test_pages_carry_the_headers(client: Client) -> None:
    assert protective(client, "/") == (200, EXPECTED)


def test_kept_and_unchanged_pages_carry_the_headers(client: Client) -> None:
    tag = client.get("/").headers["ETag"]
    assert protective(client, "/") == (200, EXPECTED)
    assert protective(client, "/", **{"If-None-Match": tag}) == (304, EXPECTED)


def test_page_kept_for_https_is_not_given_without(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/about/", secure=True).status_code == 200
    assert client.get("/about/").status_code == 301


def test_redirect_to_https_carries_the_headers(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert protective(client, "/") == (301, EXPECTED)


def test_refused_host_carries_the_headers(client: Client) -> None:
    status, found = protective(client, "/", host="elsewhere.example.org")
    assert (status, found) == (400, EXPECTED)


def test_static_files_are_for_this_site_only(client: Client) -> None:
    response = client.get("/static/admin/css/base.css")
    response.getvalue()
    assert "Access-Control-Allow-Origin" not in response.headers


def test_what_is_no_page_is_asked_for_again(client: Client) -> None:
    """Chromium keeps 301 and 410 for ever: a restored practice would stay withdrawn for who saw it so."""
    published(title="The harbour")
    moved(published(title="The ship"), "withdraw", by=make_editor(), note="Asked.", reason="The city asked.")
    asked = (
        "/practices/the-ship/",
        "/places/NO/",
        "/practices/unheard-of/",
        "/about/?x=1",
        "/practices/?year=x",
    )
    answers = [client.get(address) for address in asked]
    assert [(answer.status_code, answer.headers.get("Cache-Control")) for answer in answers] == [
        (410, "no-cache"),
        (301, "no-cache"),
        (404, "no-cache"),
        (302, "no-cache"),
        (400, "no-cache"),
    ]


def test_cookie_with_a_nul_is_dropped(client: Client) -> None:
    """PostgreSQL can look for none."""
    sent = {"cookie": f'{settings.SESSION_COOKIE_NAME}="abc\\000defghijkl"; other=kept'}
    response = client.get("/accounts/details/", headers=sent)
    assert (response.status_code, response.wsgi_request.COOKIES) == (302, {"other": "kept"})
