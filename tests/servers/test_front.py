"""Can a stranger change what Varnish, in front of the real server, keeps for others?"""

import time
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from practices.models import version
from tests.builders import make_editor, make_user, published
from tests.pages import client_of
from tests.servers.started import Answer, get, granian, varnish

PAGES = ["/practices/?country=NO", "/practices/the-reading-ship/"]
CONTENT = "application/x-www-form-urlencoded"


class Poison(NamedTuple):
    """A request that should change nothing for others."""

    headers: dict[str, str] = {}
    more: str = ""
    method: str = "GET"
    body: bytes = b""


EVIL = "evil.example"
POISONS = {
    "host": Poison({"Host": EVIL}),
    "host port": Poison({"Host": "localhost:1@evil.example"}),
    "host case": Poison({"Host": "LOCALHOST"}),
    "forwarded host": Poison({"X-Forwarded-Host": EVIL, "X-Host": EVIL, "X-Forwarded-Server": EVIL}),
    "forwarded": Poison({"Forwarded": f"for=1.2.3.4;host={EVIL};proto=gopher"}),
    "forwarded proto": Poison(
        {"X-Forwarded-Proto": "https", "X-Forwarded-Port": "1", "X-Forwarded-Ssl": "on"}
    ),
    "forwarded proto, spelt with an underscore": Poison(
        {"X_Forwarded_Proto": "https", "X_Forwarded_Host": EVIL}
    ),
    "forwarded prefix": Poison(
        {"X-Forwarded-Prefix": "/evil", "X-Script-Name": "/evil", "Script-Name": "/evil"}
    ),
    "other address": Poison({"X-Original-URL": "/admin/", "X-Rewrite-URL": "/admin/"}),
    "other method": Poison({"X-HTTP-Method-Override": "POST", "X-Method-Override": "DELETE"}),
    "cookies": Poison({"Cookie": "sessionid=forged; csrftoken=forged; django_language=fr; messages=x"}),
    "language": Poison({"Accept-Language": "fr, ar;q=0.5"}),
    "type": Poison({"Accept": "application/json", "Content-Type": "application/json"}),
    "agent": Poison({"User-Agent": "<script>alert(1)</script>", "Referer": "https://evil.example/<script>"}),
    "origin": Poison({"Origin": "https://evil.example", "Access-Control-Request-Method": "PUT"}),
    "authorisation": Poison({"Authorization": "Basic ZXZpbDpldmls"}),
    "script": Poison({"X-Requested-With": "XMLHttpRequest", "HX-Request": "true", "Purpose": "prefetch"}),
    "no packing": Poison({"Accept-Encoding": "identity"}),
    "strange packing": Poison({"Accept-Encoding": "br, zstd, gzip;q=0, *;q=0"}),
    "broken packing": Poison({"Accept-Encoding": "gzip, " + "x" * 2000}),
    "a part": Poison({"Range": "bytes=0-9"}),
    "known already": Poison({"If-None-Match": "*", "If-Modified-Since": "Fri, 31 Dec 2100 23:59:59 GMT"}),
    "condition": Poison({"If-Match": '"nothing"', "If-Unmodified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}),
    "no keeping": Poison({"Cache-Control": "no-store, max-age=0", "Pragma": "no-cache"}),
    "upgrade": Poison({"Upgrade": "h2c", "Connection": "Upgrade, Host", "TE": "trailers"}),
    "fat": Poison({"Content-Type": CONTENT}, body=b"country=SE&page=2&q=evil"),
    "head": Poison(method="HEAD"),
    "post": Poison({"Content-Type": CONTENT}, method="POST", body=b"q=evil"),
    "options": Poison(method="OPTIONS"),
    "purge": Poison(method="PURGE"),
    "unknown parameter": Poison(more="utm_source=evil&_method=DELETE&format=json&lang=fr"),
    "twice": Poison(more="country=SE&country=NO"),
    "semicolon": Poison(more="x=1;country=SE"),
    "encoded": Poison(more="%63ountry=SE"),
    "array": Poison(more="country[]=SE&country[0]=SE"),
}


@pytest.fixture(scope="module")
def servers(django_db_setup: None) -> Iterator[tuple[int, int]]:
    """The server's own port, and that of Varnish in front of it."""
    with granian() as behind, varnish(behind) as front:
        yield behind, front


@pytest.fixture
def ports(servers: tuple[int, int]) -> tuple[int, int]:
    """The same with something to read, and nothing kept."""
    published()
    published(title="Elsewhere", country="SE", city=None)
    forget(servers[1])
    return servers


def forget(front: int) -> None:
    """Let Varnish and the server forget all pages."""
    version.invalidate_pages()
    assert get(front, "/", method="BAN").status == 200


def clean(port: int, address: str) -> tuple[int, bytes, set[str]]:
    """Return what somebody else reads there."""
    answer = get(port, address)
    return answer.status, answer.body, {"set-cookie", "content-range"} & set(answer.headers)


def poisoned(port: int, address: str, poison: Poison) -> Answer:
    mark = "&" if "?" in address else "?"
    where = f"{address}{mark}{poison.more}" if poison.more else address
    return get(port, where, poison.headers, method=poison.method, body=poison.body)


def test_no_request_changes_what_others_read(ports: tuple[int, int]) -> None:
    behind, front = ports
    expected = {address: clean(behind, address) for address in PAGES}
    assert all(status == 200 and not headers for status, _body, headers in expected.values())
    changed = []
    for name, poison in POISONS.items():
        forget(front)
        for address in PAGES:
            answer = poisoned(front, address, poison)
            assert not answer.is_kept  # it did reach the server
            read = [clean(front, address), clean(behind, address)]
            if read != [expected[address]] * 2 or answer.status >= 500 or "set-cookie" in answer.headers:
                changed.append((name, address, answer.status))
    assert changed == []


def test_personal_pages_are_kept_for_nobody(ports: tuple[int, int]) -> None:
    _behind, front = ports
    for person, folder in ((make_editor(), "admin"), (make_user("secret@city.example"), "contribute")):
        cookie = {"Cookie": f"sessionid={client_of(person).cookies['sessionid'].value}"}
        for address in (
            f"/{folder}/",
            f"/{folder}/?x.css",
            f"/{folder}/x.css",
            f"/{folder}/%2e%2e/{folder}/",
            f"/about/..%2f{folder}/",
            f"/about/%2e%2e/{folder}/",
            "/accounts/details/",
            "/accounts/details/;x.css",
            "/accounts/details/x.css",
            "/accounts/details.css",
            "/accounts/",
        ):
            own = get(front, address, cookie)
            other = get(front, address)
            assert (address, other.is_kept and own.status == 200) == (address, False)
            assert person.email.encode() not in other.body
        home = get(front, f"/{folder}/", cookie)
        assert (home.status, "no-store" in home.headers["cache-control"]) == (200, True)


def test_page_that_is_kept_is_fresh_within_its_life_and_304_for_who_has_it(ports: tuple[int, int]) -> None:
    _behind, front = ports
    first = get(front, PAGES[0])
    again = get(front, PAGES[0])
    assert (again.is_kept, again.body == first.body) == (True, True)
    known = get(front, PAGES[0], {"If-None-Match": first.headers["etag"]})
    assert (known.status, known.body) == (304, b"")
    assert get(front, PAGES[0], {"If-None-Match": 'W/"other"'}).status == 200
    published(title="Brand new")
    time.sleep(1.1)
    stale = get(front, PAGES[0])  # shown once more while Varnish asks again
    assert (stale.is_kept, stale.body == first.body) == (True, True)
    for _ in range(50):
        if b"Brand new" in get(front, PAGES[0]).body:
            return
        time.sleep(0.02)
    pytest.fail("the new page was not shown within a second")


def test_page_that_was_not_there_is_not_remembered(ports: tuple[int, int]) -> None:
    _behind, front = ports
    assert get(front, "/practices/brand-new/").status == 404
    published(title="Brand new")
    assert get(front, "/practices/brand-new/").status == 200
