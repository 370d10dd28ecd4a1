"""Do nginx and Caddy, as `deploy/` has them, speak TLS, bound and buffer what comes, and tell when the site is away?"""

import os
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings

from tests.ports import HOST, free_port
from tests.servers.proxies import AWAY, BODY, NAME, Front, caddy, nginx, trusting
from tests.servers.started import get, granian

FRONTS: dict[str, Callable[..., AbstractContextManager[Front]]] = {"nginx": nginx, "caddy": caddy}
MEGABYTE = 2**20
FORM = "/contribute/practices/practice/1/change/"
HEAD = f"POST /accounts/login/ HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 1000\r\n\r\n".encode()


class Told(BaseHTTPRequestHandler):
    """A site that says what it was asked, and counts."""

    asked = 0

    def do_POST(self) -> None:
        type(self).asked += 1
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        said = "\n".join(f"{name.lower()}: {value}" for name, value in self.headers.items())
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{len(body)} bytes\n{said}\n".encode())

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def telling() -> Iterator[int]:
    """Serve it on a free port."""
    with ThreadingHTTPServer((HOST, 0), Told) as server:
        Told.asked = 0
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture(scope="module", params=FRONTS)
def front(request: pytest.FixtureRequest) -> Iterator[Front]:
    with telling() as behind, FRONTS[request.param](behind) as there:
        yield there


def test_two_versions_of_tls_are_spoken_and_none_before(front: Front) -> None:
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        with front.opened(trusting(version)) as spoken:
            assert spoken.version() == version.name.replace("_", ".")
    with (
        pytest.warns(DeprecationWarning, match="TLSv1_1"),
        pytest.raises(OSError, match=r"(?i)alert|reset|eof|version"),
        front.opened(trusting(ssl.TLSVersion.TLSv1_1)),
    ):
        pass


def test_who_comes_in_clear_is_led_to_https(front: Front) -> None:
    asking = HTTPConnection(HOST, front.clear, timeout=10)
    asking.request("GET", "/practices/?q=a", headers={"Host": NAME})
    answer = asking.getresponse()
    asking.close()
    assert (answer.status in {301, 308}, answer.headers["Location"]) == (
        True,
        f"https://{NAME}/practices/?q=a",
    )


def test_headers_tell_the_site_who_asks_and_how_whatever_was_claimed(front: Front) -> None:
    forged = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "http"}
    said = front.get("/x", forged, method="POST", body=b"1").body.decode().splitlines()
    assert said[0] == "1 bytes"
    assert f"host: {NAME}" in said
    assert [line for line in said if line.startswith("x-forwarded-proto")] == ["x-forwarded-proto: https"]
    (visitors,) = (line for line in said if line.startswith("x-forwarded-for"))
    assert visitors.split(",")[-1].split(": ")[-1].strip() == HOST


def test_body_that_is_too_large_stays_outside(front: Front) -> None:
    before = Told.asked
    answer = front.get("/x", method="POST", body=b"x" * (11 * MEGABYTE))
    assert (answer.status, Told.asked - before) == (413, 0)
    assert settings.BODY_BYTES < 9 * MEGABYTE  # what comes through, the site refuses in words
    assert front.get("/x", method="POST", body=b"x" * 9 * MEGABYTE).status == 200


def test_forms_with_pictures_may_be_as_large_as_the_site_takes_them(front: Front) -> None:
    for site in ("contribute", "admin"):
        form = f"/{site}/practices/practice/1/change/"
        for path in (form, f"{form}pictures/"):
            assert front.get(path, method="POST", body=b"x" * (11 * MEGABYTE)).status == 200
    assert settings.UPLOAD_MOST < 130 * MEGABYTE


def test_site_is_asked_when_the_body_is_whole(front: Front) -> None:
    before = Told.asked
    with front.opened(trusting()) as spoken:
        spoken.sendall(HEAD + b"x" * 999)
        time.sleep(0.5)
        assert Told.asked == before
        spoken.sendall(b"x")
        assert b" 200 OK" in spoken.recv(100)
    assert Told.asked == before + 1


@pytest.mark.thorough
@pytest.mark.parametrize("name", FRONTS)
def test_request_that_never_becomes_whole_ends(name: str) -> None:
    """After ten seconds, or thirty for the whole of a body; of Caddy's ten minutes for that thirty seconds are waited."""
    given = {"body": "30s"} if name == "caddy" else {}
    for sent, most in ((HEAD[:40], 15), (HEAD + b"x", 35)):
        with telling() as behind, FRONTS[name](behind, **given) as front, front.opened(trusting()) as spoken:
            began = time.monotonic()
            spoken.settimeout(most)
            spoken.sendall(sent)
            with suppress(ConnectionResetError, ssl.SSLEOFError):
                while spoken.recv(1000):
                    pass
            assert 5 < time.monotonic() - began < most


@pytest.mark.thorough
def test_form_with_pictures_may_come_slowly(front: Front) -> None:
    """Caddy cut it off after thirty seconds."""
    head = f"POST {FORM} HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 40\r\n\r\n".encode()
    with front.opened(trusting()) as spoken:
        spoken.sendall(head)
        for _second in range(40):
            time.sleep(1)
            spoken.sendall(b"x")
        assert b" 200 OK" in spoken.recv(100)
    assert f"{settings.UPLOAD_SECONDS // 60}m" == BODY


@pytest.mark.parametrize("name", FRONTS)
def test_page_says_that_the_site_is_away(name: str) -> None:
    with FRONTS[name](free_port()) as front:
        answer = front.get("/practices/")
    assert (answer.status, answer.body) == (503, AWAY.read_bytes())
    assert {"retry-after": "30", "cache-control": "no-store"}.items() <= answer.headers.items()


@pytest.mark.parametrize("name", FRONTS)
def test_real_site_is_served(name: str) -> None:
    given = {
        "SITE_URL": f"https://{NAME}",
        "BEHIND_PROXY": "1",
        "MAIL_URL": f"smtp://{HOST}:{free_port()}",
        "ENV_FILE": os.devnull,
        "SECRET_KEY": settings.SECRET_KEY,
    }
    with granian("catalogue.settings", 1, **given) as behind, FRONTS[name](behind) as front:
        page = front.get("/practices/")
        assert (page.status, "set-cookie" in page.headers) == (200, False)
        assert page.headers["strict-transport-security"].startswith("max-age=31536000")
        other = front.get("/practices/", {"Host": "evil.example"})
        assert other.status == 400 or other.body == b""  # all that Caddy says to other hosts
        too_large = front.get("/accounts/login/", method="POST", body=b"x" * (4 * MEGABYTE))
        assert (too_large.status, b"<h1" in too_large.body) == (413, True)
        assert get(behind, "/practices/", {"Host": NAME}).status == 301  # who comes past the proxy, in clear
