"""Does the real server take requests whole before it gives them a thread, and answer each as WSGI would?"""

import resource
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from catalogue.rsgi import THREADS
from catalogue.settings import BODY_BYTES
from practices.errors import wording
from tests.bridge.lines import HEAD, SECONDS, Said, ask, connect, count, get, rest
from tests.headings import words
from tests.served import Site, served

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("waits")]

HALF = b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nlogin=a"
ECHO = b"POST /test/echo/ HTTP/1.1\r\nHost: localhost\r\n"
PAGES = ("/", "/practices/", "/accounts/login/", "/livez", "/readyz")
PROTECTION = ("content-security-policy", "x-frame-options", "x-content-type-options", "permissions-policy")


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def refuses(said: Said, error: wording.ErrorPage) -> None:
    """Assert that an answer is the site's own page of a fault, with all that protects it, and the last one."""
    assert (said.status, said.headers["connection"], said.more) == (error.status, "close", b"")
    assert [name for name in PROTECTION if name not in said.headers] == []
    assert [
        part
        for part in (error.title, error.happened, error.typed)
        if str(part) not in words(said.body.decode())
    ] == []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    with served(folder, DJANGO_SETTINGS_MODULE="tests.bridge.settings", GO=str(folder / "go")) as site:
        yield site


@pytest.fixture
def go(site: Site) -> Iterator[Path]:
    """The file that lets waiting views go on."""
    file = Path(site.environment["GO"])
    yield file
    file.touch()
    until(lambda: count(site)["waiting"] == 0)
    file.unlink()


# Slow senders


def test_half_sent_posts_stop_nobody_and_are_refused_in_words(site: Site) -> None:
    with ExitStack() as stack:
        lines = [stack.enter_context(connect(site, HALF)) for _ in range(12)]
        assert [site.ask(page).status for page in PAGES] == [200] * len(PAGES)
        for line in lines:
            refuses(Said(rest(line)), wording.TOO_SLOWLY_SENT)


def test_one_who_dribbles_is_refused_in_time(site: Site) -> None:
    line, began = connect(site, HALF), time.monotonic()
    line.settimeout(0.1)
    received = b""
    while not received and time.monotonic() < began + SECONDS:
        line.sendall(b"a")
        try:
            received = line.recv(1 << 16)
        except TimeoutError:
            continue
    line.settimeout(SECONDS)
    refuses(Said(received + rest(line)), wording.TOO_SLOWLY_SENT)


@pytest.mark.parametrize(
    "sent",
    [
        ECHO + b"Content-Length: 100\r\n\r\nhalf of it",
        ECHO + b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        ECHO + b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nnonsense\r\n",
    ],
)
def test_what_is_cut_off_reaches_no_page(site: Site, sent: bytes) -> None:
    before = count(site)["called"]
    assert count(site)["frozen"] > 100_000  # what is loaded is never looked through for garbage
    line = connect(site, sent)
    line.shutdown(socket.SHUT_WR)
    assert Said(rest(line)).status in {400, 408}
    assert count(site)["called"] == before


# Large bodies


@pytest.mark.parametrize(
    ("header", "begin", "end"),
    [
        (b"Content-Length: %d" % (BODY_BYTES + 1), b"", b""),
        (b"Transfer-Encoding: chunked", b"%x\r\n" % (BODY_BYTES + 1), b"\r\n0\r\n\r\n"),
    ],
)
def test_body_that_is_too_large_is_refused_whole_and_nothing_after_it_is_read(
    site: Site, header: bytes, begin: bytes, end: bytes
) -> None:
    before = count(site)["called"]
    sent = ECHO + header + b"\r\n\r\n" + begin + b"x" * (BODY_BYTES + 1) + end
    refuses(Said(rest(connect(site, sent + ECHO + b"Content-Length: 0\r\n\r\n"))), wording.TOO_LARGE)
    assert count(site)["called"] == before


def test_refusal_is_made_once_whatever_its_sender_says(site: Site) -> None:
    for number in range(20):
        forged = b"Expect: 100-continue\r\nContent-Length: 99999999\r\nX-Forwarded-Proto: %d\r\n" % number
        assert get(site, b"/", forged).status == wording.TOO_LARGE.status
    assert site.log.read_text().count("Content Too Large") <= 2  # by http, and by https


def test_who_asks_before_sending_is_told_at_once(site: Site) -> None:
    head = ECHO + b"Expect: 100-continue\r\n"
    refuses(
        Said(rest(connect(site, head + b"Content-Length: %d\r\n\r\n" % (BODY_BYTES + 1)))), wording.TOO_LARGE
    )
    line = connect(site, head + b"Connection: close\r\nContent-Length: 2\r\n\r\n")
    assert line.recv(1 << 16) == b"HTTP/1.1 100 Continue\r\n\r\n"
    line.sendall(b"ab")
    assert Said(rest(line)).json["body"] == "ab"


@pytest.mark.parametrize("size", [1, 2**16, 2**20 + 1])
def test_body_arrives_whole_in_memory_or_from_disk(site: Site, size: int) -> None:
    said = ask(site, b"POST /test/echo/ HTTP/1.1\r\n" + HEAD + b"Content-Length: %d\r\n" % size, b"x" * size)
    assert (said.status, said.json["size"], said.json["CONTENT_LENGTH"]) == (200, size, str(size))


def test_chunks_arrive_as_one_body(site: Site) -> None:
    said = ask(site, ECHO + b"Transfer-Encoding: chunked\r\n", b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
    assert (said.json["body"], said.json["CONTENT_LENGTH"]) == ("abcde", "5")


def test_full_disk_is_said_in_words(site: Site) -> None:
    get(site, b"/test/limit/1500000/")
    try:
        sent = ECHO + b"Content-Length: 2000000\r\n\r\n" + b"x" * 2_000_000
        refuses(Said(rest(connect(site, sent))), wording.AWAY)
    finally:
        get(site, b"/test/limit/0/")


# What reaches the site


def test_request_is_described_as_wsgi_says(site: Site) -> None:
    more = b"X-Some: a\r\nX-Some: b\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n"
    said = ask(site, b"POST /test/echo/%C3%A9%2F%20/x?q=%C3%A9&r=+ HTTP/1.1\r\n" + HEAD + more, b"ab").json
    assert {name: said[name] for name in said if name not in {"SERVER_PORT", "HTTP_CONNECTION"}} == {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/test/echo/é/ /x",
        "QUERY_STRING": "q=%C3%A9&r=+",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": "127.0.0.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "HTTP_HOST": "localhost",
        "HTTP_X_SOME": "a,b",
        "CONTENT_TYPE": "text/plain",
        "CONTENT_LENGTH": "2",
        "body": "ab",
        "size": 2,
    }
    assert said["SERVER_PORT"] == str(site.port)


def test_address_is_read_the_same_after_it_was_looked_for_among_kept_pages(site: Site) -> None:
    get(site, b"/about/")  # from now on, for a second, the version is known
    assert get(site, b"/test/echo/%C3%A9%20/?q=\xc3\xa9").json["PATH_INFO"] == "/test/echo/é /"


def test_header_with_underscores_passes_for_no_other(site: Site) -> None:
    forged = b"X_Forwarded_For: 6.6.6.6\r\nX-Forwarded_For: 6.6.6.6\r\nX-Forwarded-For: 1.2.3.4\r\nX_Forwarded_Proto: https\r\n"
    said = get(site, b"/test/echo/", forged).json
    assert (said["HTTP_X_FORWARDED_FOR"], "HTTP_X_FORWARDED_PROTO" in said) == ("1.2.3.4", False)


def test_old_and_absolute_requests_are_answered(site: Site) -> None:
    old = Said(
        rest(connect(site, b"POST /test/echo/ HTTP/1.0\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nab"))
    )
    assert (old.status, old.json["SERVER_PROTOCOL"], old.json["body"]) == (200, "HTTP/1.0", "ab")
    assert Said(rest(connect(site, b"GET /livez HTTP/1.0\r\n\r\n"))).status == 200
    absolute = ask(site, b"GET http://localhost/test/echo/ HTTP/1.1\r\n")
    assert absolute.json["HTTP_HOST"] == "localhost"


def test_requests_in_one_go_are_answered_in_turn(site: Site) -> None:
    two = b"".join(ECHO + b"Content-Length: 2\r\n\r\n" + body for body in (b"ab", b"cd"))
    last = b"GET /test/echo/ HTTP/1.1\r\n" + HEAD + b"Connection: close\r\n\r\n"
    first = Said(rest(connect(site, two + last)))
    second = Said(first.more)
    third = Said(second.more)
    assert [said.json["body"] for said in (first, second, third)] == ["ab", "cd", ""]
    assert third.more == b""


@pytest.mark.parametrize(("address", "status"), [(b"/" + b"a" * 60_000, 404), (b"/" + b"a" * 70_000, 414)])
def test_long_addresses_are_bounded(site: Site, address: bytes, status: int) -> None:
    assert get(site, address).status == status


# What the site answers


@pytest.mark.parametrize(
    "address", [b"/about/", b"/accounts/login/", b"/static/css/base.css", b"/livez", b"/nothing/"]
)
def test_head_has_the_headers_of_get_and_no_body(site: Site, address: bytes) -> None:
    got, head = (get(site, address, method=method) for method in (b"GET", b"HEAD"))
    own = {"date", "set-cookie", "content-length"}
    assert (head.status, head.body) == (got.status, b"")
    assert {name: head.headers[name] for name in head.headers if name not in own} == {
        name: got.headers[name] for name in got.headers if name not in own
    }
    assert head.headers["content-length"] == got.headers["content-length"]


def test_kept_page_and_file_are_304_for_who_has_them(site: Site) -> None:
    for address in (b"/about/", b"/static/css/base.css"):
        first = get(site, address)
        name, had = (
            ("etag", "If-None-Match") if "etag" in first.headers else ("last-modified", "If-Modified-Since")
        )
        known = get(site, address, f"{had}: {first.headers[name]}\r\n".encode())
        assert (first.status, known.status, known.body, known.more) == (200, 304, b"", b"")


def test_part_of_a_file_is_sent(site: Site) -> None:
    whole, part = (get(site, b"/static/css/base.css", more) for more in (b"", b"Range: bytes=2-5\r\n"))
    assert (part.status, part.body) == (206, whole.body[2:6])


def test_answer_streams_and_is_closed_at_its_end(site: Site, go: Path) -> None:
    before = count(site)["closed"]
    line = connect(site, b"GET /test/stream/3/ HTTP/1.1\r\n" + HEAD + b"Connection: close\r\n\r\n")
    first = b""
    while b"x" not in first:
        first += line.recv(1 << 16)
    assert count(site)["closed"] == before  # the first piece is here, the second not yet made
    go.touch()
    assert (first + rest(line)).count(b"x" * 1000) == 3
    until(lambda: count(site)["closed"] == before + 1)


def test_answer_is_closed_when_its_reader_leaves(site: Site, go: Path) -> None:
    before = count(site)["closed"]
    line = connect(site, b"GET /test/stream/1000000/ HTTP/1.1\r\n" + HEAD + b"\r\n")
    line.recv(100)
    line.close()
    go.touch()
    until(lambda: count(site)["closed"] == before + 1)


def test_busy_threads_do_not_keep_the_probe(site: Site, go: Path) -> None:
    with ExitStack() as stack:
        for _ in range(8):
            stack.enter_context(connect(site, b"GET /test/wait/ HTTP/1.1\r\n" + HEAD + b"\r\n"))
        until(lambda: len([*go.parent.glob("waiting-*")]) == THREADS)
        assert get(site, b"/livez").status == 200
        go.touch()


# Many at once


def test_a_thousand_idle_and_a_thousand_half_sent_connections_slow_nobody_down(site: Site) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    try:
        with ExitStack() as stack:
            for _ in range(1000):
                stack.enter_context(connect(site))
                stack.enter_context(connect(site, HALF))
            for _ in range(5):
                assert [site.ask(page).status for page in PAGES] == [200] * len(PAGES)
            login = site.ask("/accounts/login/", "POST", {"login": "a@city.example", "password": "b"})
            assert login.status == 403  # answered, without the form's token
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
